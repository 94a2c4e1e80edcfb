"""YAML with line numbers: plain data, and for each place in it the line where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from qingdan.policy.packs.problems import Problem

Place = tuple[str | int, ...]
LARGEST_FILE = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Lined:
    """A YAML document: its data, and the line (from 1) of every place."""

    data: Any
    lines: dict[Place, int]

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest place around it that is written in the file."""
        while place not in self.lines and place:
            place = place[:-1]
        return self.lines.get(place, 1)


class _Loader(yaml.SafeLoader):
    """The safe loader with dates left as text for the schema to read."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def load(name: str, text: str) -> tuple[Lined | None, list[Problem]]:
    """Read one file's text; faults of the writing come back as problems, never as an exception."""
    if len(text.encode("utf-8")) > LARGEST_FILE:
        return None, [Problem(name, 1, "", "文件超过 2 MB，不像是政策包。")]
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            problems: list[Problem] = []
            lines: dict[Place, int] = {}
            if node is None:
                return None, [Problem(name, 1, "", "文件是空的。")]
            _Walk(name, lines, problems).visit(node, ())
            return (None, problems) if problems else (Lined(loader.construct_document(node), lines), [])
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return None, [Problem(name, mark.line + 1 if mark else 1, "", f"YAML 写法有误：{error.problem}")]
    except yaml.YAMLError as error:
        return None, [Problem(name, 1, "", f"YAML 写法有误：{error}")]


@dataclass
class _Walk:
    """Notes the line of every place; refuses aliases (they can blow a small file up) and keys written twice."""

    name: str
    lines: dict[Place, int]
    problems: list[Problem]

    def __post_init__(self) -> None:
        self._visited: set[int] = set()

    def visit(self, node: yaml.Node, place: Place) -> None:
        """One node and all below it."""
        line = node.start_mark.line + 1
        if id(node) in self._visited:
            self.problems.append(Problem(self.name, line, "", "政策包里不能用锚点和别名（& 和 *）。"))
            return
        self._visited.add(id(node))
        self.lines.setdefault(place, line)
        if isinstance(node, yaml.SequenceNode):
            for number, child in enumerate(node.value):
                self.visit(child, (*place, number))
        elif isinstance(node, yaml.MappingNode):
            self._visit_mapping(node, place)

    def _visit_mapping(self, node: yaml.MappingNode, place: Place) -> None:
        seen: set[str] = set()
        for key, child in node.value:
            word = str(key.value)
            line = key.start_mark.line + 1
            if word in seen:
                self.problems.append(Problem(self.name, line, word, "同一处写了两次。"))
                continue
            seen.add(word)
            self.lines[(*place, word)] = line
            self.visit(child, (*place, word))

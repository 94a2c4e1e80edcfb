"""YAML with line numbers: plain data, and for each place in it the line where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from qingdan.policy.packs.problems import Problem

Place = tuple[str | int, ...]
LARGEST_FILE = 2 * 1024 * 1024
DEEPEST = 30
"""No section of a pack nests deeper than ten; a file that does could exhaust the parser."""

_OPENING = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_CLOSING = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
_IN_CHINESE = {
    "found character that cannot start any token": (
        "这里不能用这个字符：缩进要用空格，不能用制表符（Tab）；文字以 @、% 或反引号开头时请加引号。"
    ),
    "mapping values are not allowed in this context": "这里不能出现冒号；文字里有英文冒号时请给整句加引号。",
    "could not find expected ':'": "这里少了冒号，或者上一行的引号没有配对。",
    "did not find expected key": "缩进不齐，或者引号没有配对。",
    "did not find expected '-' indicator": "缩进不齐：列表的每一项要对齐。",
    "found undefined tag handle": "不能用叹号开头的标签；文字以叹号开头时请加引号。",
}


@dataclass(frozen=True, slots=True)
class Lined:
    """A YAML document: its data, and the line (from 1) of every place.

    ``kept``: where faulty entries of a list were taken out, the numbers that the entries left have in the file.
    """

    data: Any
    lines: dict[Place, int]
    kept: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest place around it that is written in the file."""
        place = self.as_written(place)
        while place not in self.lines and place:
            place = place[:-1]
        return self.lines.get(place, 1)

    def as_written(self, place: Place) -> Place:
        """The place with the numbers that its entries have in the file."""
        if len(place) > 1 and place[0] in self.kept and isinstance(place[1], int):
            return (place[0], self.kept[str(place[0])][place[1]], *place[2:])
        return place


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # chosen when the program starts
    """The safe loader (the fast twin where libyaml is there), with dates left as text for the schema to read."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def load(name: str, text: str) -> tuple[Lined | None, list[Problem]]:
    """Read one file's text; faults of the writing come back as problems, never as an exception."""
    if len(text.encode("utf-8")) > LARGEST_FILE:
        return None, [too_large(name)]
    try:
        problems = _refused(name, text)
        return (None, problems) if problems else _load(name, text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        fault = str(error.problem or "")
        hint = _IN_CHINESE.get(fault, f"（{fault}）")
        return None, [Problem(name, mark.line + 1 if mark else 1, "", f"YAML 写法有误：{hint}")]
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        return None, [Problem(name, line, "", "文件里有不能用的控制字符。")]


def too_large(name: str) -> Problem:
    """What is said of a file over :data:`LARGEST_FILE`."""
    return Problem(name, 1, "", "文件超过 2 MB，不像是政策包。")


def _refused(name: str, text: str) -> list[Problem]:
    """Aliases (they can blow a small file up) and bottomless nesting, seen before anything is built."""
    problems: list[Problem] = []
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, _OPENING) - isinstance(event, _CLOSING)
        line = event.start_mark.line + 1 if event.start_mark else 1
        if depth > DEEPEST:
            return [*problems, Problem(name, line, "", f"一层套一层超过 {DEEPEST} 层，不像是政策包。")]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            problems.append(Problem(name, line, "", "政策包里不能用锚点和别名（& 和 *）。"))
    return problems


def _load(name: str, text: str) -> tuple[Lined | None, list[Problem]]:
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None, [Problem(name, 1, "", "文件是空的。")]
        walk = _Walk(name)
        walk.visit(node, ())
        return Lined(loader.construct_document(node), walk.lines), walk.problems
    finally:
        loader.dispose()


class _Walk:
    """Notes the line of every place; keys written twice are problems."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Place, int] = {}
        self.problems: list[Problem] = []

    def visit(self, node: yaml.Node, place: Place) -> None:
        """One node and all below it."""
        self.lines.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, yaml.SequenceNode):
            for number, child in enumerate(node.value):
                self.visit(child, (*place, number))
        elif isinstance(node, yaml.MappingNode):
            self._visit_mapping(node, place)

    def _visit_mapping(self, node: yaml.MappingNode, place: Place) -> None:
        seen: dict[str, int] = {}
        for key, child in node.value:
            word = str(key.value)
            line = key.start_mark.line + 1
            if word in seen:
                label = ".".join(map(str, (*place, word)))
                self.problems.append(Problem(self.name, line, label, f"同一处写了两次（第 {seen[word]} 行已经写过）。"))
                continue
            seen[word] = line
            self.lines[(*place, word)] = line
            self.visit(child, (*place, word))

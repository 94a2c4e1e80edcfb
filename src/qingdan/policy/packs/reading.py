"""Reading a pack's folder into typed sections: ``pack.yaml``, ``clauses.yaml``, ``rules.yaml``, ``lists/*.yaml``."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from qingdan.policy.packs.problems import PackProblems, Problem
from qingdan.policy.packs.schema import ClauseFile, ClauseSpec, ListFile, PackHeader, RuleFile, RuleSpec
from qingdan.policy.packs.yaml_lines import Lined, Place, load

LIBRARY = Path(__file__).with_name("library")
MOST_FILES = 200
Part = TypeVar("Part", bound=BaseModel)


@dataclass(frozen=True)
class Pack:
    """A pack as written: typed sections, and where each file's places stand (for messages)."""

    header: PackHeader
    clauses: tuple[ClauseSpec, ...]
    rules: tuple[RuleSpec, ...]
    lists: tuple[ListFile, ...]
    content: dict[str, Any]
    places: dict[str, Lined] = field(default_factory=dict, compare=False, repr=False)
    list_files: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def id(self) -> str:
        """The pack's id."""
        return self.header.id

    @property
    def hash(self) -> str:
        """SHA-256 of the content; two packs with the same hash are the same pack."""
        return content_hash(self.content)

    def line(self, file: str, place: Place) -> int:
        """The line of a place in one of the files (1 where the pack was not read from files)."""
        return self.places[file].line(place) if file in self.places else 1


def content_hash(content: dict[str, Any]) -> str:
    """SHA-256 over the canonical JSON of a pack's content."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode("utf-8")).hexdigest()


def read_pack(folder: Path) -> Pack:
    """Read one pack; raises :class:`PackProblems` with every problem of every file at once."""
    reader = _Reader(folder)
    header = reader.section("pack.yaml", PackHeader)
    clauses = reader.section("clauses.yaml", ClauseFile)
    rules = reader.section("rules.yaml", RuleFile, required=False)
    lists = [reader.section(f"lists/{path.name}", ListFile) for path in reader.list_paths()]
    reader.refuse_strangers()
    if reader.problems or header is None or clauses is None:
        raise PackProblems(reader.problems)
    return _pack(header, clauses, rules or RuleFile(rules=[]), [part for part in lists if part], reader.places)


def pack_from_content(content: dict[str, Any]) -> Pack:
    """A pack from its stored content (see :attr:`Pack.content`)."""
    return _pack(
        PackHeader.model_validate(content["pack"]),
        ClauseFile.model_validate(content["clauses"]),
        RuleFile.model_validate(content["rules"]),
        [ListFile.model_validate(part) for part in content["lists"]],
        {},
    )


def _pack(
    header: PackHeader, clauses: ClauseFile, rules: RuleFile, lists: list[ListFile], places: dict[str, Lined]
) -> Pack:
    lists = sorted(lists, key=lambda part: part.id)
    content = {
        "pack": _plain(header),
        "clauses": _plain(clauses),
        "rules": _plain(rules),
        "lists": [_plain(part) for part in lists],
    }
    files = {places[name].data.get("id", ""): name for name in places if name.startswith("lists/")}
    return Pack(header, tuple(clauses.clauses), tuple(rules.rules), tuple(lists), content, places, files)


def _plain(part: BaseModel) -> dict[str, Any]:
    """The section as plain data, without what stands at its default (so that an added default changes no hash)."""
    return part.model_dump(mode="json", by_alias=True, exclude_defaults=True)


class _Reader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.places: dict[str, Lined] = {}
        if not folder.is_dir():
            raise PackProblems([Problem(str(folder), 1, "", "没有这个文件夹。政策包是一个含 pack.yaml 的文件夹。")])

    def list_paths(self) -> list[Path]:
        paths = sorted((self.folder / "lists").glob("*.yaml"))
        if len(paths) > MOST_FILES:
            self.problems.append(Problem("lists", 1, "", f"清单文件太多（{len(paths)} 个，最多 {MOST_FILES} 个）。"))
        return paths[:MOST_FILES]

    def refuse_strangers(self) -> None:
        known = {"pack.yaml", "clauses.yaml", "rules.yaml", "lists"}
        for path in sorted(self.folder.iterdir()):
            if path.name not in known and path.suffix in {".yaml", ".yml"}:
                self.problems.append(Problem(path.name, 1, "", "不认识这个文件，文件名是不是写错了？"))

    def section(self, name: str, shape: type[Part], *, required: bool = True) -> Part | None:
        """One file's section, or None with its problems noted."""
        path = self.folder / name
        if not path.is_file():
            if required:
                self.problems.append(Problem(name, 1, "", "缺少这个文件。"))
            return None
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            self.problems.append(Problem(name, 1, "", "文件不是 UTF-8 编码。"))
            return None
        lined, faults = load(name, text)
        self.problems += faults
        if lined is None:
            return None
        self.places[name] = lined
        try:
            return shape.model_validate(lined.data)
        except ValidationError as error:
            self.problems += [_problem(name, lined, dict(fault)) for fault in error.errors(include_url=False)]
            return None


def _problem(name: str, lined: Lined, fault: dict[str, Any]) -> Problem:
    place = _written(lined, tuple(fault["loc"]))
    label = ".".join(str(part) for part in place)
    return Problem(name, lined.line(place), label, _chinese(fault))


def _written(lined: Lined, location: Place) -> Place:
    """The location without the parts that pydantic adds for unions and aliases."""
    place: Place = ()
    for part in location:
        if (*place, part) in lined.lines or not isinstance(part, str) or part.isidentifier() or part.isascii() is False:
            place = (*place, part)
    return place


_MESSAGES = {
    "missing": "缺少这一项。",
    "extra_forbidden": "不认识这一项，名字是不是写错了？",
    "string_too_short": "不能为空。",
    "list_type": "要写成列表。",
    "dict_type": "要写成“名称: 值”的形式。",
    "model_type": "要写成“名称: 值”的形式。",
    "bool_type": "只能填 true 或 false。",
    "bool_parsing": "只能填 true 或 false。",
    "string_type": "要是文字；数字编号请加引号。",
}


def _chinese(fault: dict[str, Any]) -> str:
    kind, context = fault["type"], fault.get("ctx", {})
    if kind in _MESSAGES:
        return _MESSAGES[kind]
    if kind in {"enum", "literal_error"}:
        return f"没有“{fault['input']}”这个值，可以用的有：{context.get('expected', '')}"
    if kind == "string_pattern_mismatch":
        return f"“{fault['input']}”的写法不对，要符合 {context.get('pattern', '')}"
    if kind.startswith(("date", "datetime")):
        return f"“{fault['input']}”不是日期，请写成 '2026-01-31'。"
    if kind == "string_too_long":
        return f"太长了，最多 {context.get('max_length')} 个字。"
    return f"值不对（{fault['msg']}）。"


@lru_cache(maxsize=1)
def library_packs() -> dict[str, Pack]:
    """The packs that come with the program, by id; raises :class:`PackProblems` if one is broken."""
    packs = [read_pack(path.parent) for path in sorted(LIBRARY.glob("*/pack.yaml"))]
    return {pack.id: pack for pack in packs}

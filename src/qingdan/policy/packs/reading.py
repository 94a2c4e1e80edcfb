"""Reading a pack's folder into typed sections: ``pack.yaml``, ``clauses.yaml``, ``rules.yaml``, ``lists/*.yaml``,
``guides.yaml``, ``village.yaml``.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from qingdan.policy.packs.faults import label_of, problems_from, salvage
from qingdan.policy.packs.guide_specs import GuideFile
from qingdan.policy.packs.list_specs import ListFile
from qingdan.policy.packs.problems import PackProblems, Problem
from qingdan.policy.packs.rule_specs import (
    ClauseFile,
    ClauseSpec,
    RuleFile,
    RuleSpec,
)
from qingdan.policy.packs.schema import PackHeader
from qingdan.policy.packs.village_specs import VillageFile
from qingdan.policy.packs.yaml_lines import LARGEST_FILE, Lined, Place, load, too_large

LIBRARY = Path(__file__).with_name("library")
MOST_FILES = 200
Part = TypeVar("Part", bound=BaseModel)


@dataclass(frozen=True)
class Pack:
    """A pack as written: typed sections, and where each file's places stand (for messages).

    ``spoiled``: files of which something is missing here because it could not be read; only validation of a pack
    that is refused anyway sees such a pack.
    """

    header: PackHeader
    clauses: tuple[ClauseSpec, ...]
    rules: tuple[RuleSpec, ...]
    lists: tuple[ListFile, ...]
    content: dict[str, Any]
    guides: GuideFile = field(default_factory=GuideFile)
    village: VillageFile = field(default_factory=VillageFile)
    places: dict[str, Lined] = field(default_factory=dict, compare=False, repr=False)
    list_files: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    spoiled: frozenset[str] = field(default=frozenset(), compare=False, repr=False)

    @property
    def id(self) -> str:
        """The pack's id."""
        return self.header.id

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the content; two packs with the same hash are the same pack."""
        return content_hash(self.content)

    def line(self, file: str, place: Place) -> int:
        """The line of a place in one of the files (1 where the pack was not read from files)."""
        return self.places[file].line(place) if file in self.places else 1

    def label(self, file: str, place: Place) -> str:
        """How a place of a file is named in messages."""
        return label_of(self.places[file].as_written(place) if file in self.places else place)


def content_hash(content: dict[str, Any]) -> str:
    """SHA-256 over the canonical JSON of a pack's content."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode("utf-8")).hexdigest()


def read_pack(folder: Path) -> Pack:
    """Read one pack; raises :class:`PackProblems` with every problem of every file at once."""
    pack, problems = read_partly(folder)
    if problems or pack is None:
        raise PackProblems(problems)
    return pack


def read_partly(folder: Path) -> tuple[Pack | None, list[Problem]]:
    """All problems of reading, and what can still be read, so that validation can name the others too."""
    if not folder.is_dir():
        return None, [Problem(str(folder), 1, "", "没有这个文件夹。政策包是一个含 pack.yaml 的文件夹。")]
    reader = _Reader(folder)
    header = reader.section("pack.yaml", PackHeader)
    clauses = reader.section("clauses.yaml", ClauseFile) or ClauseFile(clauses=[])
    rules = reader.section("rules.yaml", RuleFile, required=False) or RuleFile(rules=[])
    lists = {path.name: reader.section(f"lists/{path.name}", ListFile) for path in reader.list_paths()}
    guides = reader.section("guides.yaml", GuideFile, required=False) or GuideFile()
    village = reader.section("village.yaml", VillageFile, required=False) or VillageFile()
    reader.refuse_strangers()
    if header is None:
        return None, reader.problems
    found = [part for part in lists.values() if part is not None]
    files = {part.id: f"lists/{name}" for name, part in lists.items() if part is not None}
    kept = Kept(reader.places, files, frozenset(reader.spoiled))
    return _pack(header, clauses, rules, found, guides, village, kept), reader.problems


def pack_from_content(content: dict[str, Any]) -> Pack:
    """A pack from its stored content (see :attr:`Pack.content`)."""
    return _pack(
        PackHeader.model_validate(content["pack"]),
        ClauseFile.model_validate(content["clauses"]),
        RuleFile.model_validate(content["rules"]),
        [ListFile.model_validate(part) for part in content["lists"]],
        GuideFile.model_validate(content.get("guides", {})),
        VillageFile.model_validate(content.get("village", {})),
    )


@dataclass(frozen=True)
class Kept:
    """What is kept of the files beside their sections: where places stand, which list came from where, what is spoiled."""

    places: dict[str, Lined] = field(default_factory=dict)
    list_files: dict[str, str] = field(default_factory=dict)
    spoiled: frozenset[str] = frozenset()


def _pack(
    header: PackHeader,
    clauses: ClauseFile,
    rules: RuleFile,
    lists: list[ListFile],
    guides: GuideFile,
    village: VillageFile,
    kept: Kept | None = None,
) -> Pack:
    """The pack; a part that may be missing stands in the content only where it is there, so that it changes no old hash."""
    kept = kept or Kept()
    lists = sorted(lists, key=lambda part: part.id)
    content = {
        "pack": _plain(header),
        "clauses": _plain(clauses),
        "rules": _plain(rules),
        "lists": [_plain(part) for part in lists],
    }
    for name, part in (("guides", guides), ("village", village)):
        if said := _plain(part):
            content[name] = said
    return Pack(
        header,
        tuple(clauses.clauses),
        tuple(rules.rules),
        tuple(lists),
        content,
        guides,
        village,
        kept.places,
        kept.list_files,
        kept.spoiled,
    )


def _plain(part: BaseModel) -> dict[str, Any]:
    """The section as plain data, without what stands at its default (so that an added default changes no hash)."""
    return part.model_dump(mode="json", by_alias=True, exclude_defaults=True)


class _Reader:
    """Reads the files of one folder and collects what is wrong with them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.places: dict[str, Lined] = {}
        self.spoiled: set[str] = set()

    def list_paths(self) -> list[Path]:
        """The list files, in order of name."""
        paths = sorted((self.folder / "lists").glob("*.yaml"))
        if len(paths) > MOST_FILES:
            self.problems.append(Problem("lists", 1, "", f"清单文件太多（{len(paths)} 个，最多 {MOST_FILES} 个）。"))
        return paths[:MOST_FILES]

    def refuse_strangers(self) -> None:
        """YAML files of another name would be ignored silently; say so instead."""
        if not (self.folder / "pack.yaml").is_file():
            return  # this is no pack's folder, and may be any other, however deep
        known = {"pack.yaml", "clauses.yaml", "rules.yaml", "guides.yaml", "village.yaml"}
        inside = [path.relative_to(self.folder) for path in sorted(self.folder.rglob("*.y*ml"))]
        for path in inside:
            if str(path) not in known and (path.parent != Path("lists") or path.suffix != ".yaml"):
                message = "不认识这个文件。只读 pack.yaml、clauses.yaml、rules.yaml、guides.yaml、village.yaml 和 lists/ 里的 .yaml 文件。"
                self.problems.append(Problem(str(path), 1, "", message))

    def section(self, name: str, shape: type[Part], *, required: bool = True) -> Part | None:
        """One file's section, or what is left of it, or None; its problems are noted."""
        path = self.folder / name
        if not path.is_file():
            if required:
                self._spoil(name, [Problem(name, 1, "", "缺少这个文件。")])
            return None
        lined = self._load(name, path)
        if lined is None:
            return None
        self.places[name] = lined
        try:
            return shape.model_validate(lined.data)
        except ValidationError as error:
            self._spoil(name, problems_from(name, lined, error))
            rest = salvage(lined, error)
            self.places[name] = rest
            return _or_none(shape, rest.data)

    def _load(self, name: str, path: Path) -> Lined | None:
        if path.stat().st_size > LARGEST_FILE:
            self._spoil(name, [too_large(name)])
            return None
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            self._spoil(name, [Problem(name, 1, "", "文件不是 UTF-8 编码，请另存为 UTF-8。")])
            return None
        lined, faults = load(name, text)
        if faults:
            self._spoil(name, faults)
        return lined

    def _spoil(self, name: str, problems: list[Problem]) -> None:
        self.spoiled.add(name)
        self.problems += problems


def _or_none(shape: type[Part], data: Any) -> Part | None:
    try:
        return shape.model_validate(data)
    except ValidationError:
        return None


@lru_cache(maxsize=1)
def library_packs() -> dict[str, Pack]:
    """The packs that come with the program, by id; raises :class:`PackProblems` if one is broken."""
    packs = [read_pack(path.parent) for path in sorted(LIBRARY.glob("*/pack.yaml"))]
    return {pack.id: pack for pack in packs}

"""Rows that come from a file, held against a draft: what each would do. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from pydantic import ValidationError

from qingdan.policy.gate.normalise import key
from qingdan.policy.packs.clashes import keys_of, overlap
from qingdan.policy.packs.compiling import covered_units
from qingdan.policy.packs.list_specs import ItemSpec
from qingdan.register.lists.basis import parse
from qingdan.register.lists.content import digest, plain
from qingdan.register.lists.fields import FIELDS

Effect = Literal["add", "amend", "same", "remove", "skip", "fault"]
EFFECT_LABELS: dict[str, str] = {
    "add": "新增", "amend": "修改", "same": "不变", "remove": "删去", "skip": "跳过", "fault": "有错，不导入",
}  # fmt: skip
STORED = ("add", "amend", "remove")


@dataclass(frozen=True, slots=True)
class Existing:
    """An item of the draft."""

    code: str
    spec: ItemSpec
    digest: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """One row and its effect. ``spec`` is plain JSON as the item will be stored; ``cells`` show what was read."""

    place: str
    effect: Effect
    title: str
    message: str = ""
    code: str = ""
    reason: str = ""
    spec: Mapping[str, Any] | None = None
    warnings: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The effect as a word."""
        return EFFECT_LABELS[self.effect]


class Comparing:
    """Takes rows one after the other and says what each does to the draft."""

    def __init__(self, existing: Sequence[Existing], ended: frozenset[str] = frozenset()) -> None:
        self._by_code = {item.code: item for item in existing}
        self._by_key: dict[str, list[Existing]] = {}
        for item in existing:
            for name in keys_of(item.spec):
                self._by_key.setdefault(name, []).append(item)
        self._taken: dict[str, list[tuple[str, ItemSpec]]] = {}
        self._met: set[str] = set()
        self._ended = ended

    def row(
        self, place: str, content: Mapping[str, Any], *, code: str = "", reason: str = "", **shown: Any
    ) -> Incoming:
        """The effect of one row with this content (fields of ``ItemSpec`` without id).

        What an item of the draft has in fields that the content does not name, it keeps.
        """
        title = str(content.get("title", ""))
        old = self._match(code, content)
        try:
            spec = ItemSpec.model_validate(self._whole(content, old))
        except ValidationError as error:
            return Incoming(place, "fault", title, fault_of(error), cells=shown.get("cells", ()))
        twice = self._twice(spec)
        if twice:
            return Incoming(place, "fault", title, f"和{twice}是同一件事，只导入前面那一行。", **shown)
        for name in keys_of(spec):
            self._taken.setdefault(name, []).append((place, spec))
        shown["warnings"] = (*shown.get("warnings", ()), *self._ended_bases(spec), *_by_alias(title, old, spec))
        if old is None:
            return Incoming(place, "add", title, reason=reason, spec=plain(spec), **shown)
        self._met.add(old.code)
        same = digest(plain(spec)) == old.digest
        return Incoming(
            place, "same" if same else "amend", title, _changes(old.spec, spec), old.code, reason, plain(spec), **shown
        )

    def left(self) -> list[Incoming]:
        """The draft's items that no row named: where the file is the whole list, they go."""
        return [
            Incoming("", "remove", item.spec.title, "文件里没有这一项", code)
            for code, item in self._by_code.items()
            if code not in self._met
        ]

    def settled(self, rows: Sequence[Incoming]) -> list[Incoming]:
        """The rows, without effect where one is the same matter as an item of the draft that stays beside it."""
        settled = list(rows)
        while clashing := self._clashing(settled):
            for place, message in clashing.items():
                settled[place] = replace(settled[place], effect="fault", message=message, spec=None)
        return settled

    def _clashing(self, rows: Sequence[Incoming]) -> dict[int, str]:
        """Places of rows that cannot be stored beside what stays of the draft, each with the reason."""
        moved = {row.code for row in rows if row.effect in ("amend", "remove")}
        found = {}
        for place, row in enumerate(rows):
            if row.effect not in ("add", "amend") or row.spec is None:
                continue
            spec = ItemSpec.model_validate(row.spec)
            stays = (item for name in keys_of(spec) for item in self._by_key.get(name, ()) if item.code not in moved)
            other = next((item for item in stays if overlap(spec, item.spec)), None)
            if other is not None:
                found[place] = f"和草稿里的“{other.spec.title}”（{other.code}）是同一件事。要改那一项，请写上它的编号。"
        return found

    def _match(self, code: str, content: Mapping[str, Any]) -> Existing | None:
        """The item of the draft that a row is about: by its code, else by its title, else by an alias."""
        found = self._by_code.get(code.strip().upper()) if code else None
        if found is None and content.get("title"):
            probe = ItemSpec(id="00", title=str(content["title"])[:200], units=content.get("units") or [])
            name = keys_of(probe)[0]
            same = self._by_key.get(name, [])
            named = [item for item in same if name == key(item.spec.title)]
            alone = named[0] if len(named) == 1 else None
            found = next((item for item in named or same if overlap(probe, item.spec)), alone)
        return found if found is not None and found.code not in self._met else None

    def _whole(self, content: Mapping[str, Any], old: Existing | None) -> dict[str, Any]:
        if old is None:
            return {**content, "id": "000"}
        whole = {**{name: getattr(old.spec, name) for name in ItemSpec.model_fields}, **content, "id": old.spec.id}
        if key(str(content.get("title", ""))) in keys_of(old.spec):  # spaces, quotes and an alias are no new name
            whole["title"] = old.spec.title
        if covered_units(whole["units"] or ()) == covered_units(old.spec.units):  # 村和社区 is no other than 不限
            whole["units"] = old.spec.units
        return whole

    def _twice(self, spec: ItemSpec) -> str:
        for name in keys_of(spec):
            for place, other in self._taken.get(name, []):
                if overlap(spec, other):
                    return f"{place}的“{other.title}”"
        return ""

    def _ended_bases(self, spec: ItemSpec) -> tuple[str, ...]:
        return tuple(f"依据{text}已经废止，请核对" for text in spec.basis if parse(text).key in self._ended)


def _by_alias(title: str, old: Existing | None, spec: ItemSpec) -> tuple[str, ...]:
    if old is None or spec.title != old.spec.title or key(title) == key(old.spec.title):
        return ()
    return (f"“{title}”是“{old.spec.title}”的别名，按同一项处理，名称不变",)


def _changes(before: ItemSpec, after: ItemSpec) -> str:
    """The labels of the fields that differ."""
    return "、".join(field.label for field in FIELDS if getattr(before, field.name) != getattr(after, field.name))


def fault_of(error: ValidationError) -> str:
    """What a content breaks, in Chinese, by the labels of the fields."""
    labels = {field.name: field.label for field in FIELDS}
    named = dict.fromkeys(labels.get(str(fault["loc"][0]), "内容") for fault in error.errors() if fault["loc"])
    return f"{'、'.join(named)}填得不对或者太长，请改好。"

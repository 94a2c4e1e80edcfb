"""What each row of a sheet of guides would do: a new draft, the own draft anew, nothing, or why it is not taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.filled_sheets import FilledRow, FilledSheet, read_filled
from qingdan.foundation.web.grids import BadTable, heading_key
from qingdan.policy.gate.normalise import key
from qingdan.village.guides.drafts import Draft
from qingdan.village.guides.kinds import Kind
from qingdan.village.guides.models import GuideVersion
from qingdan.village.guides.queries.kinds import kinds_at
from qingdan.village.guides.queries.known import Known, known_guides
from qingdan.village.guides.sheet.cells import Fault, cells_of, changed, plain
from qingdan.village.guides.sheet.columns import BASE, BY_HEADING, CODE, KNOWN, TITLE, UNREAD

MOST_ROWS = 500
ADVICE = "请用本页的模板填写。"
DOING = ("add", "amend")
"""What a row may do; the others do nothing."""


def read(name: str, data: bytes) -> FilledSheet:
    """A file's rows; raises :class:`BadTable`. The sheet's own reading columns are not among the unknown ones."""
    some = tuple(BY_HEADING)
    found = read_filled(name, data, KNOWN, needed=((TITLE, CODE), some), advice=ADVICE)
    if len(found.rows) > MOST_ROWS:
        raise BadTable(f"一次最多读 {MOST_ROWS} 行，这张表有 {len(found.rows)} 行。请分成几个文件。")
    if not found.rows:
        raise BadTable(f"表头下面一行也没有填。{ADVICE}")
    return found


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with what it would do. ``draft``: what would be written, into ``open`` where that is there already.

    ``changes``: by heading what stands now and what the row says; ``faults``: by heading what to do; ``stamp``: of the
    state that the row was held against.
    """

    place: str
    title: str
    code: str
    effect: str
    faults: tuple[Fault, ...] = ()
    changes: tuple[tuple[str, str, str], ...] = ()
    warnings: tuple[tuple[str, str], ...] = ()
    stamp: str = ""
    draft: Draft | None = None
    kind: Kind | None = None
    open: GuideVersion | None = None
    said: Mapping[str, str] = field(default_factory=dict)
    merged: tuple[str, ...] = ()

    def as_row(self) -> dict[str, Any]:
        """What is kept until somebody confirms it."""
        return {
            "place": self.place, "title": self.title, "code": self.code, "effect": self.effect, "stamp": self.stamp,
            "faults": list(self.faults), "changes": list(self.changes), "warnings": list(self.warnings),
            "said": dict(self.said), "merged": list(self.merged),
        }  # fmt: skip


def kept_rows(rows: Iterable[Mapping[str, Any]]) -> list[FilledRow]:
    """The rows of a file as they were read, from what was kept of them."""
    return [
        FilledRow(row["place"], row["said"], frozenset(row["merged"]), tuple(map(tuple, row["warnings"])))
        for row in rows
    ]


def judge(actor: Account, division: str, rows: Sequence[FilledRow]) -> list[Judged]:
    """Each row against what stands at a division now; the number of queries does not grow with the rows."""
    return _Judging(actor, division).all(rows)


class _Judging:
    """The kinds of a place and what stands of their guides."""

    def __init__(self, actor: Account, division: str) -> None:
        kinds = kinds_at(division, today())
        self._actor = actor
        self._by_code = {kind.code: kind for kind in reversed(kinds)}
        self._by_title = {key(title): kind for kind in reversed(kinds) for title in (kind.title, *kind.aliases)}
        self._known = known_guides(division, self._by_code)

    def all(self, rows: Sequence[FilledRow]) -> list[Judged]:
        met: dict[str, str] = {}
        judged = []
        for row in rows:
            kind, faults = self._kind(row)
            if kind is not None and kind.code in met:
                faults = [(TITLE, f"和{met[kind.code]}是同一种证明，只能留一行")]
            elif kind is not None:
                met[kind.code] = row.place
            judged.append(self._row(row, kind, faults))
        return judged

    def _kind(self, row: FilledRow) -> tuple[Kind | None, list[Fault]]:
        """The kind that a row is about, by its code, else by its title; or why it is none."""
        code, title = plain(row.said.get(CODE, "")), "".join(plain(row.said.get(TITLE, "")).split())
        for heading in (CODE, TITLE):
            if heading in row.merged:
                return None, [(heading, "这一格和上面一行合并了，请拆开，一种证明一行")]
        if not code and not key(title):
            return None, [(TITLE, "没有写证明的名称，也没有编号")]
        named = self._by_title.get(key(title)) if title else None
        kind = self._by_code.get(code.upper()) if code else named
        if kind is None:
            return None, [(CODE if code else TITLE, "这里的清单上没有这一种，请核对，或者先请清单管理员列入清单")]
        if title and key(title) not in {key(each) for each in (kind.title, *kind.aliases)}:
            return None, [(TITLE, f"编号 {kind.code} 是“{kind.title}”，和名称对不上，请核对")]
        return kind, []

    def _row(self, row: FilledRow, kind: Kind | None, faults: list[Fault]) -> Judged:
        title = kind.title if kind else plain(row.said.get(TITLE, ""))[:60]
        bare = Judged(
            row.place, title, kind.code if kind else "", "fault", tuple(faults),
            warnings=row.warnings, said=row.said, merged=tuple(sorted(row.merged)),
        )  # fmt: skip
        return bare if kind is None or faults else self._held(row, kind, bare)

    def _held(self, row: FilledRow, kind: Kind, bare: Judged) -> Judged:
        """A row against what stands of its kind."""
        known = self._known.get(kind.code, Known())
        now = cells_of(known.draft)
        anew = {name: plain(row.said[name]) for name in now if name in row.said and plain(row.said[name]) != now[name]}
        bare = replace(bare, stamp=known.stamp, changes=tuple((name, now[name], words) for name, words in anew.items()))
        if not anew or not any(plain(row.said.get(name, "")) for name in now):
            return replace(bare, effect="same", changes=())  # a row that only names its kind says nothing
        hindered = _hindered(self._actor, kind, known, plain(row.said.get(BASE, "")))
        unread = [(name, words) for name, words in row.warnings if name in anew and words.startswith("公式没有")]
        draft, wrong = changed(known.draft, anew)
        faults = (*hindered, *unread, *wrong)
        if faults or draft is None:
            return replace(bare, faults=faults)
        return replace(bare, effect="amend" if known.open else "add", draft=draft, kind=kind, open=known.open)


def _hindered(actor: Account, kind: Kind, known: Known, base: str) -> list[Fault]:
    """Why no guide of a kind is written from this row, whatever it says."""
    if kind.regime != "retained":
        return [
            (
                TITLE,
                f"这一种是“{kind.regime_label}”的，村（社区）不开，不用编指南。请把这一行改动的各栏清空，或者删去这一行",
            )
        ]
    if known.open and known.open.prepared_by_id != actor.pk:
        return [(TITLE, f"《{kind.title}》已经有{known.open.prepared_by}起草的草稿，请先同他商量，或者等那一版发布")]
    if known.open and known.open.submitted_at is not None:
        return [(TITLE, "您的草稿已经提交审查，要改请先撤回")]
    if base and base != known.stamp:
        return [(BASE, "导出以后这里又有人改过，请重新下载再改")]
    return []


def unknown_of(sheet: FilledSheet) -> list[str]:
    """The headings that nobody knows."""
    return [each for each in sheet.unknown if heading_key(each) not in UNREAD]

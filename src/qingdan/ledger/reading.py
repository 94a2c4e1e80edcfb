"""An Excel ledger as it comes back: what each row says, and what it would do. Nothing is stored here."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from qingdan.foundation.orgs.divisions import full_code, prefix, subtree_end
from qingdan.foundation.orgs.models import Division
from qingdan.foundation.web.filled_sheets import read_filled
from qingdan.foundation.web.grids import heading_key
from qingdan.foundation.web.text import clean_words
from qingdan.ledger.access import Powers
from qingdan.ledger.choices import FindingKind, FindingState, Verb
from qingdan.ledger.files import HEADER, row_of
from qingdan.ledger.models import Finding, Lead
from qingdan.ledger.models.leads import KINDS
from qingdan.ledger.presentation import ShownFinding, shown_all
from qingdan.ledger.roles import OFFICERS
from qingdan.ledger.rules import Side

EDITABLE = ("整改措施", "整改时限", "整改情况")
_KEYS = ("编号", "修订", "区县")
_FIXED = tuple(name for name in HEADER if name not in (*EDITABLE, *_KEYS))
_KNOWN = {heading_key(name): name for name in HEADER}
_CODE = re.compile(r"^WT-(\d{4})-(\d{1,9})$")
_DAY = re.compile(r"^(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})日?$")
_KIND_WORDS = {label: value for value, label in KINDS}
_FINDING_WORDS = {label: value for value, label in FindingKind.choices}
LONGEST = 5000
SELF_CHECK = "self_check"

Row = dict[str, Any]


def read(name: str, data: bytes) -> list[Row]:
    """The filled rows with their place; raises ``BadTable`` for a file that is no such table."""
    sheet = read_filled(name, data, _KNOWN, needed=(("编号",), ("问题",)), advice="请用本页导出的表填写。")
    return [{"place": row.place, "said": dict(row.said)} for row in sheet.rows]


def judge(powers: Powers, rows: Sequence[Row]) -> list[Row]:
    """What each row would do: nothing, a step of its finding, a new lead, or why it is not taken."""
    known = _known(powers, rows)
    places = _places(powers) if any(not row["said"].get("编号", "").strip() for row in rows) else {}
    listed = _listed(rows, places)
    judged, seen = [], set()
    for row in rows:
        said, code = row["said"], row["said"].get("编号", "").strip()
        if code and code in seen:
            effect: Row = {"effect": "fault", "message": "这个编号在表里有两行，只能留一行"}
        elif code:
            effect = _known_row(powers, said, known.get(_name(said)))
        else:
            effect = _new_row(said, places, listed)
        seen.add(code)
        judged.append({"place": row["place"], "said": said, "title": said.get("问题", ""), "code": code, **effect})
    return judged


def _name(said: Mapping[str, str]) -> tuple[str, int, int]:
    found = _CODE.match(said.get("编号", "").strip().upper())
    return (said.get("区县", "").strip(), int(found[1]), int(found[2])) if found else ("", 0, 0)


def _known(powers: Powers, rows: Sequence[Row]) -> dict[tuple[str, int, int], ShownFinding]:
    """The findings that the rows name, as the reader sees them, by district, year and number."""
    wanted = {_name(row["said"]) for row in rows}
    years, numbers = {name[1] for name in wanted}, sorted({name[2] for name in wanted})
    found: dict[tuple[str, int, int], ShownFinding] = {}
    for start in range(0, len(numbers), LONGEST):
        part = powers.findings().filter(year__in=years, number__in=numbers[start : start + LONGEST])
        for seen in shown_all(powers, part.select_related("body", "division")):
            found[seen.finding.district, seen.finding.year, seen.finding.number] = seen
    return found


def _known_row(powers: Powers, said: Mapping[str, str], seen: ShownFinding | None) -> Row:
    if seen is None:
        return {"effect": "fault", "message": "台账里没有这个编号，或者不归您看"}
    now = dict(zip(HEADER, map(str, row_of(seen)), strict=True))
    wanted = [name for name in EDITABLE if name in said and _differs(name, said[name], now[name])]
    if said.get("修订", "").strip() != now["修订"]:
        if not wanted:
            return {"effect": "same", "message": ""}
        changes = [[name, now[name], said[name]] for name in wanted]
        return {"effect": "conflict", "message": "导出以后台账里又变了，请重新导出再改", "changes": changes}
    touched = [name for name in _FIXED if name in said and _differs(name, said[name], now[name])]
    if touched:
        return {"effect": "fault", "message": f"“{'”“'.join(touched)}”不能在表里改"}
    return _steps(powers, seen.finding, said, now, wanted) if wanted else {"effect": "same", "message": ""}


def _steps(
    powers: Powers, finding: Finding, said: Mapping[str, str], now: Mapping[str, str], wanted: Sequence[str]
) -> Row:
    """The steps by which a row becomes what the file says; a fault where the table or the rights do not allow it."""
    changes = [[name, now[name], said[name]] for name in wanted]
    steps: Row = {}
    if "整改措施" in wanted or "整改时限" in wanted:
        due = _day(said.get("整改时限", now["整改时限"]))
        if due is None:
            return {"effect": "fault", "message": "整改时限要写成 2026-01-31 这样"}
        if not powers.may(Verb.PLAN, finding):
            return {"effect": "fault", "message": f"现在是“{finding.get_state_display()}”，或者不由您改措施和时限"}
        if due > finding.due:
            return {"effect": "fault", "message": "时限只能提前，要晚请申请延期"}
        steps["plan"] = {"measure": said.get("整改措施", now["整改措施"]), "due": str(due)}
        if not steps["plan"]["measure"].strip():
            return {"effect": "fault", "message": "整改措施不能空着"}
    if "整改情况" in wanted:
        mending = finding.state == FindingState.MENDING or (finding.state == FindingState.OPEN and "plan" in steps)
        if not mending or not powers.stands_on(Side.BODY, finding) or not said["整改情况"].strip():
            return {"effect": "fault", "message": f"现在是“{finding.get_state_display()}”，或者不由您报告整改"}
        steps["report"] = said["整改情况"]
    return {"effect": "report" if "report" in steps else "plan", "message": "", "changes": changes, "steps": steps,
            "finding": finding.pk}  # fmt: skip


def _differs(name: str, said: str, now: str) -> bool:
    if name == "整改时限":
        return _day(said) != _day(now)
    return _plain(said) != _plain(now)


def _plain(words: str) -> str:
    return clean_words(words.replace("\r\n", "\n"), longest=LONGEST)


def _day(words: str) -> date | None:
    found = _DAY.match(words.strip().replace(" ", ""))
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _places(powers: Powers) -> dict[str, list[str]]:
    """Names and codes of the reader's places."""
    found: dict[str, list[str]] = {}
    for scope in powers.scopes(OFFICERS):
        rows = Division.objects.filter(code__gte=scope, code__lt=subtree_end(scope), valid_to=None)
        for code, name in rows.values_list("code", "name"):
            found.setdefault(name, []).append(code)
            found[code] = [code]
    return found


def _listed(rows: Sequence[Row], places: Mapping[str, Sequence[str]]) -> set[str]:
    """The references of new rows that were taken down before."""
    wanted = [reference_of(row["said"], codes[0]) for row in rows if (codes := _place(row["said"], places))]
    return set(Lead.objects.filter(source=SELF_CHECK, reference__in=wanted).values_list("reference", flat=True))


def _place(said: Mapping[str, str], places: Mapping[str, Sequence[str]]) -> Sequence[str]:
    words = said.get("地方", "").strip()
    if words.isascii() and words.isdigit() and 2 <= len(words) <= 12:
        words = full_code(prefix(full_code(words)))
    return places.get(words, ())


def reference_of(said: Mapping[str, str], place: str) -> str:
    """What names a new row: the same row of a file that is sent again is the same lead."""
    parts = [place, *(_plain(said.get(name, "")) for name in ("责任单位", "问题", "情况"))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40]


def _new_row(said: Mapping[str, str], places: Mapping[str, Sequence[str]], listed: set[str]) -> Row:
    if said.get("修订", "").strip():
        return {"effect": "fault", "message": "有修订号却没有编号，请把编号补上"}
    if not said.get("问题", "").strip():
        return {"effect": "fault", "message": "没有写问题"}
    codes = _place(said, places)
    if len(codes) != 1:
        why = f"有几个地方叫这个（{'、'.join(codes[:4])}），请写区划代码" if codes else "您这里没有这个地方"
        return {"effect": "fault", "message": f"地方“{said.get('地方', '')[:20]}”：{why}"}
    kind, finding_kind = said.get("类别", "").strip(), said.get("问题类型", "").strip()
    if (kind and kind not in _KIND_WORDS) or (finding_kind and finding_kind not in _FINDING_WORDS):
        return {"effect": "fault", "message": f"类别或问题类型看不懂。问题类型可以写：{'、'.join(_FINDING_WORDS)}"}
    due = said.get("整改时限", "").strip()
    if due and _day(due) is None:
        return {"effect": "fault", "message": "整改时限要写成 2026-01-31 这样"}
    reference = reference_of(said, codes[0])
    if reference in listed:
        return {"effect": "same", "message": "已经记过"}
    listed.add(reference)
    lead = {
        "source": SELF_CHECK, "reference": reference, "division": codes[0], "title": _plain(said["问题"])[:200],
        "text": _plain(said.get("情况", "")), "about_name": said.get("责任单位", "").strip(), "kind": _KIND_WORDS.get(kind, ""),
        "finding_kind": _FINDING_WORDS.get(finding_kind, ""), "measure": _plain(said.get("整改措施", "")),
        "due": str(_day(due)) if due else None,
    }  # fmt: skip
    return {"effect": "add", "message": "", "lead": lead}

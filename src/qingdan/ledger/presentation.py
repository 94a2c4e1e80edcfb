"""What pages show: the gate's verdict as it was stored, the steps of a finding, its history as a reader may see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime

from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.orgs.models import Division
from qingdan.foundation.web.components import Link, Pair, ReasonLine, Stamp, Step, Tone, VerdictCard
from qingdan.ledger.access import Powers
from qingdan.ledger.choices import LIVE, ExtensionState, FindingState, LeadState, Verb
from qingdan.ledger.models import Extension, Finding, Lead
from qingdan.ledger.models import Step as Row
from qingdan.ledger.queries import steps_of
from qingdan.ledger.sources import source_of
from qingdan.policy.gate.model import Outcome
from qingdan.policy.packs.queries import UnknownPack, pack_by_id

FINDING_TAGS: Mapping[str, str] = {
    FindingState.OPEN: "tag--amber", FindingState.MENDING: "tag--amber", FindingState.REPORTED: "tag--wait",
    FindingState.CLOSED: "tag--done", FindingState.MERGED: "tag--wait", FindingState.ANNULLED: "tag--wait",
}  # fmt: skip
LEAD_TAGS: Mapping[str, str] = {
    LeadState.NEW: "tag--amber", LeadState.CONFIRMED: "tag--done", LeadState.MERGED: "tag--wait", LeadState.DISMISSED: "tag--wait",
}  # fmt: skip
_TONES: Mapping[str, Tone] = {
    Outcome.LISTED: "listed", Outcome.CONDITIONAL: "conditional", Outcome.UNLISTED: "unlisted",
    Outcome.UNDECIDED: "undecided", Outcome.FORBIDDEN: "forbidden",
}  # fmt: skip
_EMERGENCY = "急"
_NOBODY_NAMED = {True: "受保护，不显示", False: "系统按规则发现"}
_UNSEEN = frozenset({Verb.CONFIRM, Verb.JOIN, Verb.ABSORB})
"""Steps whose words and files may come from an informant."""


def verdict_card(document: Mapping[str, Any]) -> VerdictCard | None:
    """What the gate said of a lead, from the verdict as it was stored; None where nothing was asked."""
    reasons = document.get("reasons") or []
    if not document.get("word") or not reasons:
        return None
    first = next((reason for reason in reasons if not reason.get("note")), reasons[0])
    sentence = str(document.get("summary", "")).removeprefix(f"{document['word']}：")
    clause = first.get("clause")
    return VerdictCard(
        stamp=_stamp(document), word=document["word"], sentence=sentence, source=_source(first, document),
        quote=first.get("quote") or "",
        source_link=Link(clause, reverse("packs:clause", args=[clause])) if clause else None,
        banner="所依据的文件还是征求意见稿：结论只供参考，不据此认定问题。" if document.get("pack_status") == "draft" else "",
    )  # fmt: skip


def other_reasons(document: Mapping[str, Any]) -> list[ReasonLine]:
    """The further reasons of a stored verdict."""
    return [
        ReasonLine(
            text=reason.get("text", ""), source=_source(reason, document), quote=reason.get("quote") or "",
            link=Link(reason["clause"], reverse("packs:clause", args=[reason["clause"]])) if reason.get("clause") else None,
        )
        for reason in (document.get("reasons") or [])[1:]
    ]  # fmt: skip


def outcome_word(outcome: str) -> str:
    """The word of a verdict's outcome; empty where the gate was not asked."""
    return Outcome(outcome).word if outcome in set(Outcome) else ""


def _stamp(document: Mapping[str, Any]) -> Stamp:
    character = str(document.get("stamp") or "缺")
    return Stamp(
        character, "emergency" if character == _EMERGENCY else _TONES.get(document.get("outcome", ""), "undecided")
    )


def _source(reason: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    where = reason.get("clause") or ""
    try:
        pack = pack_by_id(str(document.get("pack")), date.fromisoformat(str(document.get("on"))))
        where = pack.clauses[where].ref if where in pack.clauses else where
    except (UnknownPack, ValueError):  # the pack is gone or the verdict is of another shape: its id is enough
        pass
    return " ".join(part for part in (reason.get("document") or "", where, reason.get("item") or "") if part)


def lead_pairs(lead: Lead) -> list[Pair]:
    """What is on record of a lead."""
    source = source_of(lead.source)
    pairs = [
        Pair("编号", lead.code), Pair("来源", source.label, source.url(lead.reference)),
        Pair("地方", str(lead.division)), Pair("涉及单位", lead.about_label or "没有写"),
        Pair("问题类型", lead.get_finding_kind_display() or "没有写"), Pair("类别", lead.get_kind_display() or "没有写"),
        Pair("收到", f"{localtime(lead.received_at):%Y-%m-%d %H:%M}"),
        Pair("谁反映的", str(lead.reported_by) if lead.reported_by_id else _NOBODY_NAMED[lead.confidential]),
    ]  # fmt: skip
    if lead.dispatched_before_filing:
        pairs.append(Pair("先派后批", "备案以前就派下去了"))
    if lead.measure:
        pairs.append(Pair("拟定措施", lead.measure))
    if lead.due:
        pairs.append(Pair("拟定时限", str(lead.due)))
    return pairs


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding as one reader sees it: of an informant's matter the complained-of body sees title and district."""

    finding: Finding
    masked: bool
    today: date
    district: str

    @property
    def place(self) -> str:
        """The village, or only the district."""
        return self.district if self.masked else str(self.finding.division)

    @property
    def place_code(self) -> str:
        """Its code."""
        return self.finding.district if self.masked else self.finding.division_id

    @property
    def text(self) -> str:
        """What is wrong in detail."""
        return "" if self.masked else self.finding.text

    @property
    def source(self) -> str:
        """Where it came from."""
        return "" if self.masked else source_of(self.finding.source).label

    @property
    def opened_on(self) -> date:
        """The day of its confirmation, or the day from which the body knows of it."""
        return self.finding.shown_from if self.masked else self.finding.opened_on

    @property
    def overdue(self) -> bool:
        """Whether the body is late."""
        return self.finding.overdue(self.today)

    @property
    def tag(self) -> str:
        """The class of its state's tag."""
        return "tag--red" if self.overdue else FINDING_TAGS[self.finding.state]

    @property
    def clock(self) -> str:
        """How the clock stands, in words."""
        days = (self.finding.due - self.today).days
        if self.finding.state not in LIVE or self.finding.state == FindingState.REPORTED:
            return ""
        return f"超 {-days} 天" if days < 0 else "今天到期" if days == 0 else f"还有 {days} 天"


def shown(powers: Powers, finding: Finding) -> ShownFinding:
    """The finding as the reader sees it."""
    return shown_all(powers, [finding])[0]


def shown_all(powers: Powers, findings: Iterable[Finding]) -> list[ShownFinding]:
    """Findings as the reader sees them; one query more for all that are masked."""
    rows = list(findings)
    masked = {finding.pk for finding in rows if powers.masked(finding)}
    codes = {finding.district for finding in rows if finding.pk in masked}
    names = dict(Division.objects.filter(pk__in=codes).values_list("pk", "name")) if codes else {}
    return [
        ShownFinding(finding, finding.pk in masked, powers.day, names.get(finding.district, finding.district))
        for finding in rows
    ]


def finding_pairs(seen: ShownFinding) -> list[Pair]:
    """What is on record of a finding."""
    finding = seen.finding
    pairs = [
        Pair("编号", finding.code), Pair("责任单位", str(finding.body)), Pair("地方", seen.place),
        Pair("问题类型", finding.get_finding_kind_display()), Pair("部分", finding.section.label),
        Pair("整改措施", finding.measure or "责任单位还没有写"), Pair("整改时限", f"{finding.due}　{seen.clock}"),
    ]  # fmt: skip
    if seen.source:
        pairs.append(Pair("来源", seen.source))
    if finding.clause:
        pairs.append(Pair("条款", finding.clause, reverse("packs:clause", args=[finding.clause])))
    if finding.dispatched_before_filing:
        pairs.append(Pair("先派后批", "备案以前就派下去了"))
    if finding.merged_into is not None:
        pairs.append(Pair("并入", str(finding.merged_into), reverse("ledger:finding", args=[finding.merged_into_id])))
    return pairs


def finding_steps(seen: ShownFinding) -> list[Step]:
    """The way of a finding as a thin line: done, now, to come."""
    finding = seen.finding
    at = {FindingState.OPEN: 1, FindingState.MENDING: 2, FindingState.REPORTED: 3, FindingState.CLOSED: 5}
    labels = (
        ("确认问题", str(seen.opened_on)), ("明确措施", str(finding.body)), ("整改", f"{finding.due} 前"),
        ("核验", "牵头单位或镇街"), ("销号", str(finding.closed_on or "")),
    )  # fmt: skip
    if finding.state not in at:
        return [Step("确认问题", str(seen.opened_on), "done"), Step(finding.get_state_display(), "", "now")]
    now = at[FindingState(finding.state)]
    return [
        Step(label, note, "done" if place < now else "now" if place == now else "to_come")
        for place, (label, note) in enumerate(labels)
    ]


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One row of history as a reader sees it."""

    title: str
    who: str
    at: datetime | date
    text: str
    changes: Sequence[str]
    files: Sequence[Attachment]


def history(powers: Powers, finding: Finding) -> list[ShownStep]:
    """The history; of an informant's matter the complained-of body sees neither words, files nor the earlier days."""
    masked = powers.masked(finding)
    own = finding.body_id in powers.own_bodies
    return [
        _shown_step(row, finding, masked) for row in steps_of(finding) if not (own and row.details.get("confidential"))
    ]


def _shown_step(row: Row, finding: Finding, masked: bool) -> ShownStep:
    hidden = masked and row.verb in _UNSEEN
    early = masked and localtime(row.at).date() < finding.shown_from
    return ShownStep(
        title=Verb(row.verb).label, who="" if hidden else str(row.by or "系统"),
        at=finding.shown_from if early else row.at, text="" if hidden else row.text, changes=_changes(row.details),
        files=[] if hidden else list(row.attachments.all()),
    )  # fmt: skip


def _changes(details: Mapping[str, Any]) -> list[str]:
    said = []
    if details.get("due_before") and details["due_before"] != details.get("due"):
        said.append(f"时限 {details['due_before']} → {details['due']}")
    if details.get("until"):
        said.append(f"申请延到 {details['until']}")
    if details.get("into"):
        said.append(f"并入 {details['into']}")
    if details.get("from"):
        said.append(f"并进 {details['from']}")
    return said


def extension_words(asked: Extension) -> str:
    """A request for more time in a sentence."""
    state = "" if asked.state == ExtensionState.ASKED else f"（{asked.get_state_display()}）"
    return f"{asked.asked_by}申请延到 {asked.until}：{asked.reason}{state}"

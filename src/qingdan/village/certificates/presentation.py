"""What the pages show: the way of a request, an application's facts and next step, kinds to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.timezone import localtime

from qingdan.foundation.clock.moments import today
from qingdan.foundation.clock.queries import calendar
from qingdan.foundation.orgs.choices import Level
from qingdan.foundation.orgs.models import Division
from qingdan.foundation.web.components import Link, Pair, VerdictCard
from qingdan.foundation.web.deadlines import time_left
from qingdan.ledger.presentation import verdict_card
from qingdan.policy.gate.json_form import verdict_to_json
from qingdan.village.certificates.access import ApplicationAccess
from qingdan.village.certificates.choices import OPEN, Demander, Regime, State, Way
from qingdan.village.certificates.codes import shown_code
from qingdan.village.certificates.judging import Judged
from qingdan.village.certificates.models import Application, Certificate
from qingdan.village.certificates.roles import HANDLERS
from qingdan.village.certificates.rules import late
from qingdan.village.certificates.sealed import Opened
from qingdan.village.guides.finding import Found, find
from qingdan.village.guides.kinds import Kind
from qingdan.village.guides.queries import kinds_at

TAGS = {
    State.HANDLING: "tag--amber", State.TO_EXPLAIN: "tag--amber", State.EXPLAINED: "tag--done", State.ESCALATED: "tag--amber",
    State.COORDINATED: "tag--amber", State.CLOSED: "tag--done", State.ISSUED: "tag--done", State.WITHDRAWN: "tag--wait",
}  # fmt: skip
MOST_FOUND = 5


@dataclass(frozen=True, slots=True)
class WayCard:
    """What the clerk is told: what to do, why, where it stands; the gate's own answer folds below."""

    word: str
    says: str
    clause: Link | None
    verdict: VerdictCard | None
    issuing: bool


def judged_card(judged: Judged) -> WayCard:
    """The way of a request that is only asked about."""
    decision = judged.decision
    return _way_card(decision.way, decision.says, decision.clause, verdict_card(verdict_to_json(judged.verdict)))


def way_card(application: Application) -> WayCard:
    """The way of an application, as it was decided on its day."""
    return _way_card(application.way, application.way_says, application.way_clause, verdict_card(application.verdict))


def _way_card(way: str, says: str, clause: str, verdict: VerdictCard | None) -> WayCard:
    link = Link(clause, reverse("packs:clause", args=[clause])) if clause else None
    return WayCard(Way(way).label, says, link, verdict, way in (Way.ISSUE, Way.INTERIM))


def villages_of(access: ApplicationAccess) -> list[Division]:
    """The villages for which a person handles, by code."""
    rows = Division.objects.filter(access.within(HANDLERS, "code"), level=Level.VILLAGE, valid_to=None)
    return list(rows.order_by("code"))


def kinds_kept(division: str, on: date) -> list[Kind]:
    """The kinds that may be issued at a place."""
    return [kind for kind in kinds_at(division, on) if kind.regime == Regime.RETAINED.value]


def kinds_found(division: str, words: str, on: date) -> list[Found]:
    """The kinds that everyday words mean."""
    return find(division, words, on, MOST_FOUND)


def time_words(application: Application) -> tuple[str, bool]:
    """How its time stands in words, and whether it is late."""
    if application.state not in OPEN or application.due_on is None:
        return "", False
    day = today()
    return time_left(application.due_on, day, calendar()), late(application.state, application.due_on, day)


def application_pairs(application: Application, opened: Opened) -> list[Pair]:
    """The facts of an application; people masked."""
    demander = application.demander_name or Demander(application.demander_class).label
    basis = f"{application.get_basis_display()} {application.basis_text}".strip() if application.basis else ""
    closed = (
        f"{localtime(application.closed_at):%Y-%m-%d %H:%M}，用了 {application.workdays} 个工作日"
        if application.closed_at
        else ""
    )
    pairs = [
        Pair("村（社区）", str(application.division)), Pair("在哪个清单", str(application.get_regime_display())), Pair("谁要的", demander),
        Pair("对方的依据", basis), *(Pair(label, value) for label, value in opened.masked().items()), Pair("办来做什么用", opened.purpose),
        Pair("怎么来的", str(application.get_channel_display())), Pair("为什么还要办", str(application.get_cause_display())),
        Pair("受理", f"{application.received_by}，{localtime(application.received_at):%Y-%m-%d %H:%M}" + ("（镇街代录）" if application.on_behalf else "")),
        Pair("办法", "当场办结" if application.simple else "限时办结" if application.due_on else ""), Pair("期限", str(application.due_on or "")),
        Pair("办结", closed),
    ]  # fmt: skip
    return [pair for pair in pairs if pair.value]


def certificate_pairs(certificate: Certificate) -> list[Pair]:
    """Issued, printed, stamped, handed over: each a fact of its own."""

    def at(moment: object, by: object = "") -> str:
        return f"{localtime(moment):%Y-%m-%d %H:%M}{f'，{by}' if by else ''}" if moment else ""  # type: ignore[arg-type]  # a moment where it is true

    pairs = [
        Pair("编号", certificate.number), Pair("查验码", shown_code(certificate.code), reverse("certificates:check", args=[certificate.code])),
        Pair("出具", at(certificate.issued_at, certificate.issued_by)),
        Pair("怎么核实的", certificate.verified_how), Pair("有效期至", str(certificate.valid_until or "没有规定")),
        Pair("打印", at(certificate.printed_at, certificate.printed_by)), Pair("盖章", at(certificate.stamped_at)),
        Pair("交付", at(certificate.delivered_at, certificate.delivered_by) + (f"，{certificate.get_delivered_to_display()}" if certificate.delivered_to else "")),
        Pair("撤销", f"{at(certificate.revoked_at, certificate.revoked_by)}，{certificate.revoked_for}" if certificate.revoked_at else ""),
        Pair("作废", f"{at(certificate.voided_at)}，{certificate.voided_for}" if certificate.voided_at else ""),
    ]  # fmt: skip
    return [pair for pair in pairs if pair.value]

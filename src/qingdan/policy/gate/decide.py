"""The gate: ``decide(demand, rulebook)`` — pure and total; ``docs/gate.md`` tells the algorithm with an example."""

from __future__ import annotations

from qingdan.policy.gate.admissions import ADMITTED_STAMP, code_hit, uncoded_hit
from qingdan.policy.gate.case import Case
from qingdan.policy.gate.codes import compact
from qingdan.policy.gate.emergencies import STAMP as EMERGENCY_STAMP
from qingdan.policy.gate.emergencies import emergency_hit
from qingdan.policy.gate.existing import existing_hit
from qingdan.policy.gate.hits import Findings, Hit, clause_of
from qingdan.policy.gate.lists import like_permits, permit_hits, red_hits
from qingdan.policy.gate.model import (
    Completeness,
    Demand,
    Effect,
    KindPolicy,
    ListKind,
    ListState,
    Outcome,
    Reason,
    Verdict,
)
from qingdan.policy.gate.rows import row_hit
from qingdan.policy.gate.rulebook import Rulebook
from qingdan.policy.gate.statutory import statutory_hit
from qingdan.policy.gate.verdicts import build_verdict


def decide(demand: Demand, rulebook: Rulebook) -> Verdict:
    """May this be asked of this village, and why? The same demand and rulebook give the same verdict for ever."""
    policy = rulebook.kinds.get(demand.kind) or KindPolicy(demand.kind)
    case = Case(demand, rulebook, rulebook.index, policy)
    emergency = emergency_hit(case)
    if emergency is not None and emergency.stamp == EMERGENCY_STAMP:
        return build_verdict(case, [emergency])
    findings = Findings()
    findings.add(emergency)
    _collect(case, findings)
    return build_verdict(case, findings.hits)


def _collect(case: Case, findings: Findings) -> None:
    """Steps 1 to 4 of the algorithm; all hits are kept, so that all are among the reasons."""
    coded = code_hit(case)
    if coded is not None and coded.stamp == ADMITTED_STAMP:
        case.admit(case.book.admissions[compact(case.demand.code)])
    exact = permit_hits(case)
    if coded is None or not coded.permits or all(hit.reason.item != coded.reason.item for hit in exact):
        findings.add(coded)
    for hit in exact:
        findings.add(hit)
    unknown_permits = _add_rows(case, findings)
    _add_reds(case, findings)
    findings.add(statutory_hit(case, findings))
    findings.add(uncoded_hit(case, findings))
    findings.add(existing_hit(case, findings))
    if not findings.listed:
        findings.hits += unknown_permits
    if not findings.permitted and not findings.barred:
        findings.hits += like_permits(case)
    if not findings.permitted:
        findings.add(_nothing(case, findings))
    else:
        findings.hits += _missing_red_notes(case)


def _add_rows(case: Case, findings: Findings) -> list[Hit]:
    """Every row of the kind; returned apart: permit rows only unknown, which add nothing to what is permitted anyway."""
    unknown_permits: list[Hit] = []
    for rule in case.index.rules[case.demand.kind]:
        hit = row_hit(rule, case)
        if hit is None:
            continue
        if rule.effect is Effect.PERMIT and hit.outcome is not Outcome.LISTED:
            unknown_permits.append(hit)
        else:
            findings.add(hit)
    return unknown_permits


def _add_reds(case: Case, findings: Findings) -> None:
    """Red items; a matter that stands exactly on a permitting list is no longer asked whether it is another one."""
    findings.hits += red_hits(case, like=not findings.listed)


def _nothing(case: Case, findings: Findings) -> Hit | None:
    """Step 4 where nothing permits: unlisted, or undecided by completeness."""
    if case.policy.rules_alone or not case.policy.permits:
        if findings.decided:
            return None
        return Hit(Reason(_not_stipulated(case), Outcome.UNDECIDED, clause=_route_clause(case), about="rule"))
    missing = [case.state(kind) for kind in case.policy.permits if not case.complete(kind)]
    if not missing:
        return Hit(_unlisted(case))
    named = [*missing, *_missing_reds(case)]
    text = f"要看{_titles(named)}，还没有（全部）录入，不能说可以，也不能说不可以。"
    clause_id = next((state.clause for state in missing if state.clause), None)
    if findings.undecided_by(clause_id):
        return None
    clause = clause_of(case.book, clause_id)
    return Hit(
        Reason(
            text,
            Outcome.UNDECIDED,
            clause=clause_id,
            about=missing[0].kind.value,
            document=clause.document if clause else case.book.pack_title,
            quote=clause.text if clause else "",
        )
    )


def _not_stipulated(case: Case) -> str:
    missing = _missing_reds(case)
    tail = f"；{_titles(missing)}也还没有（全部）录入" if missing else ""
    return f"本地文件对这类要求未作规定{tail}。"


def _unlisted(case: Case) -> Reason:
    states = [case.state(kind) for kind in case.policy.permits]
    clause_id = next((state.clause for state in states if state.clause), None) or _route_clause(case)
    clause = clause_of(case.book, clause_id)
    return Reason(
        f"不在{_titles(states)}里，要先准入才能到村（社区）。",
        Outcome.UNLISTED,
        clause=clause_id,
        about=states[0].kind.value,
        document=clause.document if clause else "",
        quote=clause.text if clause else "",
    )


def _route_clause(case: Case) -> str | None:
    return next((clause for route in case.policy.routes for clause in route.clauses), None)


def _title(state: ListState) -> str:
    return state.title or LIST_NAMES[state.kind]


def _titles(states: list[ListState]) -> str:
    """Titles in a row, each once (one list can permit two kinds)."""
    return "、".join(dict.fromkeys(_title(state) for state in states))


def _missing_reds(case: Case) -> list[ListState]:
    """Red lists that the policy names and that are not wholly on record."""
    states = [case.state(kind) for kind in case.policy.reds]
    return [state for state in states if state.clause and state.completeness is not Completeness.COMPLETE]


def _missing_red_notes(case: Case) -> list[Hit]:
    return [
        Hit(
            Reason(
                f"{_title(state)}还没有（全部）录入，上面没有对照它。", Outcome.LISTED, clause=state.clause, note=True
            ),
            decides=False,
        )
        for state in _missing_reds(case)
    ]


LIST_NAMES = {
    ListKind.DUTY: "依法履职事项清单",
    ListKind.ASSIST: "依法协助事项清单",
    ListKind.NEGATIVE: "负面事项清单",
    ListKind.SERVICE: "公共服务事项清单",
    ListKind.PURCHASE: "购买服务目录",
    ListKind.MECHANISM: "工作机制清单",
    ListKind.PLAQUE: "挂牌清单",
    ListKind.FORM: "报表清单",
    ListKind.CHANNEL: "微信群和APP清单",
    ListKind.APPRAISAL: "考核评比目录",
    ListKind.CERTIFICATE_RETAINED: "保留证明事项清单",
    ListKind.CERTIFICATE_CANCELLED: "取消证明事项清单",
    ListKind.CERTIFICATE_BARRED: "不应出具证明事项清单",
    ListKind.STREET_PLAQUE: "街道挂牌清单",
}
"""What a kind of list is called where the policy gives no title."""

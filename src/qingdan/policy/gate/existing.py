"""Existing burdens (存量登记): what its body registered in time may go on until the end of grace, never as listed."""

from __future__ import annotations

from qingdan.policy.gate.admissions import other_issuer
from qingdan.policy.gate.case import Case
from qingdan.policy.gate.hits import Findings, Hit
from qingdan.policy.gate.model import Existing, Outcome, Reason
from qingdan.policy.gate.normalise import key
from qingdan.policy.gate.places import covers

_ADVICE = "宽限期里可以照旧，但要等牵头单位决定保留、并入还是取消；到期还没有决定，就按没有在清单上办。"


def existing_hit(case: Case, findings: Findings) -> Hit | None:
    """That the matter is registered as existing and still within grace; None where something permits it anyway."""
    if findings.permitted:
        return None
    found = next((entry for entry in _registered(case) if _counts(case, entry)), None)
    if found is None:
        return None
    who = f"{found.issuer}登记的" if case.demand.issuer else f"是{found.issuer}登记的，请核对是不是它要的"
    text = f"“{found.title}”是存量（待审），{who}，宽限到 {found.ends}。"
    return Hit(Reason(text, Outcome.CONDITIONAL, item=found.code, effect="permit"), permits=True, advice=_ADVICE)


def _registered(case: Case) -> list[Existing]:
    """Entries with this title, in a fixed order."""
    names = {case.key, key(case.demand.title)}
    found = {entry for name in names for entry in case.book.existing.get((case.demand.kind, name), ())}
    return sorted(found, key=lambda entry: entry.code)


def _counts(case: Case, entry: Existing) -> bool:
    """In grace on the day, for this place, and not of another body."""
    asked = case.demand.issuer
    return (
        case.demand.on <= entry.ends
        and covers(entry.divisions, case.demand.division)
        and not (asked and other_issuer(asked, entry.issuer))
    )

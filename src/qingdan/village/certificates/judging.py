"""What the rules say of a request, before anything is written: the kind, the gate's answer, the way, the safeguards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from qingdan.foundation.clock.queries import due_after
from qingdan.policy.gate.model import FactValue, Verdict
from qingdan.policy.gate.normalise import key
from qingdan.policy.packs.queries import OutsideEveryPack, governing_pack
from qingdan.policy.packs.village import VillageRules
from qingdan.policy.packs.village_specs import SafeguardSpec
from qingdan.register.check.deriving import facts_of_issuer
from qingdan.register.check.services import BadQuestion, ask
from qingdan.village.certificates.choices import Basis, Demander, Need, Regime, Way
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.ways import Answers, Decision, decide_way
from qingdan.village.guides.kinds import Kind
from qingdan.village.guides.queries import kind_at

LONGEST_TITLE = 60
USUAL_WORKDAYS = 3
"""A complex matter's limit where neither its guide nor the pack says one (系统建议值)."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked, by whom it is wanted, and what the clerk answered. Nothing of it says who the resident is."""

    division: str
    title: str = ""
    code: str = ""
    demander_class: str = Demander.INDIVIDUAL.value
    demander: str = ""
    basis: str = ""
    basis_text: str = ""
    purpose: str = ""
    public_interest: bool = False
    legal_risk: bool = False
    answers: Answers = field(default_factory=Answers)


@dataclass(frozen=True, slots=True)
class Judged:
    """A request with what the rules of a day say of it."""

    request: Request
    kind: Kind | None
    title: str
    regime: str
    verdict: Verdict
    decision: Decision
    rules: VillageRules
    needs: tuple[tuple[str, str], ...]
    simple: bool
    due_on: date

    @property
    def issuing(self) -> bool:
        """Whether it leads to a certificate."""
        return self.decision.way in (Way.ISSUE, Way.INTERIM)


def judge(request: Request, on: date) -> Judged:
    """What the rules of a day say; nothing is written. Raises :class:`CertificateProblem` for what cannot be understood."""
    try:
        kind = kind_meant(request, on)
    except OutsideEveryPack as problem:
        raise CertificateProblem(str(problem), "division") from problem
    if request.code and kind is None:
        raise CertificateProblem("这里没有这一种证明，请重新选。", "code")
    title = kind.title if kind else request.title.strip()
    _demand_understood(request, title)
    marked = _marked(request, kind)
    try:
        verdict = ask(
            division=request.division, kind="certificate", title=title, text=request.purpose, issuer=_issuer(request),
            on=on, facts=_facts(request),
        )  # fmt: skip
    except BadQuestion as problem:
        raise CertificateProblem(problem.message, problem.field) from problem
    rules = governing_pack(request.division, on).village
    regime = kind.regime if kind else Regime.NEITHER.value
    decision = decide_way(
        regime=regime, demander=request.demander_class, title=title, verdict=verdict, rules=rules, answers=request.answers,
        issuer_level=_issuer_level(request),
    )  # fmt: skip
    needs = needed_first(rules.safeguards_for(public_interest=marked[0], legal_risk=marked[1]))
    simple = not needs and kind is not None and kind.guide is not None and kind.guide.simple
    if not simple and Need.INVESTIGATION not in dict(needs) and decision.way in (Way.ISSUE, Way.INTERIM):
        needs = ((Need.INVESTIGATION.value, ""), *needs)
    return Judged(request, kind, title, regime, verdict, decision, rules, needs, simple, _due(on, simple, kind, rules))


def kind_meant(request: Request, on: date) -> Kind | None:
    """The kind of a code; else the one whose name or other name was typed, so that nothing is got by typing it anew."""
    if not (request.code or key(request.title)):
        return None
    return kind_at(request.division, request.code or request.title, on)


def _demand_understood(request: Request, title: str) -> None:
    if request.demander_class not in Demander.values:
        raise CertificateProblem("请选是谁要这份证明。", "demander_class")
    if not title:
        raise CertificateProblem("请选要办哪一种证明，清单上没有的写名称。", "title")
    if len(title) > 200 or (not request.code and len(title) > LONGEST_TITLE):
        raise CertificateProblem(f"证明名称最多 {LONGEST_TITLE} 个字。", "title")
    if request.demander_class != Demander.INDIVIDUAL and not request.demander.strip():
        raise CertificateProblem("请写明是哪个单位要的。", "demander")
    if request.basis not in Basis.values:
        raise CertificateProblem("请选对方写明的依据。", "basis")
    if len(request.purpose) > 200:
        raise CertificateProblem(f"办理用途最多 200 个字，现在有 {len(request.purpose)} 个。", "purpose")


def _issuer_level(request: Request) -> str | None:
    found = facts_of_issuer(_issuer(request), request.division).get("issuer_level")
    return str(found) if found else None


def _issuer(request: Request) -> str:
    return request.demander.strip()[:100] if request.demander_class == Demander.PARTY_GOVERNMENT else ""


def _marked(request: Request, kind: Kind | None) -> tuple[bool, bool]:
    """Public interest and legal risk: as the guide says of the kind, or as the clerk says of the case."""
    guide = kind.guide if kind else None
    return (
        request.public_interest or (guide is not None and guide.public_interest),
        request.legal_risk or (guide is not None and guide.legal_risk),
    )


def _facts(request: Request) -> Mapping[str, FactValue]:
    """The gate's facts. Public interest is left to the safeguards, which hold the issue back until they are on record."""
    facts: dict[str, FactValue] = {"demander": request.demander_class}
    if request.basis:
        facts["basis"] = request.basis
    if request.basis_text.strip():
        facts["basis_text"] = request.basis_text.strip()
    for name in ("within_duty", "verifiable"):
        answer = getattr(request.answers, name)
        if answer is not None:
            facts[name] = answer
    return facts


def needed_first(rows: tuple[SafeguardSpec, ...]) -> tuple[tuple[str, str], ...]:
    """What must be on record, each once with the first clause that asks it, in the order in which it is done."""
    found: dict[str, str] = {}
    for row in rows:
        for need in row.needs:
            found.setdefault(need, row.clauses[0] if row.clauses else "")
    return tuple((need, found[need]) for need in Need.values if need in found)


def _due(on: date, simple: bool, kind: Kind | None, rules: VillageRules) -> date:
    if simple:
        return on
    said = kind.guide.workdays if kind and kind.guide else None
    limit = rules.complex_limit.workdays if rules.complex_limit else USUAL_WORKDAYS
    return due_after(on, said or limit).day

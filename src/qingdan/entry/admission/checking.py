"""The gate's check of an application before it is handed in: red lines, similar items, the burden of all villages.

It asks as if the approvals of the procedure were already given: what only waits for them is no obstacle.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from qingdan.entry.admission.models import AdmittedItem, Case
from qingdan.entry.admission.queries.items import valid_on
from qingdan.entry.admission.wanting import ASKED_FACTS
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import Level, UnitKind
from qingdan.foundation.orgs.divisions import ancestors, subtree_end, village_type_of
from qingdan.foundation.orgs.models import Division
from qingdan.policy.gate.facts import FACTS
from qingdan.policy.gate.json_form import verdict_to_json
from qingdan.policy.gate.labels import KIND_LABELS
from qingdan.policy.gate.model import Kind, ListKind, Outcome, Verdict
from qingdan.policy.packs.compiling import covered_units
from qingdan.policy.packs.procedures import Procedure
from qingdan.register.burden.rules import hours_a_year, in_words
from qingdan.register.check.guessing import guess_kinds
from qingdan.register.check.services import Sources, ask_document
from qingdan.register.lists.models import Edition, EditionState

MOST_OTHER_KINDS = 3


@dataclass(frozen=True, slots=True)
class PlaceVerdict:
    """What the gate says at one place of the scope: the scope itself, or a town in it that has drawn red lines.

    Where the scope holds villages and communities each sort is asked for by itself; ``name`` then says which.
    """

    division: str
    name: str
    verdict: Verdict
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Warned:
    """A kind that the words point to beside the one applied for, and the red line that it meets."""

    label: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Similar:
    """Something on record that the matter is, or resembles; what it is, by whom, how sure."""

    code: str
    title: str
    where: str
    score: float


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer of a pre-check. ``outcome`` is the hardest over the places.

    ``needless``: it may be asked everywhere already, without the approvals of the procedure.
    """

    outcome: Outcome
    places: tuple[PlaceVerdict, ...]
    warnings: tuple[Warned, ...]
    similar: tuple[Similar, ...]
    villages: int
    hours_each: Decimal | None
    hours: Decimal | None
    burden: str
    needless: bool

    @property
    def forbidden(self) -> tuple[PlaceVerdict, ...]:
        """The places where a red line stands."""
        return tuple(place for place in self.places if place.verdict.outcome is Outcome.FORBIDDEN)

    @property
    def unknown(self) -> tuple[str, ...]:
        """What the gate asks and the application can answer; sending comes to a stop on it where nobody says it."""
        asked = [name for place in self.places for name in place.verdict.missing_facts]
        return tuple(name for name in ASKED_FACTS if name in asked)

    @property
    def worst(self) -> PlaceVerdict:
        """The place with the hardest answer."""
        return max(self.places, key=lambda place: place.verdict.outcome.hardness)

    def as_json(self) -> list[dict[str, Any]]:
        """The verdicts as plain data."""
        return [
            {"division": place.division, "name": place.name, **verdict_to_json(place.verdict)} for place in self.places
        ]


def check(case: Case, procedure: Procedure | None) -> Checked:
    """Ask the gate of an application wherever in its scope the answer may differ, and work out its burden."""
    sources = Sources.kept()
    facts = facts_of(case, procedure)
    asked = [
        PlaceVerdict(code, f"{name}{of}", _ask(case, case.kind, code, facts | more, sources), facts | more)
        for code, name in _places(case)
        for of, more in _sorts(case)
    ]
    outcome = max((place.verdict.outcome for place in asked), key=lambda each: each.hardness)
    villages = villages_of(case.divisions, case.units).count()
    minutes, often = case.minutes, case.frequency or None
    return Checked(
        outcome=outcome,
        places=tuple(asked),
        warnings=tuple(_warnings(case, facts, sources)),
        similar=tuple(_similar(case, asked)),
        villages=villages,
        hours_each=hours_a_year(minutes, often),
        hours=hours_a_year(minutes, often, villages),
        burden=in_words(minutes, often, villages, unit="村"),
        needless=outcome is Outcome.LISTED and _allowed_anyway(case, asked, sources),
    )


def _allowed_anyway(case: Case, asked: list[PlaceVerdict], sources: Sources) -> bool:
    """Whether it may be asked even if the approvals of the procedure are not given."""
    for place in asked:
        bare = {name: value for name, value in place.facts.items() if name != "consent_of"}
        if _ask(case, case.kind, place.division, bare, sources).outcome is not Outcome.LISTED:
            return False
    return True


def _sorts(case: Case) -> list[tuple[str, dict[str, Any]]]:
    """The sorts of units in the scope, with how a place is then called: a red line may stand for one of them only."""
    present = villages_of(case.divisions, case.units).values_list("kind", flat=True).distinct()
    units = set(present) or covered_units(case.units)
    sorts = sorted({found for unit in units if (found := village_type_of(UnitKind(unit)))})
    labels = dict(FACTS["village_type"].choices)
    return [(f"的{labels[sort]}" if len(sorts) > 1 else "", {"village_type": sort}) for sort in sorts]


def facts_of(case: Case, procedure: Procedure | None) -> dict[str, Any]:
    """What the application says, as facts of the gate; and the consent that the procedure will have brought."""
    consents = [name for step in procedure.steps for name in step.consent] if procedure else []
    facts: dict[str, Any] = {
        **case.stated,
        "funding": bool(case.funding_standard.strip() or case.funding_source.strip()),
        "flow_chart": bool(case.flow_chart_id or case.flow_steps),
        "training": bool(case.training.strip()),
        "party": (procedure.party if procedure else None) or "village",
    }
    if case.basis:
        facts["basis"] = case.basis
    if case.basis_text.strip():
        facts["basis_text"] = case.basis_text.strip()[:500]
    if consents:
        facts["consent_of"] = consents[-1]
    if case.kind == Kind.PLAQUE:
        facts["temporary"] = case.duration == "temporary"
    return facts


def _ask(case: Case, kind: str, division: str, facts: dict[str, Any], sources: Sources) -> Verdict:
    text = "\n".join(part for part in (case.content, case.added_here, "；".join(case.flow_steps)) if part.strip())
    document = {
        "division": division, "kind": kind, "title": case.title, "text": text, "issuer": case.body.name,
        "frequency": case.frequency or None, "attributes": facts,
    }  # fmt: skip
    return ask_document(document, sources)


def _places(case: Case) -> list[tuple[str, str]]:
    """The places of the scope, and the divisions in it (or above it, below the body's) that have lists of their own."""
    own = Q(item_list__division__in=[])
    for code in case.divisions:
        own |= Q(item_list__division__gt=code, item_list__division__lt=subtree_end(code))
    published = Edition.objects.filter(own, state=EditionState.PUBLISHED)
    towns = published.values_list("item_list__division", flat=True).distinct()
    # one village of a town answers as every other one of it: lists are kept by towns and above
    picked = {_town(code): code for code in case.divisions}.values()
    codes = list(dict.fromkeys([*picked, *sorted(towns)]))
    names = dict(Division.objects.filter(pk__in=codes).values_list("code", "name"))
    return [(code, names.get(code, code)) for code in codes]


def _town(code: str) -> str:
    return code[:9] if code[9:] != "000" else code


def _warnings(case: Case, facts: dict[str, Any], sources: Sources) -> list[Warned]:
    """Red lines that other kinds meet to which the words point: a form that also wants photos as proof."""
    words = "\n".join((case.title, case.content, case.added_here, *case.flow_steps))
    found = []
    for guess in guess_kinds(words)[:MOST_OTHER_KINDS]:
        if guess.kind.value == case.kind:
            continue
        verdict = _ask(case, guess.kind.value, case.divisions[0], facts, sources)
        if verdict.outcome is Outcome.FORBIDDEN:
            found.append(Warned(KIND_LABELS[guess.kind], verdict))
    return found


def _similar(case: Case, places: list[PlaceVerdict]) -> list[Similar]:
    """Items of lists that the gate matched, and admitted items of the same name, best first, each once."""
    found = {
        match.code: Similar(match.code, match.title, _LIST_WORDS.get(match.list_kind, "清单"), match.score)
        for place in places
        for match in place.verdict.matched
    }
    admitted = AdmittedItem.objects.filter(
        valid_on(today()), jurisdiction__in=ancestors(case.division), kind=case.kind, key=case.key
    ).select_related("body")
    for item in admitted.exclude(pk=case.renews_id or 0)[:10]:
        found[item.code] = Similar(item.code, item.title, f"已准入，{item.body}", 1.0)
    return sorted(found.values(), key=lambda each: (-each.score, each.title))[:12]


_LIST_WORDS = {
    ListKind.DUTY: "履职事项清单", ListKind.ASSIST: "协助事项清单", ListKind.NEGATIVE: "负面事项清单",
    ListKind.FORM: "报表清单", ListKind.MECHANISM: "工作机制清单", ListKind.PLAQUE: "牌子清单",
    ListKind.CHANNEL: "微信群和APP清单", ListKind.APPRAISAL: "考核评比目录",
    ListKind.CERTIFICATE_RETAINED: "保留证明清单", ListKind.CERTIFICATE_BARRED: "不应出具的证明清单",
    ListKind.CERTIFICATE_CANCELLED: "取消证明清单",
}  # fmt: skip


def villages_of(divisions: list[str], units: list[str]) -> Any:
    """The villages and communities of a scope that have an organisation of one of these kinds."""
    within = Q(code__in=[])
    for code in divisions:
        within |= Q(code__gte=code, code__lt=subtree_end(code))
    kinds = covered_units(units)
    return Division.objects.in_force(today()).filter(within, level=Level.VILLAGE, kind__in=kinds)

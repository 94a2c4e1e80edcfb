"""The catalogue: which kinds of certificates there are at a place, from the lists of every level, with their guides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from qingdan.foundation.orgs.divisions import ancestors, contains, level, unit_kind, village_type
from qingdan.foundation.orgs.queries import administering
from qingdan.policy.gate.model import Condition, Item
from qingdan.policy.gate.model import Kind as DemandKind
from qingdan.policy.gate.normalise import key
from qingdan.policy.gate.rulebook import Rulebook
from qingdan.policy.packs.guide_specs import GuideContent
from qingdan.policy.packs.queries import governing_on
from qingdan.register.lists.models import Edition
from qingdan.register.lists.queries import editions_in_force
from qingdan.register.lists.rulebooks import rulebook_for
from qingdan.village.guides.kinds import HARDNESS, REGIMES, GuideInForce, Kind, in_force
from qingdan.village.guides.models import GuideVersion, KindReview, VersionState
from qingdan.village.guides.vocabulary import Vocabulary, vocabulary

ADMITTED = "admitted"
"""The list kind of a certificate that was admitted and stands on no list yet (KT-47)."""


def kinds_at(division: str, on: date) -> list[Kind]:
    """The kinds that the lists of a place have for it, of all levels, barred ones first; raises ``OutsideEveryPack``.

    Each comes with the guide in force and with what the pack suggests. In a village there is none that a list has for
    communities only. The number of queries does not grow with the kinds.
    """
    return [kind for kind in kinds_known_at(division, on) if kind.here]


def kinds_known_at(division: str, on: date) -> list[Kind]:
    """The same with the kinds that the lists have for other sorts of unit only (``here`` is False)."""
    place = administering(division, on)
    book, words = rulebook_for(division, on), vocabulary(governing_on(place, on)[0])
    editions = {edition.id_text: edition for edition in editions_in_force(place, on)}
    found = [*_listed(book, editions), *_admitted(book)]
    codes = [each.code for each in found]
    guides, flags = guides_in_force(codes, place, on), flags_at(place)
    kinds = [_with_guide(each, guides, flags, words) for each in found]
    return sorted(kinds, key=lambda kind: (HARDNESS[kind.regime], kind.division, kind.code))


def kind_at(division: str, code: str, on: date) -> Kind | None:
    """The kind of an item code at a place; an exact title or alias will do too; None where no list there has it.

    Where two lists have the title, the harder counts: what one level bars, none keeps.
    """
    wanted = key(code)
    for kind in kinds_at(division, on):
        if kind.code == code or (wanted and wanted in {key(title) for title in (kind.title, *kind.aliases)}):
            return kind
    return None


def service_guide(item_code: str, division: str, on: date) -> GuideInForce | None:
    """The guide in force of a service's item at a place (CC-18b, KT-31), or None where none was published."""
    return guides_in_force([item_code], administering(division, on), on).get(item_code)


def guides_in_force(codes: Iterable[str], division: str, on: date) -> dict[str, GuideInForce]:
    """By item code the guide in force: of the nearest division that keeps one, its newest version effective on a day."""
    rows = GuideVersion.objects.filter(
        guide__code__in=list(codes),
        guide__division__in=ancestors(division),
        effective_on__lte=on,
        state__in=[VersionState.PUBLISHED, VersionState.SUPERSEDED],
    ).select_related("guide")
    newest: dict[str, GuideVersion] = {}
    for version in rows.order_by("guide__division", "number"):  # the nearest division has the greatest code
        newest[version.guide.code] = version
    return {code: as_read(version) for code, version in newest.items()}


def as_read(version: GuideVersion) -> GuideInForce:
    """A version as readers get it."""
    content = GuideContent.model_validate(version.content)
    return in_force(
        content, title=version.guide.title, version_id=version.pk, number=version.number,
        suggested=version.source == "product", provided_by=version.provided_by,
    )  # fmt: skip


def flags_at(division: str) -> dict[str, str]:
    """By key of the title why a kind is under review at a place or above it (AS-60: the flag is shown)."""
    rows = KindReview.objects.filter(division__in=ancestors(division), outcome="")
    return {key(review.title): str(review.get_reason_display()) for review in rows}


def _listed(book: Rulebook, editions: Mapping[str, Edition]) -> Iterator[Kind]:
    for item in book.items:
        if item.list_kind in REGIMES and _in_date(item, book.on):
            edition = editions[item.edition]
            division = edition.item_list.division
            yield Kind(
                code=item.code, title=item.title, regime=REGIMES[item.list_kind], list_kind=item.list_kind.value,
                list_title=item.list_title, division=division, level=level(division), basis=item.basis,
                lead_body=item.lead_body, handled_by=item.handled_by, aliases=item.aliases, clause=item.clause,
                document=item.document, note=item.note, conflict=item.conflict, here=_for_unit(item.when, book.division),
                listed_on=edition.effective_on,
            )  # fmt: skip


def _admitted(book: Rulebook) -> Iterator[Kind]:
    """Certificates that were admitted for the place and stand on no list yet."""
    for admission in book.admissions.values():
        running = admission.valid_from <= book.on and (admission.valid_to is None or book.on <= admission.valid_to)
        ended = admission.withdrawn_on is not None and admission.withdrawn_on <= book.on
        where = next((each for each in admission.divisions if contains(each, book.division)), None)
        if admission.kind is DemandKind.CERTIFICATE and running and not ended and where is not None:
            yield Kind(
                code=admission.code, title=admission.title, regime="retained", list_kind=ADMITTED,
                list_title="已准入的证明事项", division=where, level=level(where), lead_body=admission.issuer,
            )  # fmt: skip


def _in_date(item: Item, on: date) -> bool:
    return (item.valid_from is None or item.valid_from <= on) and (item.valid_to is None or on <= item.valid_to)


def _for_unit(when: Condition, division: str) -> bool:
    """Whether an item is for the sort of unit that a division is; above the villages it is for some."""
    known = {"village_type": village_type(division), "unit_kind": unit_kind(division)}
    if known["village_type"] is None:
        return True
    tests = [(known[test.fact], test.any_of) for test in when.facts if test.fact in known]
    return all(value in values for value, values in tests)


def _with_guide(kind: Kind, guides: Mapping[str, GuideInForce], flags: Mapping[str, str], words: Vocabulary) -> Kind:
    spec = words.suggestions.get(kind.code)
    suggestion = (
        in_force(spec, title=kind.title, version_id=None, number=0, suggested=spec.source == "product")
        if spec
        else None
    )
    return replace(kind, guide=guides.get(kind.code), suggestion=suggestion, flag=flags.get(key(kind.title), ""))

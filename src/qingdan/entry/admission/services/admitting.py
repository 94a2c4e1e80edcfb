"""What follows when a procedure has run through: the item with its code, or its place in the list's next edition."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django.db import transaction

from qingdan.entry.admission.access import demand_seat
from qingdan.entry.admission.models import AdmittedItem, AdmittedPlace, Case, Ending, Revision
from qingdan.entry.admission.problems import AdmissionProblem
from qingdan.entry.admission.rules import Act, State, Verb
from qingdan.entry.admission.services.acting import locked, move, note
from qingdan.entry.admission.services.telling import tell_item
from qingdan.foundation.clock.moments import today
from qingdan.foundation.numbering.services import take
from qingdan.foundation.orgs.models import Account
from qingdan.policy.gate.codes import compact, with_check_character
from qingdan.policy.packs.procedures import Procedure
from qingdan.policy.packs.queries import governing_pack
from qingdan.register.lists.models import Openness


@transaction.atomic
def file_case(
    *,
    actor: Account,
    case: Case,
    seat: str,
    openness: str = Openness.INTERNAL,
    openness_review: str = "",
    not_secret: bool = False,
    text: str = "",
    seen: int | None = None,
) -> AdmittedItem:
    """Give the filing number (an officer of the filing body): from now on the code is valid.

    ``openness_review`` tells on what ground the 公开属性 was set; a public item needs the statement that nothing in it
    is secret. Filing numbers and codes have no gap and no double, however many file at once.
    """
    kept = locked(case, seen)
    procedure = kept.kept_procedure
    if procedure is None:
        raise AdmissionProblem("还没有报送的申请不能备案。")
    demand_seat(actor, kept, seat)
    demand_reviewed(openness, openness_review, not_secret)
    move(kept, Act(Verb.FILE, seat), actor=actor, procedure=procedure, text=text)
    year = today().year
    number = f"{year}-{take(f'filing:{kept.division}:{year}'):04d}"
    return _admit(kept, procedure, actor, filing_number=number, openness=openness, openness_review=openness_review)


def demand_reviewed(openness: str, openness_review: str, not_secret: bool) -> None:
    """A public item has been reviewed: nothing secret in it, and on what ground it is public."""
    if openness != Openness.PUBLIC:
        return
    if not not_secret:
        raise AdmissionProblem("公开以前请先审查：内容不涉密，也不是工作秘密、内部资料。", "not_secret")
    if not openness_review.strip():
        raise AdmissionProblem("请写公开属性是按什么定的。", "openness_review")


def settle_end(case: Case, procedure: Procedure, actor: Account | None) -> None:
    """What follows of the last act: a procedure without filing admits with its last decision, one with a list proposes."""
    if case.state == State.IN_FORCE and not hasattr(case, "item"):
        _admit(case, procedure, actor)
    elif case.state == State.LISTING and case.list_edition_id is None:
        from qingdan.entry.admission.services.listing import propose

        propose(case)


def admit_from_list(case: Case, procedure: Procedure, effective: date) -> AdmittedItem:
    """Admit what a published edition has taken in: valid from the day on which the edition takes effect."""
    move(case, Act(Verb.LIST), actor=None, procedure=procedure, text=f"清单新版公布，{effective} 起生效")
    return _admit(case, procedure, None, valid_from=effective)


def _admit(
    case: Case,
    procedure: Procedure,
    actor: Account | None,
    *,
    filing_number: str = "",
    openness: str = Openness.INTERNAL,
    openness_review: str = "",
    valid_from: date | None = None,
) -> AdmittedItem:
    day = valid_from or today()
    code = _next_code(case)
    item = AdmittedItem.objects.create(
        code=code, compact=compact(code), case=case, filing_number=filing_number, valid_from=day, openness=openness,
        openness_review=openness_review.strip(), absorbed_on=valid_from, absorbed_code=case.list_code if valid_from else "",
        facts=_facts(case, procedure), conditions=_conditions(case), **_as_applied_for(case), **_until(case, day),
    )  # fmt: skip
    AdmittedPlace.objects.bulk_create([AdmittedPlace(item=item, division=code) for code in item.divisions])
    _replace_renewed(case, item, actor)
    touch(case.division)
    tell_item(
        item,
        f"“{item.title}”已准入，编号 {item.code}",
        f"{item.valid_from} 起有效。派发时附上《准入事项单》。",
        "admitted",
    )
    note(actor, "admission_admit", case, [item.code, filing_number, str(item.valid_from), str(item.valid_to)])
    return item


def _as_applied_for(case: Case) -> dict[str, Any]:
    """What the item is, as its application says."""
    alike = ("body", "kind", "title", "key", "content", "divisions", "units", "frequency", "minutes", "training", "flow_chart", "flow_steps")  # fmt: skip
    funding = "；".join(part for part in (case.funding_standard, case.funding_source) if part.strip())
    return {name: getattr(case, name) for name in alike} | {"jurisdiction": case.division, "funding": funding}


def _until(case: Case, day: date) -> dict[str, date | None]:
    """How long it is valid from a day on, and when it is to be reviewed."""
    if case.duration == "standing":
        return {"valid_to": None, "review_on": case.review_on}
    return {"valid_to": max(case.ends_on, day) if case.ends_on else None, "review_on": None}


def _conditions(case: Case) -> str:
    """The conditions on which bodies agreed in this hand-in, each once."""
    said = case.acts.filter(round=case.round).exclude(conditions="").values_list("conditions", flat=True)
    return "；".join(dict.fromkeys(said))


def _facts(case: Case, procedure: Procedure) -> dict[str, Any]:
    """What is on record for the gate: what was stated, reviewed and approved, and whose consent the matter has.

    What every sending must bring itself (a flow chart, money, training) is not among it.
    """
    consents = [name for step in procedure.steps for name in step.consent]
    facts: dict[str, Any] = case.stated
    if case.basis:
        facts["basis"] = case.basis
    if consents:
        facts["consent_of"] = consents[-1]
    return facts


def _next_code(case: Case) -> str:
    """The next code of the place's pack: letters, year, number, check character; short enough to read aloud."""
    letters = governing_pack(case.division, today()).chain[0].header.code
    year = today().year % 100
    return with_check_character(f"{letters}{year:02d}-{take(f'admission-code:{letters}:{year:02d}'):04d}-")


def _replace_renewed(case: Case, item: AdmittedItem, actor: Account | None) -> None:
    """A renewal takes the place of the item that it renews, from its first day on."""
    old = case.renews
    if old is None or old.ending or not old.valid_on(item.valid_from):
        return
    old.ended_on, old.ending = item.valid_from, Ending.RENEWED
    old.ended_for = f"由 {item.code} 接续"
    old.ended_by = actor
    old.save(update_fields=["ended_on", "ending", "ended_for", "ended_by"])


def touch(division: str) -> None:
    """Stamp a jurisdiction's items anew: the gate then reads them again."""
    Revision.objects.update_or_create(division=division, defaults={"stamp": uuid4().hex})


__all__ = ["admit_from_list", "demand_reviewed", "file_case", "settle_end", "touch"]

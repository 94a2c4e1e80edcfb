"""Drafting what a body sends: chosen from the record, never typed anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from qingdan.entry.dispatch.access import DispatchAccess
from qingdan.entry.dispatch.matters import Matter, matter_of
from qingdan.entry.dispatch.models import Dispatch, DispatchState, Emergency, Via
from qingdan.entry.dispatch.problems import DispatchProblem
from qingdan.entry.dispatch.recurrence import ONCE
from qingdan.entry.dispatch.services.feedback import MARKED
from qingdan.entry.dispatch.services.writing import note
from qingdan.entry.dispatch.targets import UNITS, narrowest
from qingdan.foundation.clock.moments import today
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.documents.secrecy import marked
from qingdan.foundation.orgs.choices import BodyType
from qingdan.foundation.orgs.models import Account, Body
from qingdan.policy.gate.facts import FREQUENCIES
from qingdan.policy.gate.model import Kind
from qingdan.policy.packs.compiling import CompiledPack
from qingdan.policy.packs.queries import OutsideEveryPack, governing_on

MOST_WORDS = 2000
MOST_WORKDAYS = 30
MOST_PICKED = 5000


@dataclass(frozen=True, slots=True)
class Wish:
    """What an officer chooses. For an emergency ``code`` is empty and ``title`` and ``kind`` say the matter."""

    code: str
    divisions: Sequence[str]
    frequency: str
    begins: date
    what: str = ""
    until: date | None = None
    due_on: date | None = None
    due_workdays: int = 5
    units: Sequence[str] = ()
    attachments: Sequence[Attachment] = ()
    emergency: Emergency | None = None
    title: str = ""
    kind: str = Kind.AFFAIR.value


@transaction.atomic
def draft(*, actor: Account, issuer: Body, wish: Wish) -> Dispatch:
    """Begin a dispatch of a body (its officer). Raises :class:`DispatchProblem` and ``NotAllowed``."""
    made = Dispatch(issuer=issuer, drafted_by=actor)
    _write(actor, made, wish)
    made.save()
    made.attachments.set(wish.attachments)
    note(actor, "draft_dispatch", "dispatch", made.pk, issuer.division_id, [made.code, made.title])
    return made


@transaction.atomic
def amend(*, actor: Account, dispatch: Dispatch, wish: Wish) -> Dispatch:
    """Change a draft."""
    kept = locked_draft(actor, dispatch)
    _write(actor, kept, wish)
    kept.save()
    kept.attachments.set(wish.attachments)
    note(actor, "amend_dispatch", "dispatch", kept.pk, kept.issuer.division_id, [kept.code, kept.title])
    return kept


@transaction.atomic
def discard(*, actor: Account, dispatch: Dispatch) -> None:
    """Throw a draft away."""
    kept = locked_draft(actor, dispatch)
    note(actor, "discard_dispatch", "dispatch", kept.pk, kept.issuer.division_id, [kept.code, kept.title])
    kept.attachments.clear()
    kept.delete()


def locked_draft(actor: Account, dispatch: Dispatch) -> Dispatch:
    """A draft of the actor's body, locked; raises where it is none any more."""
    kept = Dispatch.objects.select_for_update(of=("self",)).select_related("issuer", "emergency").get(pk=dispatch.pk)
    DispatchAccess(actor).demand_sender(kept.issuer)
    if kept.state != DispatchState.DRAFT:
        raise DispatchProblem(f"“{kept.title}”{kept.get_state_display()}，不能再改。")
    return kept


def _write(actor: Account, kept: Dispatch, wish: Wish) -> None:
    access = DispatchAccess(actor)
    access.demand_sender(kept.issuer)
    divisions = narrowest(wish.divisions)
    if not divisions:
        raise DispatchProblem("请选派到哪里。", "divisions")
    if len(divisions) > MOST_PICKED:
        raise DispatchProblem(f"一次最多点选 {MOST_PICKED} 个；再多请选镇街或区县。", "divisions")
    access.demand_reach(kept.issuer, divisions)
    _demand_dates(wish)
    matter = _emergency_matter(wish) if wish.emergency else _matter(kept.issuer, wish)
    if marked(wish.title, wish.what):
        raise DispatchProblem(MARKED, "what")
    if set(wish.units) - set(UNITS):
        raise DispatchProblem("没有这一类村（社区），请重新选。", "units")
    kept.code, kept.title, kept.kind = matter.code, matter.title, matter.kind
    kept.what, kept.frequency = wish.what.strip()[:MOST_WORDS], wish.frequency
    kept.begins, kept.until, kept.due_on, kept.due_workdays = wish.begins, wish.until, wish.due_on, wish.due_workdays
    kept.divisions, kept.units, kept.emergency = divisions, list(wish.units), wish.emergency
    kept.record = matter.as_record()
    kept.via, kept.via_clause = way_of(kept)


def _matter(issuer: Body, wish: Wish) -> Matter:
    found = matter_of(wish.code, issuer, today()) if wish.code.strip() else None
    if found is None:
        raise DispatchProblem(
            "只能派清单上由本单位牵头的事，或者准入备案过的事。请从列表里选，或者先申请准入。", "code"
        )
    return found


def _emergency_matter(wish: Wish) -> Matter:
    if not wish.title.strip():
        raise DispatchProblem("请写要村里做什么事。", "title")
    if wish.frequency not in ONCE:
        raise DispatchProblem("紧急情况不包括经常性报送，频次只能是一次或者有事才报。", "frequency")
    return Matter(code="", title=wish.title.strip()[:200], kind=Kind(wish.kind), source=str(wish.emergency))


def _demand_dates(wish: Wish) -> None:
    if wish.frequency not in dict(FREQUENCIES):
        raise DispatchProblem("请选多久一次。", "frequency")
    if wish.begins < today():
        raise DispatchProblem("开始的日子不能早于今天。", "begins")
    if wish.until is not None and wish.until < wish.begins:
        raise DispatchProblem("结束的日子不能早于开始的日子。", "until")
    if wish.frequency == "once" and (wish.due_on is None or wish.due_on < wish.begins):
        raise DispatchProblem("请写哪天前办完，不能早于开始的日子。", "due_on")
    if not 0 <= wish.due_workdays <= MOST_WORKDAYS:
        raise DispatchProblem(f"周期结束后 0 到 {MOST_WORKDAYS} 个工作日内办完。", "due_workdays")


def way_of(dispatch: Dispatch) -> tuple[str, str]:
    """By which way it goes, with the clause: as the pack of its place says for its kind; a town sends its own itself."""
    pack = pack_of(dispatch)
    way = pack.dispatch.get(Kind(dispatch.kind)) if pack else None
    if way is None or dispatch.emergency is not None or dispatch.issuer.type == BodyType.TOWN:
        return Via.DIRECT, ""
    return way.via, way.clause or ""


def pack_of(dispatch: Dispatch) -> CompiledPack | None:
    """The pack by which it goes: of its body's place, else of its first target's."""
    for place in (dispatch.issuer.division_id, dispatch.divisions[0]):
        try:
            return governing_on(place, today())[0]
        except OutsideEveryPack:
            continue
    return None

"""The window: a number for each matter, how it is handled, how it ends; what the village cannot carry goes to the town."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.numbering.services import take
from qingdan.foundation.orgs.choices import Level, Role
from qingdan.foundation.orgs.divisions import level, parent
from qingdan.foundation.orgs.models import Account, Division
from qingdan.village.public_services.access import ServicesAccess
from qingdan.village.public_services.choices import Mode, Outcome, ServiceClass, TicketState
from qingdan.village.public_services.models import Coordination, Organisation, Ticket
from qingdan.village.public_services.opening import demand_open
from qingdan.village.public_services.persons import Resident, sealed
from qingdan.village.public_services.problems import ServiceProblem
from qingdan.village.public_services.rules import TABLE, Verb, modes_of, open_verbs, outcomes_of
from qingdan.village.public_services.services.writing import note, tell, words

LONGEST_MATTER = 100


@dataclass(frozen=True, slots=True)
class Matter:
    """What somebody comes for. ``item_code`` is a service of a list in force there; a personal matter has none.

    ``resident``: who it is, where the matter goes on after they have left (代办).
    """

    title: str
    service_class: ServiceClass = ServiceClass.PUBLIC
    item_code: str = ""
    mode: Mode = Mode.WINDOW
    resident: Resident | None = None


class _Taken(Exception):
    """Somebody has taken the number for this reference already."""

    def __init__(self, ticket: Ticket) -> None:
        self.ticket = ticket


@transaction.atomic
def take_number(
    *, actor: Account, division: str, matter: str | Matter, source: str = "", reference: str = ""
) -> Ticket:
    """The next number of today's queue at a village's window (its own people; its town's clerk on its behalf).

    One queue for all services with one receipt number (KT-32), without gap and double. ``source`` and ``reference`` name
    what it is of in another room: the same reference gets the same number. ``matter`` is a title, or a :class:`Matter`.
    Raises :class:`ServiceProblem` for a service that cannot be opened at the window, and ``NotAllowed``.
    """
    on_behalf = ServicesAccess(actor).demand_village(division)
    asked = Matter(matter) if isinstance(matter, str) else matter
    title = words(asked.title, "title", "办什么事", LONGEST_MATTER)
    _demand_fitting(asked)
    if not source:
        demand_open(division, asked.item_code, asked.mode, today())
    day = today()
    try:
        with transaction.atomic():  # a number that was not needed is given back
            number = take(f"window:{division}:{day}")
            _demand_new(source, reference)
            subject, texts = sealed(asked.resident) if asked.resident else (None, {})
            ticket = Ticket.objects.create(
                division_id=division, day=day, number=number, matter=title, service_class=asked.service_class,
                item_code=asked.item_code, mode=asked.mode, source=source, reference=reference, taken_by=actor,
                on_behalf=on_behalf, subject=subject, sealed=texts,
            )  # fmt: skip
    except _Taken as taken:
        return taken.ticket
    note(actor, "take_number", "ticket", ticket.pk, division, [ticket.receipt, asked.service_class, asked.mode])
    return ticket


def _demand_fitting(asked: Matter) -> None:
    if asked.service_class is ServiceClass.PERSONAL and asked.item_code:
        raise ServiceProblem("清单上的服务不是个人事项，请选公共事务或者公益服务。", "service_class")
    if asked.mode not in modes_of(asked.service_class):
        raise ServiceProblem("个人事项由居民自己办，村里引导，不代办、不领办。", "mode")


def _demand_new(source: str, reference: str) -> None:
    if source and (kept := Ticket.objects.filter(source=source, reference=reference).first()):
        raise _Taken(kept)


@transaction.atomic
def begin(*, actor: Account, ticket: Ticket) -> Ticket:
    """Call the number: the actor handles the matter from now on."""
    kept, _on_behalf = _locked(actor, ticket, Verb.BEGIN)
    kept.state, kept.handler, kept.begun_at = TicketState.IN_HAND, actor, now()
    kept.save(update_fields=["state", "handler", "begun_at"])
    note(actor, "ticket_begin", "ticket", kept.pk, kept.division_id, kept.receipt)
    return kept


@transaction.atomic
def give_to_organisation(*, actor: Account, ticket: Ticket, organisation: Organisation) -> Ticket:
    """Give a public or charity matter to an organisation of the village: 群众的事交给群众办 (NH-27)."""
    kept, _on_behalf = _locked(actor, ticket, Verb.GIVE)
    if organisation.division_id != kept.division_id or organisation.ended_on is not None:
        raise ServiceProblem("请选本村还在活动的组织。", "organisation")
    kept.organisation, kept.state = organisation, TicketState.IN_HAND
    kept.handler, kept.begun_at = kept.handler or actor, kept.begun_at or now()
    kept.save(update_fields=["organisation", "state", "handler", "begun_at"])
    note(actor, "ticket_give", "ticket", kept.pk, kept.division_id, [kept.receipt, organisation.pk])
    return kept


@transaction.atomic
def close(*, actor: Account, ticket: Ticket, outcome: Outcome, result: str = "", guidance: str = "") -> Ticket:
    """End a matter at the window.

    A personal matter ends only as solved by the resident, by mutual help, or passed on, with the guidance (CC-06b).
    """
    kept, _on_behalf = _locked(actor, ticket, Verb.CLOSE)
    service_class = ServiceClass(kept.service_class)
    if outcome not in outcomes_of(service_class):
        raise ServiceProblem("这一类事不能这样办结。", "outcome")
    personal = service_class is ServiceClass.PERSONAL
    kept.guidance = words(guidance, "guidance", "怎么引导的", needed=personal)
    kept.result = words(result, "result", "办理结果", needed=outcome in {Outcome.NOT_DONE, Outcome.PASSED_ON})
    _end(kept, outcome)
    if not personal:
        kept.handler = kept.handler or actor
    kept.save()
    note(actor, "ticket_close", "ticket", kept.pk, kept.division_id, [kept.receipt, outcome])
    return kept


@transaction.atomic
def close_of_source(*, actor: Account, source: str, reference: str, outcome: Outcome) -> Ticket | None:
    """End the matter of another room's thing, if it has a number and is still open (for rooms that took the number)."""
    found = Ticket.objects.filter(source=source, reference=reference).exclude(state=TicketState.CLOSED).first()
    return close(actor=actor, ticket=found, outcome=outcome) if found else None


def _end(ticket: Ticket, outcome: Outcome) -> None:
    ticket.state, ticket.outcome, ticket.closed_at = TicketState.CLOSED, outcome, now()


@transaction.atomic
def hand_to_town(*, actor: Account, ticket: Ticket, reason: str) -> Coordination:
    """Hand a public or charity matter that the village cannot carry to its town (NH-30, CC-06a).

    From now on the town owns it until a result is recorded; the village is not its handler any more.
    """
    kept, _on_behalf = _locked(actor, ticket, Verb.HAND_TO_TOWN)
    why = words(reason, "reason", "为什么村里办不了")
    town = Division.objects.filter(pk=parent(kept.division_id)).first()
    if town is None or level(town.pk) is not Level.TOWN:
        raise ServiceProblem("没有找到本村所属的镇街，请找系统管理员把区划补全。")
    kept.state, kept.handler = TicketState.WITH_TOWN, None
    kept.save(update_fields=["state", "handler"])
    made = Coordination.objects.create(ticket=kept, town=town, reason=why, sent_by=actor)
    tell(
        [Role.TOWN_CLERK], town.pk, f"{kept.division}：一件事请镇街协调", f"{kept.matter}。{why}",
        f"/coordination/{made.pk}/", f"coordination-{made.pk}",
    )  # fmt: skip
    note(actor, "ticket_hand_to_town", "ticket", kept.pk, kept.division_id, [kept.receipt, why])
    return made


def _locked(actor: Account, ticket: Ticket, verb: Verb) -> tuple[Ticket, bool]:
    """The matter, locked, if the actor's village may do this with it now; and whether the town acts on its behalf."""
    kept = Ticket.objects.select_for_update(of=("self",)).select_related("division").get(pk=ticket.pk)
    on_behalf = ServicesAccess(actor).demand_village(kept.division_id)
    state, service_class = TicketState(kept.state), ServiceClass(kept.service_class)
    if verb in open_verbs(state, service_class):
        return kept, on_behalf
    if service_class is ServiceClass.PERSONAL and state in TABLE[verb].before:
        raise ServiceProblem("个人事项由居民自己解决、互助解决，村里只引导，不派给谁、也不交镇街。")
    raise ServiceProblem(f"这件事现在是“{kept.get_state_display()}”，这一步已经不能做了。请刷新看看。")

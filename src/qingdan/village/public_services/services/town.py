"""The town's side: what villages handed to it, what they need to work, what offices did for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.models import Account, Body, Division
from qingdan.village.public_services.access import ServicesAccess
from qingdan.village.public_services.choices import (
    ConditionAnswer,
    ConditionSort,
    HelpSort,
    Outcome,
    ServiceClass,
    TicketState,
    TownOutcome,
)
from qingdan.village.public_services.models import Condition, Coordination, Help, Ticket
from qingdan.village.public_services.problems import ServiceProblem
from qingdan.village.public_services.services.writing import note, tell, tell_village, words


@transaction.atomic
def take_up(*, actor: Account, coordination: Coordination, with_body: str = "") -> Coordination:
    """The town's clerk takes a matter up, and says which office was asked."""
    kept = _owned(actor, coordination)
    kept.owner = actor
    kept.with_body = words(with_body, "with_body", "找了哪个单位", 100, needed=False)
    kept.save(update_fields=["owner", "with_body"])
    note(actor, "coordination_take_up", "coordination", kept.pk, kept.town_id, [kept.with_body])
    return kept


@transaction.atomic
def record_result(*, actor: Account, coordination: Coordination, outcome: TownOutcome, result: str) -> Coordination:
    """The town records what came of it; the matter ends as the town's, and the village is told."""
    kept = _owned(actor, coordination)
    kept.outcome, kept.result = outcome, words(result, "result", "协调的结果")
    kept.closed_by, kept.closed_at, kept.owner = actor, now(), kept.owner or actor
    kept.save()
    ticket = Ticket.objects.select_for_update(of=("self",)).get(pk=kept.ticket_id)
    ticket.state, ticket.outcome, ticket.closed_at = TicketState.CLOSED, Outcome.BY_TOWN, kept.closed_at
    ticket.result = kept.result
    ticket.save(update_fields=["state", "outcome", "closed_at", "result"])
    tell_village(
        ticket.division_id, f"镇街协调有结果：{ticket.matter}", f"{kept.get_outcome_display()}。{kept.result}",
        f"/window/{ticket.pk}/", f"coordinated-{kept.pk}",
    )  # fmt: skip
    note(actor, "coordination_result", "coordination", kept.pk, kept.town_id, [outcome, kept.result])
    return kept


def _owned(actor: Account, coordination: Coordination) -> Coordination:
    kept = Coordination.objects.select_for_update(of=("self",)).get(pk=coordination.pk)
    if not ServicesAccess(actor).owns(kept):
        raise NotAllowed("交到镇街的事由镇街经办人来协调，您没有这个权限。")
    if kept.closed_at is not None:
        raise ServiceProblem("这件事已经有结果了，请刷新看看。")
    return kept


@transaction.atomic
def ask_condition(*, actor: Account, division: str, sort: ConditionSort, text: str) -> Condition:
    """A village asks its town for what it needs to work: place, equipment, staff, money (NH-24)."""
    on_behalf = ServicesAccess(actor).demand_village(division)
    made = Condition.objects.create(
        division_id=division, sort=sort, text=words(text, "text", "要什么、为什么"), asked_by=actor, on_behalf=on_behalf
    )
    place = Division.objects.get(pk=division)
    tell(
        [Role.TOWN_CLERK], division, f"{place}：需要{made.get_sort_display()}", made.text,
        f"/conditions/{made.pk}/answer/", f"condition-{made.pk}",
    )  # fmt: skip
    note(actor, "ask_condition", "condition", made.pk, division, [sort, made.text])
    return made


@transaction.atomic
def answer_condition(*, actor: Account, condition: Condition, answer: ConditionAnswer, text: str) -> Condition:
    """The town answers; it must, and what is open is reported until it has."""
    kept = Condition.objects.select_for_update(of=("self",)).get(pk=condition.pk)
    if not ServicesAccess(actor).answers(kept):
        raise NotAllowed("村里提出的工作条件由所在镇街答复，您没有这个权限。")
    if kept.answered_at is not None:
        raise ServiceProblem("这一件已经答复了，请刷新看看。")
    kept.answer, kept.words = answer, words(text, "text", "怎么答复")
    kept.answered_by, kept.answered_at = actor, now()
    kept.save()
    tell_village(
        kept.division_id, f"镇街答复：{kept.get_sort_display()}{kept.get_answer_display()}", kept.words,
        "/conditions/", f"condition-answered-{kept.pk}",
    )  # fmt: skip
    note(actor, "answer_condition", "condition", kept.pk, kept.division_id, [answer, kept.words])
    return kept


@dataclass(frozen=True, slots=True)
class Helped:
    """What an office did: on a class of matters, or on a kept item of a list (code and title)."""

    division: str
    sort: HelpSort
    day: date
    text: str
    service_class: ServiceClass | None = None
    item_code: str = ""
    item_title: str = ""


@transaction.atomic
def record_help(*, actor: Account, body: Body, helped: Helped) -> Help:
    """An office records guidance, training or support that it gave (NH-23, NH-105, CC-06)."""
    if not ServicesAccess(actor).helps(body, helped.division):
        raise NotAllowed("只能记本单位在管辖范围里做的指导和保障。")
    if helped.service_class is None and not helped.item_code:
        raise ServiceProblem("请选是哪一类事，或者是清单上的哪一项。", "service_class")
    if helped.day > today():
        raise ServiceProblem("日期不能晚于今天。", "day")
    made = Help.objects.create(
        body=body, division_id=helped.division, sort=helped.sort, service_class=helped.service_class or "",
        item_code=helped.item_code, item_title=helped.item_title[:200], day=helped.day,
        text=words(helped.text, "text", "做了什么"), by=actor,
    )  # fmt: skip
    note(actor, "record_help", "help", made.pk, helped.division, [body.pk, helped.sort, str(helped.day), made.text])
    return made

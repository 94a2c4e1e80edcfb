"""Sending a dispatch, handing it to towns, taking it back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from qingdan.entry.dispatch.access import DispatchAccess
from qingdan.entry.dispatch.judging import TOWN_DIGITS, Judge, Judged
from qingdan.entry.dispatch.matters import matter_of
from qingdan.entry.dispatch.models import Dispatch, DispatchState, Schedule, ScheduleState, Via
from qingdan.entry.dispatch.problems import DispatchProblem
from qingdan.entry.dispatch.refusals import Refusal, asked_already, decide_each, decided, refusal_of
from qingdan.entry.dispatch.screened_words import demand_clean_words
from qingdan.entry.dispatch.services.delivering import BATCH, start
from qingdan.entry.dispatch.services.drafting import locked_draft, pack_of
from qingdan.entry.dispatch.services.writing import note, town_people
from qingdan.entry.dispatch.subjects import subject_of
from qingdan.entry.dispatch.targets import rows_of, streamed, villages
from qingdan.foundation.alerts.services import send_many
from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.clock.queries import due_after
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import BodyType
from qingdan.foundation.orgs.divisions import ancestors
from qingdan.foundation.orgs.models import Account, Body
from qingdan.register.obligations.services import withdraw as withdraw_assignment

MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class NotGoing:
    """A group of villages that get nothing, with the ground."""

    refusal: Refusal
    number: int
    named: Sequence[str]


@dataclass(frozen=True, slots=True)
class Going:
    """A group of villages that get it, with the gate's answer, on what it stands, and the seal's character."""

    answer: Refusal
    stamp: str
    number: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What would go out and what not, before anything is sent."""

    total: int
    goes: int
    towns: int
    going: Sequence[Going]
    not_going: Sequence[NotGoing]

    @property
    def stays(self) -> int:
        """How many villages get nothing."""
        return self.total - self.goes


def preview(dispatch: Dispatch, divisions: Sequence[str] | None = None) -> Preview:
    """The gate's answers for the targets, or for these divisions of them, as on the first day; writes nothing.

    The villages of a province pass by a part at a time; kept are the answers, the grounds, and the numbers of both.
    """
    on = dispatch.begins if divisions is None else max(dispatch.begins, today())
    places = dispatch.divisions if divisions is None else divisions
    subject, matter = subject_of(dispatch, on)
    found = villages(places, dispatch.units, on)
    judge, before = Judge(subject, on), asked_already(matter, found, on, "")
    judge.look_around(places)
    answers: dict[int, tuple[Judged, int]] = {}
    groups: dict[Refusal, tuple[int, list[str]]] = {}
    total, towns = 0, set()
    for part in streamed(found, BATCH):
        for village, judged, refusal in decided(judge, matter, part, before):
            total += 1
            if refusal is None and judged is not None:
                answers[id(judged)] = judged, answers.get(id(judged), (judged, 0))[1] + 1
                towns.add(village.code[:TOWN_DIGITS])
            elif refusal is not None:
                number, names = groups.setdefault(refusal, (0, []))
                groups[refusal] = number + 1, names
                if number < MOST_NAMED:
                    names.append(village.name)
    goes = sum(number for _judged, number in answers.values())
    stays = [NotGoing(refusal, number, names) for refusal, (number, names) in groups.items()]
    return Preview(total, goes, len(towns), _going(answers.values()), sorted(stays, key=lambda group: -group.number))


def _going(answers: Iterable[tuple[Judged, int]]) -> list[Going]:
    """The answers on which it goes out, those that read alike together."""
    numbers: Counter[tuple[Refusal, str]] = Counter()
    for judged, number in answers:
        numbers[refusal_of(judged), judged.verdict.stamp] += number
    return [Going(answer, stamp, number) for (answer, stamp), number in numbers.most_common()]


@transaction.atomic
def send(*, actor: Account, dispatch: Dispatch) -> Dispatch:
    """Send a draft: to the villages, or to the towns that arrange it in their plan. Pressed twice it is sent once.

    Raises :class:`DispatchProblem` where no village may get it, with the first ground, and for words that a screening stops.
    """
    kept = locked_draft(actor, dispatch)
    if kept.begins < today():
        raise DispatchProblem(f"开始的日子 {kept.begins} 已经过去，请改成今天或者以后。", "begins")
    if kept.code:
        matter = matter_of(kept.code, kept.issuer, today())
        if matter is None:
            raise DispatchProblem("这一项现在不在清单上了，或者准入已经到期，不能再派。", "code")
        kept.record = matter.as_record()
    demand_clean_words(kept)
    _demand_somebody(kept)
    kept.state, kept.sent_by, kept.sent_at = DispatchState.SENT, actor, now()
    if kept.emergency is not None:
        pack = pack_of(kept)
        days = pack.emergency.filing_workdays if pack and pack.emergency else 3
        kept.filing_due = due_after(today(), days).day
    kept.save()
    note(actor, "send_dispatch", "dispatch", kept.pk, kept.issuer.division_id, [kept.code, kept.title, kept.divisions])
    if kept.via == Via.TOWN_PLAN:
        _hand_over(kept)
    else:
        _begin_own(actor, kept)
    return kept


def _demand_somebody(kept: Dispatch) -> None:
    """At least one village must be able to get it; looks only as far as the first that can."""
    subject, matter = subject_of(kept, kept.begins)
    judge, first, after = Judge(subject, kept.begins), None, ""
    found = villages(kept.divisions, kept.units, kept.begins)
    while batch := rows_of(found, after, BATCH):
        for _village, refusal in decide_each(judge, matter, batch, kept.begins, ""):
            if refusal is None:
                return
            first = first or refusal
        after = batch[-1].code
    if first is None:
        raise DispatchProblem("选的范围里没有村（社区），请重新选派到哪里。", "divisions")
    raise DispatchProblem(f"没有一个村（社区）可以派：{first.text}")


def _begin_own(actor: Account, kept: Dispatch) -> None:
    schedule = Schedule.objects.create(
        dispatch=kept, year=kept.begins.year, state=ScheduleState.RUNNING, frequency=kept.frequency, begins=kept.begins,
        until=kept.until, due_on=kept.due_on, due_workdays=kept.due_workdays, divisions=kept.divisions,
        arranged_by=actor, arranged_at=now(),
    )  # fmt: skip
    start(schedule)


def _hand_over(kept: Dispatch) -> None:
    """Hand it to every town that has a village among the targets; the town puts it into its plan."""
    by_town: dict[str, list[str]] = defaultdict(list)
    for village in rows_of(villages(kept.divisions, kept.units, kept.begins)):
        by_town[ancestors(village.code)[1]].append(village.code)
    bodies = {
        body.division_id: body
        for body in Body.objects.filter(division__in=by_town, type=BodyType.TOWN, valid_to=None).order_by("-pk")
    }
    whole = {town: not _picked(kept, town) for town in by_town}
    Schedule.objects.bulk_create(
        [
            Schedule(
                dispatch=kept, town_id=town, body=bodies.get(town), year=kept.begins.year, frequency=kept.frequency,
                begins=kept.begins, until=kept.until, due_on=kept.due_on, due_workdays=kept.due_workdays,
                divisions=[town] if whole[town] else codes,
            )
            for town, codes in sorted(by_town.items())
        ],
        batch_size=500,
    )  # fmt: skip
    told = town_people([body.pk for body in bodies.values()], by_town)
    send_many(
        recipients=told, title=f"待安排：{kept.title}"[:120], body=f"{kept.issuer}交来，请排进{kept.begins.year}年的计划。",
        link="/plan/", key=f"handed-{kept.pk}",
    )  # fmt: skip


def _picked(kept: Dispatch, town: str) -> bool:
    """Whether only some villages of a town were picked."""
    return not any(scope in ancestors(town) for scope in kept.divisions)


@transaction.atomic
def withdraw(*, actor: Account, dispatch: Dispatch, reason: str) -> int:
    """Take a dispatch back with its reason: what is not done is owed no longer. Returns from how many villages."""
    kept = Dispatch.objects.select_for_update(of=("self",)).select_related("issuer").get(pk=dispatch.pk)
    if not DispatchAccess(actor).sends(kept):
        raise NotAllowed("只有派发的单位能撤回，您没有这个权限。")
    if not reason.strip():
        raise DispatchProblem("请写撤回的理由，村里要看得到。", "reason")
    if kept.state != DispatchState.SENT:
        raise DispatchProblem(f"“{kept.title}”是{kept.get_state_display()}，不能撤回。")
    kept.state, kept.withdrawn_at, kept.withdrawn_for = DispatchState.WITHDRAWN, now(), reason.strip()
    kept.save(update_fields=["state", "withdrawn_at", "withdrawn_for"])
    number = 0
    for schedule in kept.schedules.select_for_update(of=("self",)).select_related("body"):
        if schedule.state in (ScheduleState.WAITING, ScheduleState.RUNNING):
            schedule.state, schedule.next_on = ScheduleState.WITHDRAWN, None
            schedule.save(update_fields=["state", "next_on"])
            if schedule.town_id is not None:
                told = town_people([schedule.body_id] if schedule.body_id else (), [schedule.town_id])
                send_many(
                    recipients=told, title=f"已撤回：{kept.title}"[:120], body=reason.strip(), link="/plan/",
                    key=f"withdrawn-{schedule.pk}",
                )  # fmt: skip
        for delivery in schedule.deliveries.select_related("assignment"):
            number += withdraw_assignment(actor=actor, assignment=delivery.assignment, reason=reason)
    note(actor, "withdraw_dispatch", "dispatch", kept.pk, kept.issuer.division_id, [reason, number])
    return number

"""Opening a review, answering, taking the answers into drafts, closing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction

from qingdan.foundation.alerts.services import send
from qingdan.foundation.audit.services import record
from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.orgs.access import NotAllowed, demand_role
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.models import Account, Body
from qingdan.foundation.orgs.queries import resolve_body
from qingdan.policy.packs.list_specs import ItemSpec
from qingdan.register.lists.models import Edition, EditionState, Item
from qingdan.register.lists.queries import editions_in_force
from qingdan.register.lists.services import ListsProblem, amend_item, open_draft, remove_item
from qingdan.register.reviewing.models import Answer, ReviewedItem, ReviewRound
from qingdan.register.reviewing.queries import answers_for, officers_of

BATCH = 500


class ReviewProblem(ValueError):
    """A step that the rules of a review refuse; the message is Chinese and says what to do."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def open_review(*, actor: Account, division: str, title: str, due_on: date) -> ReviewRound:
    """Begin a round over the division's own lists in force (its steward); every lead body is told."""
    demand_role(actor, Role.LIST_STEWARD, division)
    if due_on <= today():
        raise ReviewProblem("答复期限要在今天以后。", "due_on")
    items = _own_items(division)
    if not items:
        raise ReviewProblem("这里还没有自己公布的清单，没有可以复核的事项。")
    try:
        with transaction.atomic():
            review = ReviewRound.objects.create(division=division, title=title.strip(), due_on=due_on, opened_by=actor)
    except IntegrityError as error:
        raise ReviewProblem("已经有一轮复核没有结束，请先结束那一轮。") from error
    bodies = _bodies(division, {item.lead_body for item in items})
    ReviewedItem.objects.bulk_create(
        [ReviewedItem(review=review, item=item, body=bodies.get(item.lead_body)) for item in items], batch_size=BATCH
    )
    _tell(review, {body for body in bodies.values() if body is not None}, "请复核您单位牵头的事项", "opened")
    _note(actor, "open_review", review, [title, str(due_on), len(items)])
    return review


def _own_items(division: str) -> list[Item]:
    editions = [edition for edition in editions_in_force(division, today()) if edition.item_list.division == division]
    return list(Item.objects.filter(edition__in=editions).order_by("edition_id", "position"))


def _bodies(division: str, names: Iterable[str]) -> dict[str, Body | None]:
    """Whom each lead body's name means; the first of several that are named together leads."""
    return {name: resolve_body(name.replace("，", "、").split("、")[0], division) for name in names if name}


@transaction.atomic
def answer(
    *, actor: Account, reviewed: ReviewedItem, said: Answer, reason: str, proposal: ItemSpec | None = None
) -> ReviewedItem:
    """Justify, amend or give up an item: who leads it, or the steward on its behalf; until the round is closed."""
    kept = ReviewedItem.objects.select_for_update(of=("self",)).select_related("review", "item").get(pk=reviewed.pk)
    _demand_open(kept.review)
    own = answers_for(actor, kept)
    if own is None:
        raise NotAllowed("这一项由牵头单位答复，或者由清单管理员代录，您没有这个权限。")
    if kept.taken_into_id is not None:
        raise ReviewProblem("这一项的答复已经写进草稿，要改请直接改草稿。")
    if said is Answer.WAITING:
        raise ReviewProblem("请选保留、修改或退出。", "said")
    if not reason.strip():
        raise ReviewProblem("请写理由：依据是什么，村里为什么非做不可，或者为什么不再要。", "reason")
    if said is Answer.AMEND and proposal is None:
        raise ReviewProblem("请写要改成什么样。", "said")
    kept.answer, kept.reason = said, reason.strip()
    kept.proposal = (
        proposal.model_dump(mode="json", exclude_defaults=True) if said is Answer.AMEND and proposal else None
    )
    kept.answered_by, kept.answered_at, kept.on_behalf = actor, now(), not own
    kept.save()
    _note(actor, "answer_review", kept.review, [kept.item.code, said.value, reason])
    return kept


@transaction.atomic
def take_over(*, actor: Account, review: ReviewRound) -> list[Edition]:
    """Write every amendment and every item given up into the drafts of their lists (the steward); returns the drafts.

    A list without a draft gets one. What was written stays written: doing it twice changes nothing.
    """
    review = ReviewRound.objects.select_for_update().get(pk=review.pk)
    demand_role(actor, Role.LIST_STEWARD, review.division)
    answers = list(
        review.items.filter(answer__in=[Answer.AMEND, Answer.GIVE_UP], taken_into=None).select_related(
            "item__edition__item_list", "body"
        )
    )
    drafts: dict[int, Edition] = {}
    for each in answers:
        item_list = each.item.edition.item_list
        if item_list.pk not in drafts:
            found = item_list.editions.filter(state=EditionState.DRAFT).first()
            drafts[item_list.pk] = found or open_draft(actor=actor, item_list=item_list, reason=review.title)
        _write(actor, each, drafts[item_list.pk])
    _note(actor, "take_over_review", review, [each.item.code for each in answers])
    return list(drafts.values())


def _write(actor: Account, each: ReviewedItem, draft: Edition) -> None:
    who = f"{each.body or '牵头单位'}：{each.reason}"
    there = draft.items.filter(code=each.item.code).exists()
    if not there and each.answer == Answer.AMEND:
        raise ReviewProblem(f"“{each.item.title}”在草稿里已经删去，没法修改。请与牵头单位核实，把答复改成保留或退出。")
    try:
        if each.answer == Answer.GIVE_UP:
            if there:  # an earlier round or the steward may have taken it out of this draft already
                remove_item(actor=actor, edition=draft, code=each.item.code, reason=who)
        else:
            spec = ItemSpec.model_validate(each.proposal)
            amend_item(actor=actor, edition=draft, code=each.item.code, spec=spec, reason=who)
    except ListsProblem as problem:
        raise ReviewProblem(f"“{each.item.title}”没有写进草稿：{problem}") from problem
    each.taken_into = draft
    each.save(update_fields=["taken_into"])


@transaction.atomic
def remind(*, actor: Account, review: ReviewRound) -> int:
    """Remind the officers of bodies that have not answered (the steward), at most once a day; returns how many bodies."""
    demand_role(actor, Role.LIST_STEWARD, review.division)
    _demand_open(review)
    waiting = {each.body for each in review.items.filter(answer=Answer.WAITING).select_related("body") if each.body}
    _tell(review, waiting, "还有事项没有复核", f"reminded-{today()}")
    _note(actor, "remind_review", review, len(waiting))
    return len(waiting)


@transaction.atomic
def close_review(*, actor: Account, review: ReviewRound) -> ReviewRound:
    """End a round (the steward). What nobody answered stays on its list as it is, and is shown as not answered."""
    kept = ReviewRound.objects.select_for_update().get(pk=review.pk)
    demand_role(actor, Role.LIST_STEWARD, kept.division)
    if kept.items.filter(answer__in=[Answer.AMEND, Answer.GIVE_UP], taken_into=None).exists():
        raise ReviewProblem("还有修改和退出没有写进草稿，请先写进去再结束。")
    if kept.closed_at is None:
        kept.closed_at, kept.closed_by = now(), actor
        kept.save(update_fields=["closed_at", "closed_by"])
        _note(actor, "close_review", kept, None)
    return kept


def _demand_open(review: ReviewRound) -> None:
    if review.closed_at is not None:
        raise ReviewProblem("这一轮复核已经结束。")


def _tell(review: ReviewRound, bodies: set[Body], words: str, event: str) -> None:
    for account in officers_of(bodies):
        send(
            recipient=account,
            title=words,
            body=f"{review.title}，请在 {review.due_on} 前答复。",
            link=f"/reviews/{review.pk}/",
            key=f"review-{review.pk}-{event}",
        )


def _note(actor: Account, verb: str, review: ReviewRound, detail: object) -> None:
    record(
        verb=verb,
        object_type="review",
        object_id=review.pk,
        actor_id=actor.pk,
        actor_name=str(actor),
        detail=detail,
        stream=review.division[:6],
    )

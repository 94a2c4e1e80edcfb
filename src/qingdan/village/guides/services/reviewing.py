"""A kind under review: flagged, its steps put on record, closed as cancelled or kept (CC-24, CC-24b, AS-60)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from qingdan.foundation.alerts.services import send_many
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account, Body
from qingdan.village.guides.access import ReviewAccess
from qingdan.village.guides.models import KindReview, ReviewOutcome, ReviewReason, ReviewStep, StepKind
from qingdan.village.guides.problems import GuidesProblem
from qingdan.village.guides.queries.kinds import kind_at
from qingdan.village.guides.roles import OFFICERS
from qingdan.village.guides.services.writing import note

BEFORE_CANCELLING = (StepKind.OPINIONS, StepKind.STUDY, StepKind.PROPOSED)
"""What must be on record before a kind with a basis is cancelled (AS-60: 广泛征求意见、充分调研论证、按程序提请)."""


@transaction.atomic
def open_review(*, actor: Account, division: str, code: str, reason: str, text: str, owner: Body) -> KindReview:
    """Flag a kind of a place; its owner gets the case, and the flag shows wherever the kind is shown."""
    if not ReviewAccess(actor).may_open(division):
        raise NotAllowed("只能提出本地的证明，您没有这个权限。")
    kind = kind_at(division, code, today())
    if kind is None:
        raise GuidesProblem("这里的清单上没有这一种证明。", "code")
    if reason not in ReviewReason.values:
        raise GuidesProblem("请选为什么要清理。", "reason")
    if reason == ReviewReason.NO_BASIS and kind.every_basis:
        raise GuidesProblem("这一种证明在清单上有依据，请选别的理由。", "reason")
    if not text.strip():
        raise GuidesProblem("请写明是什么情况。", "text")
    try:
        with transaction.atomic():
            made = KindReview.objects.create(
                division=division, code=kind.code, title=kind.title, reason=reason, text=text.strip(), owner=owner, opened_by=actor
            )  # fmt: skip
    except IntegrityError as error:
        raise GuidesProblem("这一种证明已经在清理，办结以前不用再提。", "code") from error
    _tell_owner(made)
    note(actor, "open_kind_review", "kind_review", made.pk, division, [kind.code, reason, owner.pk])
    return made


def _tell_owner(review: KindReview) -> None:
    officers = Account.objects.filter(
        grants__body=review.owner, grants__role__in=OFFICERS, grants__revoked_at=None, is_active=True
    ).distinct()
    send_many(
        recipients=officers, title=f"证明事项要清理：{review.title[:80]}", body=f"{review.get_reason_display()}。请按程序办，一步一步登记。",
        link=f"/guides/reviews/{review.pk}/", key=f"kind-review-{review.pk}",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Done:
    """A step: what was done, when, how it went, by which document."""

    kind: str
    done_on: date
    text: str
    document: str = ""


@transaction.atomic
def take_step(*, actor: Account, review: KindReview, done: Done) -> ReviewStep:
    """Put a step on record (an officer of the body whose matter it is)."""
    kept = _open(review)
    if not ReviewAccess(actor).may_act(kept):
        raise NotAllowed("由承办部门的同志登记，您没有这个权限。")
    if done.kind not in StepKind.values:
        raise GuidesProblem("请选做了什么。", "kind")
    if done.done_on > today():
        raise GuidesProblem("日期还没有到，做了以后再登记。", "done_on")
    if not done.text.strip():
        raise GuidesProblem("请写情况。", "text")
    made = ReviewStep.objects.create(
        review=kept, kind=done.kind, done_on=done.done_on, text=done.text.strip(), document=done.document.strip(), by=actor
    )  # fmt: skip
    note(actor, "take_review_step", "kind_review", kept.pk, kept.division, [done.kind, str(done.done_on)])
    return made


@dataclass(frozen=True, slots=True)
class Ending:
    """How a review ends: cancelled with the way that takes the kind's place, or kept; why, by which document."""

    outcome: str
    reason: str
    document: str = ""
    replaced_by: str = ""


@transaction.atomic
def close_review(*, actor: Account, review: KindReview, ending: Ending) -> KindReview:
    """Close a review. What has no basis can only be cancelled (CC-24); what has one only after its steps (AS-60).

    The list itself is changed by its steward's next edition: a review decides nothing on a list by itself.
    """
    kept = _open(review)
    if not ReviewAccess(actor).may_close(kept):
        raise NotAllowed("由承办部门或者牵头单位办结，您没有这个权限。")
    _demand_ending(kept, ending)
    kept.outcome, kept.closed_for, kept.document = ending.outcome, ending.reason.strip(), ending.document.strip()
    kept.replaced_by, kept.closed_by, kept.closed_on = ending.replaced_by.strip(), actor, today()
    kept.save()
    note(actor, "close_kind_review", "kind_review", kept.pk, kept.division, [ending.outcome, ending.reason])
    return kept


def _demand_ending(review: KindReview, ending: Ending) -> None:
    if ending.outcome not in ReviewOutcome.values:
        raise GuidesProblem("请选取消还是保留。", "outcome")
    if not ending.reason.strip():
        raise GuidesProblem("请写理由。", "reason")
    cancelled = ending.outcome == ReviewOutcome.CANCELLED
    if review.reason == ReviewReason.NO_BASIS and not cancelled:
        raise GuidesProblem("没有依据的证明只能取消。", "outcome")
    if cancelled and not ending.replaced_by.strip():
        raise GuidesProblem("请写取消以后改由谁办、怎么办。", "replaced_by")
    done = set(review.steps.values_list("kind", flat=True))
    lacking = [step.label for step in BEFORE_CANCELLING if step not in done]
    if cancelled and review.reason != ReviewReason.NO_BASIS and lacking:
        raise GuidesProblem(f"还没有登记：{'、'.join(map(str, lacking))}。按程序做完再取消。", "outcome")


def _open(review: KindReview) -> KindReview:
    kept = KindReview.objects.select_for_update(of=("self",)).select_related("owner").get(pk=review.pk)
    if kept.outcome:
        raise GuidesProblem(f"这一项已经办结：{kept.get_outcome_display()}。")
    return kept

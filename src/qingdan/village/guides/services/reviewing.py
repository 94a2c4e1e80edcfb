"""A kind under review: flagged, its steps put on record, closed as cancelled or kept (CC-24, CC-24b, CC-24c, AS-60)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from qingdan.foundation.alerts.services import send_many
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account, Body
from qingdan.policy.packs.list_checks import names_a_way
from qingdan.village.guides.access import ReviewAccess
from qingdan.village.guides.models import KindReview, ReviewOutcome, ReviewReason, ReviewStep, StepKind
from qingdan.village.guides.problems import GuidesProblem
from qingdan.village.guides.queries.kinds import kind_at
from qingdan.village.guides.queries.reviews import clauses_of_notice, lacks_notice, notice_channels, notice_of
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
    """A step: what was done, when, how it went, by which document; of a notice to the public its channel and place."""

    kind: str
    done_on: date
    text: str
    document: str = ""
    channel: str = ""
    place: str = ""


@transaction.atomic
def take_step(*, actor: Account, review: KindReview, done: Done) -> ReviewStep:
    """Put a step on record (an officer of the body whose matter it is).

    A notice to the public may come after the end too, where the kind was cancelled and none is on record (CC-24c).
    """
    kept = _locked(review)
    if kept.outcome and not (done.kind == StepKind.PUBLISHED and lacks_notice(kept)):
        raise _ended(kept)
    if not ReviewAccess(actor).may_act(kept):
        raise NotAllowed("由承办部门的同志登记，您没有这个权限。")
    if done.kind not in StepKind.values:
        raise GuidesProblem("请选做了什么。", "kind")
    if done.done_on > today():
        raise GuidesProblem("日期还没有到，做了以后再登记。", "done_on")
    if not done.text.strip():
        raise GuidesProblem("请写情况。", "text")
    made = ReviewStep(
        review=kept, kind=done.kind, done_on=done.done_on, text=done.text.strip(), document=done.document.strip(), by=actor
    )  # fmt: skip
    if done.kind == StepKind.PUBLISHED:
        _tell_channel(made, done)
    made.save()
    if kept.outcome:
        _keep_notice(kept)
        kept.save()
    note(actor, "take_review_step", "kind_review", kept.pk, kept.division, [done.kind, str(done.done_on), made.channel])
    return made


def _tell_channel(step: ReviewStep, done: Done) -> None:
    """On which channel of the place a notice was given, and where there."""
    channel = next((each for each in notice_channels(step.review.division) if each.id == done.channel), None)
    if channel is None:
        raise GuidesProblem("请选在哪个渠道向社会公布的。", "channel")
    if not done.place.strip():
        raise GuidesProblem("请写网址或者公布的地点。", "place")
    step.channel, step.channel_title, step.place = channel.id, channel.title, done.place.strip()[:300]


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

    Where the place's policy asks for it, nothing is cancelled before the public was told: channel and day on record
    (CC-24c). The list itself is changed by its steward's next edition, which takes no kind in against its review.
    """
    kept = _locked(review)
    if kept.outcome:
        raise _ended(kept)
    if not ReviewAccess(actor).may_close(kept):
        raise NotAllowed("由承办部门或者牵头单位办结，您没有这个权限。")
    _demand_ending(kept, ending)
    kept.outcome, kept.closed_for, kept.document = ending.outcome, ending.reason.strip(), ending.document.strip()
    kept.replaced_by, kept.closed_by, kept.closed_on = ending.replaced_by.strip(), actor, today()
    kept.notice_asked = ending.outcome == ReviewOutcome.CANCELLED and bool(clauses_of_notice(kept))
    _keep_notice(kept)
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
    if cancelled and not names_a_way(ending.replaced_by):
        raise GuidesProblem("请写取消以后改由谁办、怎么办。", "replaced_by")
    if cancelled:
        _demand_steps(review)


def _demand_steps(review: KindReview) -> None:
    """What must be on record before a kind is cancelled."""
    done = set(review.steps.values_list("kind", flat=True))
    lacking = [step.label for step in BEFORE_CANCELLING if step not in done]
    if review.reason != ReviewReason.NO_BASIS and lacking:
        raise GuidesProblem(f"还没有登记：{'、'.join(map(str, lacking))}。按程序做完再取消。", "outcome")
    clauses = clauses_of_notice(review)
    if clauses and notice_of(review) is None:
        raise GuidesProblem(
            f"还没有登记向社会公布的渠道和日期。提请以后向社会公布了，取消才生效（{'、'.join(clauses)}）。", "outcome"
        )


def _keep_notice(review: KindReview) -> None:
    told = notice_of(review)
    if review.outcome == ReviewOutcome.CANCELLED and told is not None:
        review.notice_on, review.notice_channel, review.notice_place = told.done_on, told.channel_title, told.place


def _locked(review: KindReview) -> KindReview:
    return KindReview.objects.select_for_update(of=("self",)).select_related("owner").get(pk=review.pk)


def _ended(review: KindReview) -> GuidesProblem:
    return GuidesProblem(f"这一项已经办结：{review.get_outcome_display()}。")

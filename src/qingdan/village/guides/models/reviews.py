"""A kind that is flagged as outdated, not verifiable or without basis, and what is done until it is cancelled or kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

_PERSON = settings.AUTH_USER_MODEL


class ReviewReason(models.TextChoices):
    """Why a kind is looked at again (CC-24, CC-24b, AS-60)."""

    OUTDATED = "outdated", "已不符合实际"
    UNVERIFIABLE = "unverifiable", "村（社区）没有能力核实"
    NO_BASIS = "no_basis", "缺乏法律法规或者国务院决定等依据"


class ReviewOutcome(models.TextChoices):
    """How it ended."""

    CANCELLED = "cancelled", "取消"
    KEPT = "kept", "保留"


class StepKind(models.TextChoices):
    """What was done: opinions heard, study made, proposal handed in, published."""

    OPINIONS = "opinions", "征求意见"
    STUDY = "study", "调研论证"
    PROPOSED = "proposed", "提请修改或者取消"
    PUBLISHED = "published", "向社会公布"


class KindReview(models.Model):
    """The case of one kind; until it is closed the kind stays on its list, with the flag shown (AS-60).

    ``notice_asked``: the place's policy wants the cancellation told to the public before it takes effect (CC-24c); the
    notice itself is the step of that kind, whose channel and day are kept here too, so that the database can hold it.
    """

    division = models.CharField("区划", max_length=12, db_index=True)
    code = models.CharField("事项编号", max_length=40, blank=True)
    title = models.CharField("证明", max_length=200)
    reason = models.CharField("为什么", max_length=12, choices=ReviewReason.choices)
    text = models.TextField("情况")
    owner = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("提出时间", default=timezone.now)
    outcome = models.CharField("结果", max_length=10, choices=ReviewOutcome.choices, blank=True)
    closed_for = models.TextField("结果的理由", blank=True)
    document = models.CharField("依据文件", max_length=300, blank=True)
    replaced_by = models.TextField("取消后的办理方式", blank=True)
    notice_asked = models.BooleanField("要向社会公布才取消", default=False)
    notice_on = models.DateField("向社会公布的日期", null=True, blank=True)
    notice_channel = models.CharField("向社会公布的渠道", max_length=100, blank=True)
    notice_place = models.CharField("网址或者地点", max_length=300, blank=True)
    closed_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    closed_on = models.DateField("办结日期", null=True, blank=True)

    class Meta:
        verbose_name = "证明事项清理"
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["division", "title"], condition=Q(outcome=""), name="one_open_review_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", closed_on=None)
                | (~Q(outcome="") & ~Q(closed_for="") & Q(closed_on__isnull=False)),
                name="closed_review_has_its_reason",
            ),
            models.CheckConstraint(
                condition=~Q(reason="no_basis", outcome="kept"), name="kind_without_basis_is_only_cancelled"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="cancelled") | ~Q(replaced_by=""), name="cancelled_kind_has_its_replacement"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="cancelled")
                | Q(notice_asked=False)
                | (Q(notice_on__isnull=False) & ~Q(notice_channel="") & ~Q(notice_place="")),
                name="cancelled_kind_has_its_notice",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ReviewStep(models.Model):
    """One thing that was done in a review; the record only grows. What was told to the public says on which channel."""

    review = models.ForeignKey(KindReview, models.PROTECT, related_name="steps")
    kind = models.CharField("做了什么", max_length=10, choices=StepKind.choices)
    done_on = models.DateField("日期")
    text = models.TextField("情况")
    document = models.CharField("文件", max_length=300, blank=True)
    channel = models.CharField("渠道", max_length=31, blank=True)
    channel_title = models.CharField("渠道名称", max_length=100, blank=True)
    place = models.CharField("网址或者地点", max_length=300, blank=True)
    file = models.ForeignKey("documents.Attachment", models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField("登记时间", default=timezone.now)

    class Meta:
        verbose_name = "清理步骤"
        ordering = ["review", "done_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(channel="", place="") | (Q(kind="published") & ~Q(channel="") & ~Q(place="")),
                name="notice_says_channel_and_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.done_on}"

"""Decisions on paper: recorded by one person, counted when a second has confirmed them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from qingdan.entry.admission.models.cases import PERSON
from qingdan.entry.admission.rules import STANCE_LABELS, Verb


class PaperKind(models.TextChoices):
    """What sort of paper."""

    NOTE = "note", "批示"
    MINUTES = "minutes", "会议纪要"
    REPLY = "reply", "批复"
    SLIP = "slip", "抄告单"
    TWO_OFFICES = "two_offices", "两办文件"
    LETTER = "letter", "函"


class PaperState(models.TextChoices):
    """Where a recorded paper stands."""

    WAITING = "waiting", "待第二人确认"
    CONFIRMED = "confirmed", "已确认"
    REJECTED = "rejected", "核对不符"
    VOID = "void", "不再需要"


class PaperDecision(models.Model):
    """One paper for the answers of one or more seats of a step. Nothing counts before the second person."""

    case = models.ForeignKey("Case", models.PROTECT, related_name="papers")
    round = models.PositiveSmallIntegerField("第几次报送")
    step = models.PositiveSmallIntegerField("步骤")
    turn = models.PositiveSmallIntegerField("第几次协调", default=0)
    verb = models.CharField(
        "动作", max_length=16, choices=[(v.value, v.value) for v in (Verb.OPINE, Verb.REVIEW, Verb.DECIDE)]
    )
    seats = models.JSONField("席位", default=list)
    kind = models.CharField("种类", max_length=12, choices=PaperKind.choices)
    number = models.CharField("文号", max_length=100, blank=True)
    day = models.DateField("日期")
    stance = models.CharField("决定", max_length=10, choices=[(s.value, label) for s, label in STANCE_LABELS.items()])
    conditions = models.TextField("条件", blank=True)
    text = models.TextField("内容", blank=True)
    scan = models.ForeignKey("documents.Attachment", models.PROTECT, null=True, blank=True, related_name="+")
    kept_at = models.CharField("原件存放处", max_length=200, blank=True)
    state = models.CharField("状态", max_length=10, choices=PaperState.choices, default=PaperState.WAITING)
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("登记时间", default=timezone.now)
    checked_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField("核对时间", null=True, blank=True)
    rejected_for = models.TextField("不符之处", blank=True)

    class Meta:
        verbose_name = "纸质决定"
        ordering = ["case", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("recorded_by")), name="paper_checked_by_another_person"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "rejected"])
                | Q(checked_by__isnull=False, checked_at__isnull=False),
                name="paper_counts_only_when_checked",
            ),
            models.CheckConstraint(
                condition=Q(scan__isnull=False) | ~Q(kept_at=""), name="paper_has_a_scan_or_says_where_it_is"
            ),
            models.CheckConstraint(
                condition=~Q(stance="conditions") | ~Q(conditions=""), name="paper_with_conditions_names_them"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

"""A dispatch, by whom it is arranged (schedules), its occasions (deliveries), and what was not sent and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from qingdan.policy.gate.facts import FREQUENCIES
from qingdan.policy.gate.labels import KIND_LABELS

_PERSON = settings.AUTH_USER_MODEL
_KINDS = [(kind.value, label) for kind, label in KIND_LABELS.items()]


class DispatchState(models.TextChoices):
    """Where a dispatch stands."""

    DRAFT = "draft", "草稿"
    SENT = "sent", "已派发"
    WITHDRAWN = "withdrawn", "已撤回"


class Via(models.TextChoices):
    """By which way it reaches villages, as the policy says for its kind."""

    DIRECT = "direct", "直接派到村"
    TOWN_PLAN = "town_plan", "经镇街年度计划"


class Dispatch(models.Model):
    """What a body sends to villages. Title and kind are the item's own; ``record`` is what was on record when it was sent.

    ``divisions`` and ``units`` are the targets: subtrees or villages, and kinds of unit (none: all that have an
    organisation). ``due_on`` is the day of what comes once; what comes again is due ``due_workdays`` after each period.
    """

    issuer = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    kind = models.CharField("类型", max_length=16, choices=_KINDS)
    title = models.CharField("名称", max_length=200)
    code = models.CharField("编号", max_length=64, blank=True)
    what = models.TextField("要村里做什么", blank=True)
    frequency = models.CharField("频次", max_length=16, choices=FREQUENCIES)
    begins = models.DateField("从哪天起")
    until = models.DateField("到哪天止", null=True, blank=True)
    due_on = models.DateField("办结期限", null=True, blank=True)
    due_workdays = models.PositiveSmallIntegerField("周期结束后几个工作日内", default=5)
    divisions = models.JSONField("派到哪里", default=list)
    units = models.JSONField("派给哪一类", default=list)
    via = models.CharField("办法", max_length=10, choices=Via.choices, default=Via.DIRECT)
    via_clause = models.CharField("办法的条款", max_length=12, blank=True)
    record = models.JSONField("派发时的记录", default=dict)
    attachments = models.ManyToManyField("documents.Attachment", blank=True, related_name="+")
    emergency = models.ForeignKey(
        "dispatch.Emergency", models.PROTECT, null=True, blank=True, related_name="dispatches"
    )
    state = models.CharField("状态", max_length=10, choices=DispatchState.choices, default=DispatchState.DRAFT)
    drafted_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField("起草时间", default=timezone.now)
    sent_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField("派发时间", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_for = models.TextField("撤回理由", blank=True)
    filing_due = models.DateField("补备案期限", null=True, blank=True)
    filed_at = models.DateTimeField("备案时间", null=True, blank=True)
    filed_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    filing = models.TextField("备案情况", blank=True)

    class Meta:
        verbose_name = "派发"
        ordering = ["-drafted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(sent_at__isnull=False, sent_by__isnull=False),
                name="sent_dispatch_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_for="")),
                name="withdrawn_dispatch_says_why",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("begins")), name="dispatch_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(code="") | Q(emergency__isnull=False), name="dispatch_has_its_code"),
        ]
        indexes = [
            models.Index(fields=["issuer", "state"], name="dispatches_of_a_body"),
            models.Index(fields=["code"], name="dispatches_by_code"),
        ]

    def __str__(self) -> str:
        return self.title


class ScheduleState(models.TextChoices):
    """Where a schedule stands: a town's waits until the town arranges it."""

    WAITING = "waiting", "待安排"
    RUNNING = "running", "进行中"
    DECLINED = "declined", "不安排"
    ENDED = "ended", "已结束"
    WITHDRAWN = "withdrawn", "已撤回"


class Schedule(models.Model):
    """Who arranges a dispatch where: the issuer itself (``town`` None), or one town in its plan of ``year``."""

    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="schedules")
    town = models.ForeignKey("orgs.Division", models.PROTECT, null=True, blank=True, related_name="+")
    body = models.ForeignKey("orgs.Body", models.PROTECT, null=True, blank=True, related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    state = models.CharField("状态", max_length=10, choices=ScheduleState.choices, default=ScheduleState.WAITING)
    frequency = models.CharField("频次", max_length=16, choices=FREQUENCIES)
    begins = models.DateField("从哪天起")
    until = models.DateField("到哪天止", null=True, blank=True)
    due_on = models.DateField("办结期限", null=True, blank=True)
    due_workdays = models.PositiveSmallIntegerField("周期结束后几个工作日内", default=5)
    divisions = models.JSONField("派到哪里", default=list)
    next_on = models.DateField("下一次", null=True, blank=True)
    handed_at = models.DateTimeField("交办时间", default=timezone.now)
    arranged_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    arranged_at = models.DateTimeField("安排时间", null=True, blank=True)
    reason = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = "安排"
        ordering = ["-year", "dispatch_id", "town_id"]
        constraints = [
            models.UniqueConstraint(fields=["dispatch", "town"], name="dispatch_arranged_once_by_a_town"),
            models.UniqueConstraint(
                fields=["dispatch"], condition=Q(town=None), name="dispatch_arranged_once_by_its_issuer"
            ),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(reason=""), name="declined_schedule_says_why"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("begins")), name="schedule_ends_after_it_begins"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "next_on"], name="schedules_that_come_again"),
            models.Index(fields=["town", "year", "state"], name="schedules_of_a_town"),
        ]

    def __str__(self) -> str:
        return f"{self.dispatch} {self.town or ''}".strip()

    @property
    def origin(self) -> str:
        """What its obligations say they come from."""
        return f"dispatch:{self.dispatch_id}" if self.town_id is None else f"dispatch:{self.dispatch_id}:{self.town_id}"


class DeliveryState(models.TextChoices):
    """Where a delivery stands."""

    RUNNING = "running", "正在派"
    DONE = "done", "派完了"


class Delivery(models.Model):
    """One occasion on its way to the villages. ``cursor`` is the last village that was decided, kept with its rows."""

    schedule = models.ForeignKey(Schedule, models.PROTECT, related_name="deliveries")
    number = models.PositiveIntegerField("第几次")
    on = models.DateField("交办日期")
    assignment = models.ForeignKey("obligations.Assignment", models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=10, choices=DeliveryState.choices, default=DeliveryState.RUNNING)
    targets = models.PositiveIntegerField("村（社区）", default=0)
    sent = models.PositiveIntegerField("派到", default=0)
    refused = models.PositiveIntegerField("没有派", default=0)
    cursor = models.CharField("到哪里", max_length=12, blank=True)
    started_at = models.DateTimeField("开始", default=timezone.now)
    finished_at = models.DateTimeField("结束", null=True, blank=True)

    class Meta:
        verbose_name = "派送"
        ordering = ["schedule", "-number"]
        constraints = [models.UniqueConstraint(fields=["schedule", "number"], name="occasion_delivered_once")]

    def __str__(self) -> str:
        return f"{self.schedule} 第{self.number}次"

    @property
    def decided(self) -> int:
        """How many villages are decided."""
        return self.sent + self.refused


class Ground(models.Model):
    """Why some villages of a delivery got nothing: the gate's answer with its citation, the same for all of them."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="grounds")
    digest = models.CharField("摘要", max_length=32)
    outcome = models.CharField("结论", max_length=12)
    word = models.CharField("结论", max_length=20)
    text = models.TextField("理由")
    clause = models.CharField("条款", max_length=12, blank=True)
    source = models.CharField("出处", max_length=300, blank=True)
    quote = models.TextField("原文", blank=True)
    next_step = models.TextField("下一步", blank=True)
    number = models.PositiveIntegerField("村（社区）", default=0)

    class Meta:
        verbose_name = "没有派的理由"
        ordering = ["-number", "pk"]
        constraints = [models.UniqueConstraint(fields=["delivery", "digest"], name="ground_once_in_a_delivery")]

    def __str__(self) -> str:
        return self.text[:60]


class NotSent(models.Model):
    """That a village got nothing in a delivery."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="not_sent", db_index=False)
    ground = models.ForeignKey(Ground, models.PROTECT, related_name="villages")
    division = models.ForeignKey("orgs.Division", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = "没有派的村"
        ordering = ["division_id"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "division"], name="village_refused_once_in_a_delivery")
        ]

    def __str__(self) -> str:
        return str(self.division)

"""Rounds of registration, the bodies that are asked, and what they register."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from qingdan.policy.gate.facts import FREQUENCIES
from qingdan.policy.gate.labels import KIND_LABELS

_PERSON = settings.AUTH_USER_MODEL


class State(models.TextChoices):
    """Where an entry stands."""

    WAITING = "waiting", "待审"
    KEPT = "kept", "保留"
    MERGED = "merged", "并入"
    CANCELLED = "cancelled", "取消"
    WITHDRAWN = "withdrawn", "已撤回"


DECIDED = (State.KEPT, State.MERGED, State.CANCELLED)


class Round(models.Model):
    """One round of a division. ``revision`` counts every change of its entries, so that the gate need not read them."""

    division = models.CharField("区划", max_length=12, db_index=True)
    title = models.CharField("名称", max_length=100)
    register_by = models.DateField("登记期限")
    grace_ends = models.DateField("宽限到")
    opened_at = models.DateTimeField("发起时间", default=timezone.now)
    opened_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)
    next_number = models.PositiveIntegerField("下一个登记号", default=1)
    revision = models.PositiveIntegerField("改动次数", default=0)

    class Meta:
        verbose_name = "存量登记"
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["division"], condition=Q(closed_at=None), name="one_open_registration_per_division"
            ),
            models.CheckConstraint(condition=Q(grace_ends__gte=F("register_by")), name="grace_ends_after_registration"),
        ]

    def __str__(self) -> str:
        return self.title


class DateChange(models.Model):
    """That the dates of a round were moved, and why; nothing of it is ever lost."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="date_changes")
    register_by = models.DateField("原登记期限")
    grace_ends = models.DateField("原宽限到")
    reason = models.TextField("理由")
    by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "改期"
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.round} {self.at:%Y-%m-%d}"


class AskedBody(models.Model):
    """A body that is asked to register, and whether it has said that it has nothing (零报告)."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="asked")
    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    zero_at = models.DateTimeField("零报告时间", null=True, blank=True)
    zero_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "登记单位"
        ordering = ["body__name"]
        constraints = [models.UniqueConstraint(fields=["round", "body"], name="body_asked_once")]

    def __str__(self) -> str:
        return str(self.body)


class Entry(models.Model):
    """One existing burden. ``became`` is the draft that took it over, ``became_code`` the item's code there."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="entries")
    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("登记号")
    kind = models.CharField("类型", max_length=16, choices=[(kind.value, label) for kind, label in KIND_LABELS.items()])
    title = models.CharField("名称", max_length=200)
    key = models.CharField("比对用名称", max_length=200)
    text = models.TextField("要做什么", blank=True)
    frequency = models.CharField("频次", max_length=16, blank=True, choices=FREQUENCIES)
    divisions = models.JSONField("哪些地方", default=list)
    units = models.JSONField("适用", default=list)
    basis = models.JSONField("依据", default=list)
    since = models.DateField("从何时起", null=True, blank=True)
    columns = models.JSONField("报表栏目", default=list)
    minutes = models.PositiveIntegerField("每次用时", null=True, blank=True)
    system = models.CharField("系统名称", max_length=100, blank=True)
    note = models.TextField("备注", blank=True)
    late_for = models.TextField("逾期理由", blank=True)
    registered_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("登记时间", default=timezone.now)
    on_behalf = models.BooleanField("代录", default=False)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    decided_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    decision_reason = models.TextField("决定理由", blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    became = models.ForeignKey("lists.Edition", models.SET_NULL, null=True, blank=True, related_name="+")
    became_code = models.CharField("成为事项", max_length=40, blank=True)

    class Meta:
        verbose_name = "存量"
        ordering = ["round", "number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="entry_number_once_in_a_round"),
            models.UniqueConstraint(
                fields=["round", "body", "kind", "key"],
                condition=~Q(state=State.WITHDRAWN),
                name="matter_registered_once_by_a_body",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.WAITING, State.WITHDRAWN])
                | (Q(decided_at__isnull=False) & ~Q(decision_reason="")),
                name="a_decision_has_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=State.MERGED, merged_into__isnull=False)
                | ~Q(state=State.MERGED) & Q(merged_into=None),
                name="a_merged_entry_says_into_which",
            ),
        ]
        indexes = [models.Index(fields=["round", "state", "kind"])]

    def __str__(self) -> str:
        return self.title

    @property
    def code(self) -> str:
        """The number as people say it; it is no admission code."""
        return f"CL-{self.round_id}-{self.number:04d}"


class PendingEntries(models.Model):
    """A file as it was understood, before anything of it is registered; it is thrown away after a day."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="+")
    owner = models.ForeignKey(_PERSON, models.CASCADE, related_name="+")
    body = models.ForeignKey("orgs.Body", models.CASCADE, related_name="+")
    name = models.CharField("文件名", max_length=150)
    rows = models.JSONField("读出的行", default=list)
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "待确认的存量"

    def __str__(self) -> str:
        return self.name

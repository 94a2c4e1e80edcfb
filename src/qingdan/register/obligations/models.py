"""What was given to villages (once for each occasion), and which village owes it, until when, and how it stands."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from qingdan.policy.gate.facts import FREQUENCIES
from qingdan.policy.gate.labels import KIND_LABELS

_PERSON = settings.AUTH_USER_MODEL


class State(models.TextChoices):
    """Where an obligation stands at its village."""

    WAITING = "waiting", "没看过"
    OPENED = "opened", "已签收"
    DONE = "done", "已办完"
    DISPUTED = "disputed", "反馈核实中"
    WITHDRAWN = "withdrawn", "已撤回"


RUNNING = (State.WAITING, State.OPENED)
"""The states in which something is still to be done."""


class Assignment(models.Model):
    """One thing as it was given on one occasion; every village that owes it points here.

    ``origin`` names what gave it (``dispatch:12``), ``occurrence`` counts its occasions from 1. ``issuer`` wants it; ``via``
    is the town that arranged it, where one did. ``due`` None: nothing runs (有事才报).
    """

    origin = models.CharField("来源", max_length=60)
    occurrence = models.PositiveIntegerField("第几次", default=1)
    issuer = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    via = models.ForeignKey("orgs.Body", models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField("类型", max_length=16, choices=[(kind.value, label) for kind, label in KIND_LABELS.items()])
    title = models.CharField("名称", max_length=200)
    code = models.CharField("编号", max_length=64, blank=True, db_index=True)
    what = models.TextField("要做什么", blank=True)
    frequency = models.CharField("频次", max_length=16, blank=True, choices=FREQUENCIES)
    on = models.DateField("交办日期")
    first = models.DateField("从", null=True, blank=True)
    last = models.DateField("到", null=True, blank=True)
    label = models.CharField("周期", max_length=40, blank=True)
    due = models.DateField("办结期限", null=True, blank=True)
    provisional = models.BooleanField("期限暂定", default=False)
    minutes = models.PositiveIntegerField("每次用时（测算）", null=True, blank=True)
    stamp = models.CharField("印记", max_length=2, blank=True)
    made_at = models.DateTimeField("时间", default=timezone.now)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_for = models.TextField("撤回理由", blank=True)

    class Meta:
        verbose_name = "交办"
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["origin", "occurrence"], name="assignment_once_for_an_occasion"),
            models.CheckConstraint(
                condition=Q(first=None, last=None) | Q(last__gte=F("first")),
                name="assignment_period_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_for=""), name="withdrawn_assignment_says_why"
            ),
        ]
        indexes = [models.Index(fields=["issuer", "-on"], name="assignments_of_a_body")]

    def __str__(self) -> str:
        return f"{self.title}（{self.label}）" if self.label else self.title


class Obligation(models.Model):
    """That one village owes one assignment. ``on_behalf`` marks what its town did for it (代录).

    ``in_confidence``: what the village said is wrong is not told to the body that it is about, nor that it said anything.
    """

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="obligations", db_index=False)
    division = models.ForeignKey("orgs.Division", models.PROTECT, related_name="+", db_index=False)
    due = models.DateField("办结期限", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    opened_at = models.DateTimeField("签收时间", null=True, blank=True)
    opened_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    done_at = models.DateTimeField("办完时间", null=True, blank=True)
    done_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    disputed_at = models.DateTimeField("反馈时间", null=True, blank=True)
    minutes = models.PositiveIntegerField("实际用时（分钟）", null=True, blank=True)
    note = models.CharField("办理说明", max_length=500, blank=True)
    on_behalf = models.BooleanField("代录", default=False)
    in_confidence = models.BooleanField("保密反馈", default=False)

    class Meta:
        verbose_name = "村里要办的事"
        ordering = [F("due").asc(nulls_last=True), "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "division"], name="obligation_once_for_a_village"),
            models.CheckConstraint(
                condition=~Q(state=State.DONE) | Q(done_at__isnull=False), name="done_obligation_says_when"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DISPUTED) | Q(disputed_at__isnull=False), name="disputed_obligation_says_when"
            ),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__lte=100000), name="minutes_of_a_human_length"
            ),
        ]
        indexes = [
            models.Index(fields=["division", "state", "due"], name="obligations_of_a_village"),
            models.Index(fields=["assignment", "state"], name="obligations_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.division} {self.assignment}"


class DueChange(models.Model):
    """That an assignment's day was moved, and why; the earlier day stays on record."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="due_changes")
    before = models.DateField("原期限", null=True, blank=True)
    after = models.DateField("新期限")
    reason = models.TextField("理由")
    by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "改期"
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="change_of_due_date_says_why")]

    def __str__(self) -> str:
        return f"{self.assignment} → {self.after}"

"""Seals, who kept them when, and what happened to them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from qingdan.foundation.orgs.choices import Role
from qingdan.village.seals.choices import ChangeSort, SealKind, SealState

_PERSON = settings.AUTH_USER_MODEL
APPROVES = [(Role.VILLAGE_HEAD.value, "负责人在系统里批准"), ("", "只用纸质批准")]


class Seal(models.Model):
    """A seal of a village's organisation. The keeper is an account, or a named person without one."""

    division = models.ForeignKey("orgs.Division", models.PROTECT, related_name="seals")
    kind = models.CharField("哪一种", max_length=12, choices=SealKind.choices)
    name = models.CharField("印文", max_length=100)
    keeper = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    keeper_name = models.CharField("谁保管", max_length=60)
    kept_where = models.CharField("放在哪里", max_length=100, blank=True)
    approver_title = models.CharField("由谁批准", max_length=60)
    approver_role = models.CharField("怎么批准", max_length=24, choices=APPROVES, blank=True)
    state = models.CharField("状态", max_length=10, choices=SealState.choices, default=SealState.IN_USE)
    registered_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField("登记时间", default=timezone.now)
    on_behalf = models.BooleanField("代录", default=False)

    class Meta:
        verbose_name = "印章"
        ordering = ["division", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["division", "name"], condition=~Q(state="destroyed"), name="seal_name_once_in_a_village"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(keeper_name="") & ~Q(approver_title=""), name="seal_has_keeper_and_approver"
            ),
            models.CheckConstraint(condition=Q(state__in=SealState.values), name="seal_state_is_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Custody(models.Model):
    """Who kept a seal from when to when."""

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="custodies")
    keeper = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    keeper_name = models.CharField("谁保管", max_length=60)
    since = models.DateTimeField("起", default=timezone.now)
    until = models.DateTimeField("止", null=True, blank=True)
    handover = models.ForeignKey("seals.Handover", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "保管"
        ordering = ["seal", "-since", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["seal"], condition=Q(until=None), name="seal_kept_by_one_at_a_time"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="custody_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.keeper_name


class SealChange(models.Model):
    """A seal was put away, taken up again, or destroyed; the town's receipt says where it went."""

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="changes")
    sort = models.CharField("怎么了", max_length=10, choices=ChangeSort.choices)
    reason = models.CharField("原因", max_length=200)
    receipt = models.CharField("镇街的回执、凭据", max_length=200, blank=True)
    by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)
    on_behalf = models.BooleanField("代录", default=False)

    class Meta:
        verbose_name = "印章变动"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(sort="destroyed") | ~Q(receipt=""), name="seal_destroyed_with_a_receipt"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="seal_change_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.seal} {self.get_sort_display()}"

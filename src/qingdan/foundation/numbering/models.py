"""Counters, and the numbers that were taken but never used."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone


class CounterRow(models.Model):
    """The last number that was taken of a series; the database lets it grow by one only."""

    series = models.CharField("序列", max_length=120, primary_key=True)
    last = models.PositiveBigIntegerField("最后一个号")

    class Meta:
        verbose_name = "编号计数"
        constraints = [models.CheckConstraint(condition=Q(last__gte=1), name="counter_starts_at_one")]

    def __str__(self) -> str:
        return f"{self.series} {self.last}"


class VoidedNumber(models.Model):
    """A number whose paper failed: it stays taken, with the reason; never changed or deleted."""

    series = models.CharField("序列", max_length=120)
    number = models.PositiveBigIntegerField("号")
    reason = models.CharField("作废原因", max_length=200)
    actor_id = models.BigIntegerField("操作人编号", null=True)
    actor_name = models.CharField("操作人", max_length=100)
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "作废的号"
        ordering = ["series", "number"]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="number_voided_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="voided_number_starts_at_one"),
            models.CheckConstraint(condition=~Q(reason=""), name="voided_number_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.number} 作废"

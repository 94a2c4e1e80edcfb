"""The working-day calendar as the State Council's yearly notice sets it."""

from __future__ import annotations

from django.db import models


class CalendarDay(models.Model):
    """A day that differs from its weekday: a holiday on a working day, or a make-up day on a weekend."""

    day = models.DateField("日期", primary_key=True)
    is_work = models.BooleanField("上班")
    reason = models.CharField("说明", max_length=100)
    source = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        verbose_name = "调整日"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {'上班' if self.is_work else '放假'}"


class CalendarYear(models.Model):
    """A year whose notice has been entered wholly; days of other years may be provisional."""

    year = models.PositiveIntegerField("年份", primary_key=True)
    source = models.CharField("通知文号", max_length=200)
    entered_at = models.DateTimeField("录入时间", auto_now_add=True)

    class Meta:
        verbose_name = "已录入的年份"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(condition=models.Q(year__gte=2000, year__lte=2199), name="calendar_year_is_near")
        ]

    def __str__(self) -> str:
        return str(self.year)

"""Appointments: name, phone and kind only, with separate consent; and the hours of a village's counter."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from qingdan.village.certificates.choices import Booking, Half
from qingdan.village.certificates.models.applications import Application


class CounterHours(models.Model):
    """When a village's counter is open: halves of the week ("1am" is Monday morning) and how many people a half takes."""

    division = models.OneToOneField("orgs.Division", models.PROTECT, primary_key=True, related_name="+")
    halves = models.JSONField("开放时间", default=list)
    per_half = models.PositiveSmallIntegerField("每半天几个人", default=6)
    note = models.CharField("说明", max_length=100, blank=True)

    class Meta:
        verbose_name = "窗口时间"
        constraints = [models.CheckConstraint(condition=Q(per_half__gte=1), name="a_counter_takes_somebody")]

    def __str__(self) -> str:
        return f"{self.division} 窗口时间"


class Appointment(models.Model):
    """A resident's appointment. Name and phone are sealed with its own key, which is destroyed after the pack's days.

    ``word_digest`` is the keyed digest of the word that the resident got and shows or types to cancel; ``place`` is which
    of the half day's places it takes, so that the database itself lets no half day be booked beyond its number.
    """

    division = models.ForeignKey("orgs.Division", models.PROTECT, related_name="+")
    kind_code = models.CharField("证明编号", max_length=64, blank=True)
    kind_title = models.CharField("要办什么", max_length=200)
    day = models.DateField("哪天")
    half = models.CharField("上午下午", max_length=2, choices=Half.choices)
    place = models.PositiveSmallIntegerField("第几位")
    subject = models.ForeignKey("personal.Subject", models.PROTECT, related_name="+")
    sealed = models.JSONField("密封的姓名和电话", default=dict)
    phone_digest = models.CharField("电话的摘要", max_length=64)
    word_digest = models.CharField("取号口令的摘要", max_length=64)
    notice_version = models.CharField("告知书版本", max_length=20)
    consent_version = models.CharField("同意书版本", max_length=20)
    consented_at = models.DateTimeField("同意时间", default=timezone.now)
    made_at = models.DateTimeField("预约时间", default=timezone.now)
    state = models.CharField("状态", max_length=10, choices=Booking.choices, default=Booking.BOOKED)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    application = models.OneToOneField(
        Application, models.PROTECT, null=True, blank=True, related_name="appointment"
    )  # fmt: skip

    class Meta:
        verbose_name = "预约"
        ordering = ["day", "half", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["division", "day", "half", "place"], condition=Q(state="booked"), name="a_place_is_booked_once"
            ),
            models.UniqueConstraint(
                fields=["division", "day", "phone_digest"], condition=Q(state="booked"), name="one_appointment_a_day_and_phone"
            ),
            models.UniqueConstraint(fields=["division", "word_digest"], name="appointment_word_once"),
            models.CheckConstraint(condition=~Q(consent_version="") & ~Q(notice_version=""), name="booked_with_consent"),
            models.CheckConstraint(condition=Q(state="booked") | Q(ended_at__isnull=False), name="an_ended_appointment_says_when"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["division", "day", "state"], name="appointments_of_a_day")]

    def __str__(self) -> str:
        return f"{self.kind_title} {self.day} {self.get_half_display()}"

"""Appointments of residents: name and telephone are sealed with the person's own key, kept only as long as needed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from qingdan.village.public_services.choices import BookingState, Half, Rating
from qingdan.village.public_services.models.window import Ticket


class Booking(models.Model):
    """A slot at a village's window, for one service. ``code`` is what the resident gets and may cancel with.

    ``sealed`` has name and telephone; ``phone_digest`` recognises a second booking of the same slot. ``consented_at``: the
    person agreed separately that both are kept for this appointment. ``rating`` and ``feedback`` are the resident's own.
    """

    division = models.ForeignKey("orgs.Division", models.PROTECT, related_name="+", db_index=False)
    code = models.CharField("预约号", max_length=12, unique=True)
    item_code = models.CharField("事项编号", max_length=40)
    matter = models.CharField("办什么事", max_length=200)
    day = models.DateField("日期")
    half = models.CharField("时段", max_length=10, choices=Half.choices)
    state = models.CharField("状态", max_length=10, choices=BookingState.choices, default=BookingState.BOOKED)
    subject = models.ForeignKey("personal.Subject", models.PROTECT, related_name="+")
    sealed = models.JSONField("姓名和电话（加密）", default=dict)
    phone_digest = models.CharField("电话摘要", max_length=64, blank=True)
    consented_at = models.DateTimeField("同意时间")
    made_at = models.DateTimeField("预约时间", default=timezone.now)
    rating = models.CharField("办得怎么样", max_length=4, choices=Rating.choices, blank=True)
    feedback = models.CharField("反馈", max_length=200, blank=True)
    rated_at = models.DateTimeField("反馈时间", null=True, blank=True)
    ticket = models.OneToOneField(Ticket, models.PROTECT, null=True, blank=True, related_name="booking")

    class Meta:
        verbose_name = "预约"
        ordering = ["day", "half", "made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["division", "day", "half", "item_code", "phone_digest"],
                condition=Q(state=BookingState.BOOKED) & ~Q(phone_digest=""),
                name="slot_booked_once_by_a_person",
            ),
            models.CheckConstraint(
                condition=Q(state=BookingState.CAME, ticket__isnull=False)
                | ~Q(state=BookingState.CAME) & Q(ticket=None),
                name="who_came_has_a_number",
            ),
            models.CheckConstraint(
                condition=Q(rating="", feedback="", rated_at=None) | ~Q(rating="") & Q(rated_at__isnull=False),
                name="feedback_has_its_moment",
            ),
        ]
        indexes = [models.Index(fields=["division", "day", "state"], name="bookings_of_a_village")]

    def __str__(self) -> str:
        return f"{self.code} {self.matter}"

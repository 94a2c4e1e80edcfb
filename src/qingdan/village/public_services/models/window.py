"""The window: one queue for a village and day, one number for each matter, and what the town took over."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from qingdan.village.public_services.choices import Mode, Outcome, ServiceClass, TicketState, TownOutcome

_PERSON = settings.AUTH_USER_MODEL
_OF_PERSONAL = [Outcome.SELF_SOLVED, Outcome.MUTUAL_HELP, Outcome.PASSED_ON]


class Ticket(models.Model):
    """A matter at the window. ``number`` is its place in the day's queue and, with village and day, its receipt.

    ``source`` and ``reference`` name what it is of in another room (an application for a certificate), once.
    ``sealed``: name and telephone, where a matter that goes on needs them. ``handler`` is the village's own; once the
    town has a matter, the village has none. A personal matter is neither done on behalf, nor given to an organisation or
    the town; it ends as the resident's own, with the guidance (CC-06b).
    """

    division = models.ForeignKey("orgs.Division", models.PROTECT, related_name="+", db_index=False)
    day = models.DateField("日期")
    number = models.PositiveIntegerField("排队号")
    matter = models.CharField("办什么事", max_length=100)
    service_class = models.CharField("类别", max_length=10, choices=ServiceClass.choices)
    item_code = models.CharField("事项编号", max_length=40, blank=True)
    mode = models.CharField("怎么办", max_length=12, choices=Mode.choices, default=Mode.WINDOW)
    source = models.CharField("来源", max_length=40, blank=True)
    reference = models.CharField("来源编号", max_length=120, blank=True)
    state = models.CharField("状态", max_length=10, choices=TicketState.choices, default=TicketState.WAITING)
    handler = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        "public_services.Organisation", models.PROTECT, null=True, blank=True, related_name="tickets"
    )
    subject = models.ForeignKey("personal.Subject", models.PROTECT, null=True, blank=True, related_name="+")
    sealed = models.JSONField("姓名和电话（加密）", default=dict, blank=True)
    taken_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField("取号时间", default=timezone.now)
    on_behalf = models.BooleanField("镇街代录", default=False)
    begun_at = models.DateTimeField("开始办", null=True, blank=True)
    closed_at = models.DateTimeField("办结", null=True, blank=True)
    outcome = models.CharField("结果", max_length=12, choices=Outcome.choices, blank=True)
    result = models.CharField("办理结果", max_length=500, blank=True)
    guidance = models.CharField("怎么引导的", max_length=500, blank=True)

    class Meta:
        verbose_name = "窗口事项"
        ordering = ["-day", "number"]
        constraints = [
            models.UniqueConstraint(fields=["division", "day", "number"], name="ticket_number_once_in_a_day"),
            models.UniqueConstraint(
                fields=["source", "reference"], condition=~Q(source=""), name="ticket_once_for_a_reference"
            ),
            models.CheckConstraint(condition=Q(number__gte=1) & ~Q(matter=""), name="ticket_says_what"),
            models.CheckConstraint(
                condition=Q(state=TicketState.CLOSED, closed_at__isnull=False) & ~Q(outcome="")
                | ~Q(state=TicketState.CLOSED) & Q(closed_at=None, outcome=""),
                name="ticket_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(state=TicketState.WITH_TOWN) & ~Q(outcome=Outcome.BY_TOWN) | Q(handler=None),
                name="ticket_of_the_town_has_no_village_handler",
            ),
            models.CheckConstraint(
                condition=~Q(service_class=ServiceClass.PERSONAL)
                | Q(mode__in=[Mode.WINDOW, Mode.APPOINTMENT], organisation=None)
                & ~Q(state=TicketState.WITH_TOWN)
                & (Q(outcome="") | Q(outcome__in=_OF_PERSONAL) & ~Q(guidance="")),
                name="personal_matter_stays_the_residents_own",
            ),
            models.CheckConstraint(
                condition=Q(service_class=ServiceClass.PERSONAL) | ~Q(outcome__in=_OF_PERSONAL[:2]),
                name="only_personal_matters_are_self_solved",
            ),
        ]
        indexes = [
            models.Index(fields=["division", "state", "day"], name="tickets_open_in_a_village"),
            models.Index(fields=["division", "closed_at"], name="tickets_closed_in_a_village"),
        ]

    def __str__(self) -> str:
        return f"{self.receipt} {self.matter}"

    @property
    def receipt(self) -> str:
        """The receipt number: the end of the village's code, the day and the place in its queue."""
        return f"{self.division_id[6:]}-{self.day:%Y%m%d}-{self.number:03d}"


class Coordination(models.Model):
    """A matter that a village could not carry and handed to its town (NH-30, CC-06a); the town's until a result is there."""

    ticket = models.OneToOneField(Ticket, models.PROTECT, related_name="coordination")
    town = models.ForeignKey("orgs.Division", models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField("为什么村里办不了", max_length=500)
    sent_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField("交到镇街", default=timezone.now)
    owner = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    with_body = models.CharField("找了哪个单位", max_length=100, blank=True)
    outcome = models.CharField("协调结果", max_length=12, choices=TownOutcome.choices, blank=True)
    result = models.CharField("结果说明", max_length=500, blank=True)
    closed_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField("有结果", null=True, blank=True)

    class Meta:
        verbose_name = "镇街协调事项"
        ordering = ["sent_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="coordination_says_why"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, outcome="", result="")
                | Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome="") & ~Q(result=""),
                name="coordination_closed_with_result",
            ),
        ]
        indexes = [models.Index(fields=["town", "closed_at", "sent_at"], name="matters_with_a_town")]

    def __str__(self) -> str:
        return str(self.ticket)

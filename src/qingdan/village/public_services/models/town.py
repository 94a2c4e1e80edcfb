"""What offices do for villages: guidance, training, support; and what villages ask for to be able to work."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from qingdan.village.public_services.choices import ConditionAnswer, ConditionSort, HelpSort, ServiceClass

_PERSON = settings.AUTH_USER_MODEL


class Help(models.Model):
    """Guidance, training or support that an office gave a village on a day, on a class of matters or on a kept item.

    ``division`` is the village, or the place whose villages all got it.
    """

    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    division = models.ForeignKey("orgs.Division", models.PROTECT, related_name="+", db_index=False)
    sort = models.CharField("做了什么", max_length=10, choices=HelpSort.choices)
    service_class = models.CharField("哪一类事", max_length=10, choices=ServiceClass.choices, blank=True)
    item_code = models.CharField("事项编号", max_length=40, blank=True, db_index=True)
    item_title = models.CharField("事项", max_length=200, blank=True)
    day = models.DateField("日期")
    text = models.CharField("内容", max_length=500)
    by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField("记录时间", default=timezone.now)

    class Meta:
        verbose_name = "指导和保障"
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") & (~Q(service_class="") | ~Q(item_code="")), name="help_says_on_what"
            )
        ]
        indexes = [models.Index(fields=["division", "-day"], name="help_of_a_village")]

    def __str__(self) -> str:
        return f"{self.body} {self.day} {self.get_sort_display()}"


class Condition(models.Model):
    """What a village asks its town for to be able to work (NH-24); open until the town has answered."""

    division = models.ForeignKey("orgs.Division", models.PROTECT, related_name="+", db_index=False)
    sort = models.CharField("要什么", max_length=10, choices=ConditionSort.choices)
    text = models.CharField("说明", max_length=500)
    asked_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("提出时间", default=timezone.now)
    on_behalf = models.BooleanField("镇街代录", default=False)
    answer = models.CharField("答复", max_length=10, choices=ConditionAnswer.choices, blank=True)
    words = models.CharField("答复说明", max_length=500, blank=True)
    answered_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        verbose_name = "工作条件请求"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="condition_says_what"),
            models.CheckConstraint(
                condition=Q(answer="", words="", answered_by=None, answered_at=None)
                | ~Q(answer="") & ~Q(words="") & Q(answered_by__isnull=False, answered_at__isnull=False),
                name="condition_answered_by_a_person",
            ),
        ]
        indexes = [models.Index(fields=["division", "answered_at"], name="conditions_of_a_village")]

    def __str__(self) -> str:
        return f"{self.division_id} {self.get_sort_display()}"

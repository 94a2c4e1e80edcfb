"""What people say of a sentence that the machine read otherwise: labelled data of the guideline's form."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from qingdan.entry.screening.model import NotDemand

_CLASSES = [(each.value, each.value) for each in NotDemand]


class Correction(models.Model):
    """One sentence with the right label. Kept without the name of the office and without the rest of the paper."""

    screening = models.ForeignKey(
        "screening.Screening", models.SET_NULL, null=True, blank=True, related_name="corrections"
    )
    division = models.ForeignKey("orgs.Division", models.PROTECT, related_name="+")
    text = models.TextField("句子")
    start = models.PositiveIntegerField("起", default=0)
    said_demand = models.BooleanField("机器说是要求")
    said_kinds = models.JSONField("机器说的类别", default=list)
    demand = models.BooleanField("其实是要求")
    kinds = models.JSONField("其实的类别", default=list)
    not_demand = models.CharField("不是要求，是什么", max_length=12, blank=True, choices=_CLASSES)
    note = models.CharField("说明", max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "改正"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["screening", "start"], condition=Q(screening__isnull=False), name="one_correction_of_a_sentence"
            ),
            models.CheckConstraint(condition=Q(demand=True) | ~Q(not_demand=""), name="what_is_no_demand_is_something"),
        ]

    def __str__(self) -> str:
        return self.text[:60]

"""What a language model said of a screened paper: an opinion beside the verdicts, never a ground of one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class OpinionState(models.TextChoices):
    """How far it is."""

    ASKED = "asked", "在问"
    ANSWERED = "answered", "答了"
    FAILED = "failed", "没有答成"


class SecondOpinion(models.Model):
    """The model's answers by the position of their sentences: ``said`` is [{start, end, demand, kinds, why}, …]."""

    screening = models.OneToOneField("screening.Screening", models.CASCADE, related_name="second_opinion")
    model = models.CharField("模型", max_length=100)
    state = models.CharField("状态", max_length=10, choices=OpinionState.choices, default=OpinionState.ASKED)
    said = models.JSONField("说了什么", default=list)
    error = models.CharField("为什么没有答成", max_length=200, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("什么时候问的", default=timezone.now)
    answered_at = models.DateTimeField("什么时候答的", null=True, blank=True)

    class Meta:
        verbose_name = "模型意见"

    def __str__(self) -> str:
        return f"{self.model} {self.get_state_display()}"

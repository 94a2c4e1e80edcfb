"""Emergencies that are on record: what passes as one is filed afterwards, and the response closes it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

_PERSON = settings.AUTH_USER_MODEL


class EmergencyBasis(models.TextChoices):
    """On what it stands."""

    DECLARED = "declared", "已宣布（有文件）"
    IMMINENT = "imminent", "眼前有危险（值班决定）"


class Emergency(models.Model):
    """A declared emergency, or imminent danger decided by a duty officer. It counts from ``confirmed_at``.

    One declared by a paper counts when a second person has confirmed the paper; a duty officer's decision counts at
    once, because people are in danger, and is confirmed by a second person afterwards (``checked_by``).
    """

    title = models.CharField("名称", max_length=120)
    level = models.CharField("级别", max_length=40)
    divisions = models.JSONField("哪些地方", default=list)
    starts = models.DateField("从哪天起")
    ends = models.DateField("到哪天止")
    basis = models.CharField("凭什么", max_length=10, choices=EmergencyBasis.choices)
    declared_by = models.CharField("谁宣布、谁决定的", max_length=120)
    document = models.CharField("文件名称", max_length=200, blank=True)
    document_number = models.CharField("文号", max_length=100, blank=True)
    decided_on = models.DateField("宣布、决定日期")
    danger = models.TextField("什么危险", blank=True)
    scan = models.ForeignKey("documents.Attachment", models.PROTECT, null=True, blank=True, related_name="+")
    kept_at = models.CharField("原件在哪里", max_length=200, blank=True)
    district = models.CharField("区划", max_length=12, db_index=True)
    recorded_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("录入时间", default=timezone.now)
    confirmed_at = models.DateTimeField("生效时间", null=True, blank=True)
    checked_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField("核对时间", null=True, blank=True)
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)
    closed_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    response = models.TextField("处置结果", blank=True)

    class Meta:
        verbose_name = "紧急情况"
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="emergency_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("recorded_by")), name="emergency_checked_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(basis="declared") | Q(confirmed_at=None) | Q(checked_by__isnull=False),
                name="declared_emergency_counts_after_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(basis="declared") | ~Q(document=""), name="declared_emergency_names_its_paper"
            ),
            models.CheckConstraint(condition=~Q(basis="imminent") | ~Q(danger=""), name="imminent_danger_is_described"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | ~Q(response=""), name="emergency_closed_with_its_response"
            ),
        ]
        indexes = [models.Index(fields=["starts", "ends"], name="emergencies_by_day")]

    def __str__(self) -> str:
        return self.title

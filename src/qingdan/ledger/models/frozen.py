"""Frozen ledgers: what stood in a unit's ledger for a period, as it was signed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

_PERSON = settings.AUTH_USER_MODEL


class FrozenLedger(models.Model):
    """The ledger of a body, or of a division, for a period. ``digest`` covers heading and rows; only the scan comes later.

    ``zero`` is a unit's explicit word that it has nothing (零报告). Freezing a period again makes the next version.
    """

    division = models.ForeignKey("orgs.Division", models.PROTECT, related_name="+")
    body = models.ForeignKey("orgs.Body", models.PROTECT, null=True, blank=True, related_name="+")
    first = models.DateField("从")
    last = models.DateField("到")
    label = models.CharField("时段", max_length=60)
    unit = models.CharField("谁的台账", max_length=100, default="")
    version = models.PositiveSmallIntegerField("第几版", default=1)
    rows = models.PositiveIntegerField("条数")
    zero = models.BooleanField("零报告", default=False)
    digest = models.CharField("摘要", max_length=64)
    frozen_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField("定稿时间", default=timezone.now)
    scan = models.ForeignKey("documents.Attachment", models.PROTECT, null=True, blank=True, related_name="+")
    scanned_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "定稿台账"
        ordering = ["-last", "-frozen_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "first", "last", "version"],
                condition=Q(body__isnull=False),
                name="frozen_once_for_a_body",
            ),
            models.UniqueConstraint(
                fields=["division", "first", "last", "version"], condition=Q(body=None), name="frozen_once_for_a_place"
            ),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="frozen_period_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(zero=True, rows=0) | Q(zero=False, rows__gt=0), name="zero_is_said"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.label}"


class FrozenRow(models.Model):
    """One row as it stood; never changed."""

    ledger = models.ForeignKey(FrozenLedger, models.PROTECT, related_name="kept", db_index=False)
    position = models.PositiveIntegerField("第几条")
    content = models.JSONField("内容")

    class Meta:
        verbose_name = "定稿台账的一条"
        ordering = ["ledger", "position"]
        constraints = [models.UniqueConstraint(fields=["ledger", "position"], name="frozen_row_once")]

    def __str__(self) -> str:
        return f"{self.ledger_id}-{self.position}"

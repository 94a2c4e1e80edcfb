"""A file as it was understood, before anything of it is stored."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class PendingLedger(models.Model):
    """Rows of an uploaded Excel ledger that wait for their owner's word; thrown away after a day."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField("文件名", max_length=150)
    rows = models.JSONField("读出的行", default=list)
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "待确认的台账文件"

    def __str__(self) -> str:
        return self.name

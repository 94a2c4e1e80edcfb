"""A sheet of guides as it was understood, before anything of it becomes a draft."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class PendingGuides(models.Model):
    """Rows that wait for their owner's word; thrown away after a day. ``made``: how many drafts came of it, once done."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    division = models.CharField("区划", max_length=12)
    name = models.CharField("文件名", max_length=150)
    rows = models.JSONField("读出的行", default=list)
    unknown = models.JSONField("没有用到的列", default=list)
    made = models.PositiveIntegerField("成了几份草稿", null=True, blank=True)
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "待确认的指南文件"
        indexes = [models.Index(fields=["at"], name="guides_files_by_age")]

    def __str__(self) -> str:
        return self.name

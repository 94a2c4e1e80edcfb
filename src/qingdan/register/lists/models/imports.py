"""What was read from a file and waits for somebody to confirm it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from qingdan.register.lists.models.editions import Edition


class PendingImport(models.Model):
    """A file as it was understood, before anything of it is in the register; it is thrown away after a day."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="imports")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField("文件名", max_length=150)
    revision = models.PositiveIntegerField("草稿改动次数")
    rows = models.JSONField("读出的行", default=list)
    notes = models.JSONField("读的情况", default=dict)
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "待确认的导入"

    def __str__(self) -> str:
        return self.name

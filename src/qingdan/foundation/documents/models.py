"""Attachments."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Attachment(models.Model):
    """A file that was taken; its bytes lie under the data folder by their SHA-256, never under the name given.

    ``of_case``: it belongs to a case, and is read only through the case by those who may read that; no search finds it.
    """

    name = models.CharField("文件名", max_length=150)
    content_type = models.CharField("类型", max_length=100)
    size = models.PositiveIntegerField("大小")
    sha256 = models.CharField("摘要", max_length=64, db_index=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="attachments")
    division = models.ForeignKey("orgs.Division", models.PROTECT, related_name="attachments")
    at = models.DateTimeField("时间", auto_now_add=True)
    of_case = models.BooleanField("只随案卷", default=False)

    class Meta:
        verbose_name = "附件"
        constraints = [models.CheckConstraint(condition=models.Q(size__gt=0), name="attachment_is_not_empty")]

    def __str__(self) -> str:
        return self.name

"""Installed packs: immutable rows by content hash."""

from __future__ import annotations

from django.db import models


class PackVersion(models.Model):
    """One version of a pack, whole, as it was installed. The database refuses to change or delete it."""

    hash = models.CharField("内容摘要", max_length=64, primary_key=True)
    pack_id = models.CharField("政策包", max_length=40, db_index=True)
    title = models.CharField("标题", max_length=200)
    division = models.CharField("区划", max_length=12)
    status = models.CharField("状态", max_length=10)
    version = models.CharField("版本", max_length=200)
    extends = models.CharField("扩展自", max_length=40, blank=True)
    content = models.JSONField("内容")
    effective_from = models.DateField("生效日期", null=True)
    installed_at = models.DateTimeField("安装时间", auto_now_add=True)
    sequence = models.PositiveIntegerField("第几版")

    class Meta:
        verbose_name = "政策包版本"
        ordering = ["pack_id", "sequence"]
        constraints = [models.UniqueConstraint(fields=["pack_id", "sequence"], name="pack_version_in_sequence")]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"

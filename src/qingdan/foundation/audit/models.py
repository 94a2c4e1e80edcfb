"""Audit records and the heads of their streams.

A stream is a county's six digits, or ``system``. Records hold ids, the public name of an office's post, and keyed
digests — no personal data — so that erasing a person leaves the chain valid.
"""

from __future__ import annotations

from django.db import models

SYSTEM_STREAM = "system"


class StreamHead(models.Model):
    """The newest record of a stream; locked while a record is added."""

    stream = models.CharField("流", max_length=12, primary_key=True)
    number = models.PositiveBigIntegerField("最新序号", default=0)
    hash = models.CharField("最新摘要", max_length=64, default="0" * 64)

    class Meta:
        verbose_name = "审计流"

    def __str__(self) -> str:
        return f"{self.stream} #{self.number}"


class Record(models.Model):
    """One act. The database refuses to change or delete it."""

    stream = models.CharField("流", max_length=12)
    number = models.PositiveBigIntegerField("序号")
    at = models.DateTimeField("时间")
    actor_id = models.BigIntegerField("操作人编号", null=True)
    actor_name = models.CharField("操作人", max_length=100)
    verb = models.CharField("动作", max_length=60)
    object_type = models.CharField("对象类型", max_length=60)
    object_id = models.CharField("对象编号", max_length=120)
    digest = models.CharField("内容摘要", max_length=64)
    previous = models.CharField("上一条摘要", max_length=64)
    hash = models.CharField("本条摘要", max_length=64)

    class Meta:
        verbose_name = "审计记录"
        constraints = [models.UniqueConstraint(fields=["stream", "number"], name="audit_record_number_once")]
        indexes = [models.Index(fields=["object_type", "object_id"]), models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.stream} #{self.number} {self.verb}"

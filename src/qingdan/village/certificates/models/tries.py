"""Tries at guessing, where several machines share one database on a server; else they stand in a file (``tries_kept``)."""

from __future__ import annotations

from django.db import models


class CheckTry(models.Model):
    """One counted try: a keyed digest of who or what is counted, and when (seconds since 1970). Kept a day at most."""

    who = models.BinaryField("摘要", max_length=16)
    at = models.FloatField("时间")

    class Meta:
        verbose_name = "比对次数"
        indexes = [models.Index(fields=["who", "at"], name="check_tries_of"), models.Index(fields=["at"], name="check_tries_by_time")]  # fmt: skip

    def __str__(self) -> str:
        return str(self.pk)

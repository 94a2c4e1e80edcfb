"""How a conflict between a lower level's red line and a higher list or a statute was settled."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from qingdan.register.lists.models.editions import Item


class Settlement(models.Model):
    """The district's answer on one red line: it holds although something similar stands higher, or it is void.

    A later answer takes the place of an earlier one, which stays on record.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="settlements")
    holds = models.BooleanField("红线有效")
    document = models.CharField("依据", max_length=300)
    reason = models.TextField("理由")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "红线冲突处理"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.item} {'有效' if self.holds else '无效'}"

"""Messages to accounts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Message(models.Model):
    """One message to one account; ``key`` keeps a repeated event from telling twice."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages")
    title = models.CharField("标题", max_length=120)
    body = models.CharField("内容", max_length=500, blank=True)
    link = models.CharField("链接", max_length=200, blank=True)
    key = models.CharField("唯一键", max_length=120, blank=True)
    at = models.DateTimeField("时间", default=timezone.now)
    read_at = models.DateTimeField("已读", null=True, blank=True)

    class Meta:
        verbose_name = "消息"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["recipient", "read_at"])]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], condition=~Q(key=""), name="message_once_per_event"),
            models.CheckConstraint(condition=Q(link="") | Q(link__startswith="/"), name="message_links_inside"),
        ]

    def __str__(self) -> str:
        return self.title

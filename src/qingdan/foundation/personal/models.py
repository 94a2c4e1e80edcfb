"""Persons' keys, and who looked at what of whom."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Subject(models.Model):
    """One person's key, wrapped by an outside key. Rooms point here and keep only texts sealed with it.

    Erasing destroys the wrapped key: whatever was sealed with it stays unreadable, here and in the rooms' rows.
    """

    id = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    key_id = models.CharField("外部密钥", max_length=12, blank=True, db_index=True)
    wrapped = models.CharField("加密的个人密钥", max_length=200, blank=True)
    made_at = models.DateTimeField("建立时间", default=timezone.now)
    erased_at = models.DateTimeField("删除时间", null=True, blank=True)

    class Meta:
        verbose_name = "个人信息密钥"
        constraints = [
            models.CheckConstraint(
                condition=(Q(erased_at=None) & ~Q(wrapped="") & ~Q(key_id=""))
                | Q(erased_at__isnull=False, wrapped="", key_id=""),
                name="subject_has_a_key_until_erased",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_erased(self) -> bool:
        """Whether the key is destroyed."""
        return self.erased_at is not None


class Reveal(models.Model):
    """That somebody looked at a person's data unmasked: who, when, what, on which thing. Never changed or deleted.

    The reason may name the person, so it is sealed with the person's key and goes with it.
    """

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="reveals")
    at = models.DateTimeField("时间", default=timezone.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    actor_name = models.CharField("谁看的", max_length=100)
    what = models.CharField("看了什么", max_length=100)
    reason = models.TextField("为什么（加密）")
    object_type = models.CharField("对象类型", max_length=60)
    object_id = models.CharField("对象编号", max_length=120)
    division_id = models.CharField("区划", max_length=12, blank=True)

    class Meta:
        verbose_name = "查看记录"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="reveal_by_object")]
        constraints = [
            models.CheckConstraint(condition=~Q(what="") & ~Q(reason=""), name="reveal_says_what_and_why"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.what}"

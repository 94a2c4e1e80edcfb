"""Ordinary contact with villages: an invitation, an answer about one resident's matter. No obligation comes of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class ContactSort(models.TextChoices):
    """What it is; nothing else is ordinary contact."""

    INVITATION = "invitation", "邀请"
    REPLY = "reply", "答复一位居民的事"


class Contact(models.Model):
    """One message of a body to villages. ``looks_like``: the kinds of demand that its words pointed to all the same."""

    issuer = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    sort = models.CharField("类别", max_length=10, choices=ContactSort.choices)
    title = models.CharField("标题", max_length=100)
    text = models.TextField("内容", max_length=1000)
    looks_like = models.JSONField("按词看像什么", default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "普通联系"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["issuer", "-at"], name="contacts_of_a_body")]

    def __str__(self) -> str:
        return self.title


class ContactPlace(models.Model):
    """That a contact went to a village."""

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="places")
    division = models.ForeignKey("orgs.Division", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = "普通联系的村"
        ordering = ["division_id"]
        constraints = [models.UniqueConstraint(fields=["contact", "division"], name="village_contacted_once")]
        indexes = [models.Index(fields=["division", "contact"], name="contacts_of_a_village")]

    def __str__(self) -> str:
        return str(self.division)

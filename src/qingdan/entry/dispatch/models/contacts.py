"""Ordinary contact: an invitation, a reply on one resident's case, a notice. It creates nothing that must be reported."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

_PERSON = settings.AUTH_USER_MODEL


class Contact(models.Model):
    """A message of a body to some villages; no answer is owed, and nobody counts who has read it."""

    SORTS = (("invitation", "邀请"), ("reply", "答复一位居民的事"), ("notice", "告知"))

    issuer = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    sort = models.CharField("类别", max_length=10, choices=SORTS)
    title = models.CharField("标题", max_length=100)
    text = models.TextField("内容", max_length=1000)
    by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "普通联系"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["issuer", "-at"], name="contacts_of_a_body")]

    def __str__(self) -> str:
        return self.title


class ContactReceipt(models.Model):
    """To which village a contact went."""

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="villages")
    division = models.ForeignKey("orgs.Division", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = "联系的村"
        constraints = [models.UniqueConstraint(fields=["division", "contact"], name="contact_once_to_a_village")]

    def __str__(self) -> str:
        return f"{self.contact} {self.division}"

"""The documents on which items rest; each has a validity of its own."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from qingdan.register.lists.basis import is_number
from qingdan.register.lists.models.editions import Item


class BasisDocument(models.Model):
    """A law or document that items cite. ``key`` is what "the same document" means."""

    key = models.CharField("比对用名称", max_length=200, unique=True)
    title = models.CharField("名称", max_length=200)
    number = models.CharField("文号", max_length=100, blank=True)

    class Meta:
        verbose_name = "依据文件"
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title if is_number(self.title) else f"《{self.title}》"


class BasisEnd(models.Model):
    """That a document is no longer valid, as recorded for a division and all below it: it flags the items there."""

    document = models.ForeignKey(BasisDocument, models.PROTECT, related_name="ends")
    division = models.CharField("区划", max_length=12)
    valid_to = models.DateField("有效到")
    ended_by = models.CharField("废止依据", max_length=300)
    replaced_by = models.CharField("替代文件", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("录入时间", default=timezone.now)
    taken_back_at = models.DateTimeField("撤回时间", null=True, blank=True)

    class Meta:
        verbose_name = "依据废止"
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "division"], condition=Q(taken_back_at=None), name="basis_ends_once_for_a_division"
            ),
            models.CheckConstraint(condition=~Q(ended_by=""), name="end_of_a_basis_has_its_source"),
        ]

    def __str__(self) -> str:
        return f"{self.document} 有效到 {self.valid_to}"


class ItemBasis(models.Model):
    """That an item rests on an article of a document: made from the item's own words, for finding."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="bases")
    document = models.ForeignKey(BasisDocument, models.PROTECT, related_name="cited_by")
    article = models.CharField("条款", max_length=100, blank=True)
    position = models.PositiveSmallIntegerField("次序")

    class Meta:
        verbose_name = "事项依据"
        ordering = ["item", "position"]
        constraints = [models.UniqueConstraint(fields=["item", "position"], name="basis_position_once_in_an_item")]

    def __str__(self) -> str:
        return f"{self.document}{self.article}"

"""Handing seals over: with an inventory, a witness, and the word of both sides."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from qingdan.village.seals.models.seals import Seal

_PERSON = settings.AUTH_USER_MODEL


class Handover(models.Model):
    """Seals and registers pass from one keeper to another when both sides have confirmed.

    A side confirms with its account; one without an account signs the printed inventory, and who enters that says where
    it is kept.
    """

    division = models.ForeignKey("orgs.Division", models.PROTECT, related_name="+")
    seals: models.ManyToManyField[Seal, models.Model] = models.ManyToManyField(Seal, related_name="handovers")
    giver = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    giver_name = models.CharField("移交人", max_length=60)
    taker = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    taker_name = models.CharField("接收人", max_length=60)
    witness_name = models.CharField("监交人", max_length=60)
    reason = models.CharField("为什么移交", max_length=200)
    inventory = models.TextField("移交清单")
    begun_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField("提出时间", default=timezone.now)
    on_behalf = models.BooleanField("代录", default=False)
    given_at = models.DateTimeField("移交人确认", null=True, blank=True)
    given_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    given_paper = models.CharField("移交人签字的原件", max_length=200, blank=True)
    taken_at = models.DateTimeField("接收人确认", null=True, blank=True)
    taken_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    taken_paper = models.CharField("接收人签字的原件", max_length=200, blank=True)
    called_off_at = models.DateTimeField("取消时间", null=True, blank=True)
    called_off_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "印章移交"
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(giver_name=F("taker_name")), name="seal_handed_to_another"),
            models.CheckConstraint(
                condition=~Q(witness_name="") & ~Q(inventory="") & ~Q(reason=""), name="seal_handed_with_inventory"
            ),
            models.CheckConstraint(
                condition=Q(called_off_at=None) | Q(given_at=None) | Q(taken_at=None), name="seal_handed_or_called_off"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver_name} → {self.taker_name}"

    @property
    def done(self) -> bool:
        """Whether both sides have confirmed."""
        return self.given_at is not None and self.taken_at is not None

    @property
    def open(self) -> bool:
        """Whether a side is still to confirm."""
        return not self.done and self.called_off_at is None

    @property
    def standing(self) -> str:
        """How it stands, in words."""
        if self.called_off_at is not None:
            return "已取消"
        if self.done:
            return "已移交"
        return "等接收人确认" if self.given_at else "等移交人确认"

"""The register itself: every use with its number, what is said of it later, and seals taken outside."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from qingdan.village.seals.choices import NoteSort
from qingdan.village.seals.models.approvals import SealApproval
from qingdan.village.seals.models.seals import Seal

_PERSON = settings.AUTH_USER_MODEL


class SealUse(models.Model):
    """One use. The database refuses to change or delete it; what is wrong is said in a further entry."""

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="uses")
    year = models.PositiveSmallIntegerField("年")
    number = models.PositiveIntegerField("号")
    approval = models.ForeignKey(SealApproval, models.PROTECT, related_name="uses")
    pages = models.PositiveIntegerField("页数")
    copies = models.PositiveIntegerField("份数")
    pressed_on = models.DateField("盖章日期")
    presser = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    presser_name = models.CharField("盖章人", max_length=60)
    keeper_name = models.CharField("保管人", max_length=60)
    outside = models.BooleanField("在外面盖的", default=False)
    late = models.BooleanField("补录", default=False)
    recorded_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("登记时间", default=timezone.now)
    on_behalf = models.BooleanField("代录", default=False)

    class Meta:
        verbose_name = "用印"
        ordering = ["seal", "-year", "-number"]
        indexes = [models.Index(fields=["recorded_at"], name="seal_use_by_moment")]
        constraints = [
            models.UniqueConstraint(fields=["seal", "year", "number"], name="seal_use_number_once"),
            models.CheckConstraint(condition=Q(pages__gte=1, copies__gte=1, number__gte=1), name="seal_use_counts"),
            models.CheckConstraint(condition=~Q(presser_name="") & ~Q(keeper_name=""), name="seal_use_names_people"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The number as it stands in the register: 2026-0012."""
        return f"{self.year}-{self.number:04d}"


class UseNote(models.Model):
    """A further entry to a use: spoiled with its reason (the number stays), or a correction."""

    use = models.ForeignKey(SealUse, models.PROTECT, related_name="notes")
    sort = models.CharField("哪一种", max_length=10, choices=NoteSort.choices)
    words = models.CharField("说明", max_length=300)
    by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)
    on_behalf = models.BooleanField("代录", default=False)

    class Meta:
        verbose_name = "用印的补充记录"
        ordering = ["use", "at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["use"], condition=Q(sort="spoiled"), name="seal_use_spoiled_once"),
            models.CheckConstraint(condition=~Q(words=""), name="seal_use_note_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.use} {self.get_sort_display()}"


class Takeout(models.Model):
    """A seal outside its place, on an approval, with the day of its return."""

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="takeouts")
    approval = models.OneToOneField(SealApproval, models.PROTECT, related_name="takeout")
    taker = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    taker_name = models.CharField("谁带出", max_length=60)
    where = models.CharField("带到哪里", max_length=120)
    due_back = models.DateField("哪天前带回")
    out_at = models.DateTimeField("带出时间", default=timezone.now)
    out_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    on_behalf = models.BooleanField("代录", default=False)
    back_at = models.DateTimeField("带回时间", null=True, blank=True)
    back_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    back_note = models.CharField("带回时的情况", max_length=200, blank=True)

    class Meta:
        verbose_name = "印章带出"
        ordering = ["-out_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["seal"], condition=Q(back_at=None), name="seal_out_once_at_a_time"),
            models.CheckConstraint(
                condition=Q(back_at=None, back_by=None) | Q(back_at__isnull=False, back_by__isnull=False),
                name="seal_back_by_somebody",
            ),
            models.CheckConstraint(condition=Q(back_at=None) | Q(back_at__gte=F("out_at")), name="seal_back_after_out"),
            models.CheckConstraint(condition=~Q(taker_name="") & ~Q(where=""), name="seal_out_with_whom_where"),
        ]

    def __str__(self) -> str:
        return f"{self.seal} {self.where}"

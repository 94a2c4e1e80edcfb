"""What was admitted: its code, where and how often it may be asked, until when; how it ended."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from qingdan.entry.admission.models.cases import KIND_CHOICES, PERSON
from qingdan.policy.gate.facts import FREQUENCIES
from qingdan.register.lists.models import Openness


class Ending(models.TextChoices):
    """How an admitted item came to its end before its day."""

    WITHDRAWN = "withdrawn", "撤销"
    EXITED = "exited", "退出"
    RENEWED = "renewed", "由新的准入替代"


class AdmittedItem(models.Model):
    """A matter that may be asked, by one body, in some divisions; its code is valid from ``valid_from`` on.

    ``facts`` are what is on record of it for the gate (whose consent it has). ``absorbed_code``: the item of a list that
    has taken it over; the code goes on naming the same matter. ``ended_on`` is the first day on which it is no longer valid.
    """

    code = models.CharField("准入编号", max_length=24, unique=True)
    compact = models.CharField("编号（无横线）", max_length=24, unique=True)
    case = models.OneToOneField("Case", models.PROTECT, related_name="item")
    jurisdiction = models.CharField("由哪里准入", max_length=12, db_index=True)
    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="admitted_items")
    kind = models.CharField("类别", max_length=16, choices=KIND_CHOICES)
    title = models.CharField("名称", max_length=200)
    key = models.CharField("比对用名称", max_length=200)
    content = models.TextField("内容", blank=True)
    divisions = models.JSONField("范围", default=list)
    units = models.JSONField("适用", default=list)
    frequency = models.CharField("频次", max_length=16, blank=True, choices=FREQUENCIES)
    minutes = models.PositiveIntegerField("每次用时（分钟）", null=True, blank=True)
    funding = models.TextField("经费", blank=True)
    training = models.TextField("指导培训", blank=True)
    flow_chart = models.ForeignKey("documents.Attachment", models.PROTECT, null=True, blank=True, related_name="+")
    flow_steps = models.JSONField("流程步骤", default=list, blank=True)
    conditions = models.TextField("批准时的条件", blank=True)
    facts = models.JSONField("在案情况", default=dict, blank=True)
    filing_number = models.CharField("备案号", max_length=40, blank=True)
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True, blank=True)
    review_on = models.DateField("复核日期", null=True, blank=True)
    openness = models.CharField("公开属性", max_length=10, choices=Openness.choices, default=Openness.INTERNAL)
    openness_review = models.TextField("公开属性审查", blank=True)
    ended_on = models.DateField("终止日期", null=True, blank=True)
    ending = models.CharField("怎样终止", max_length=10, blank=True, choices=Ending.choices)
    ended_for = models.TextField("终止理由", blank=True)
    handover = models.TextField("衔接安排", blank=True)
    ended_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    absorbed_on = models.DateField("纳入清单日期", null=True, blank=True)
    absorbed_code = models.CharField("清单编码", max_length=40, blank=True)
    admitted_at = models.DateTimeField("准入时间", default=timezone.now)

    class Meta:
        verbose_name = "准入事项"
        ordering = ["-admitted_at", "-pk"]
        indexes = [models.Index(fields=["body", "valid_from"]), models.Index(fields=["jurisdiction", "kind", "key"])]
        constraints = [
            models.UniqueConstraint(fields=["filing_number", "jurisdiction"], condition=~Q(filing_number=""), name="filing_number_once"),
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="item_ends_after_it_begins"),
            models.CheckConstraint(
                condition=(Q(ended_on=None) & Q(ending="")) | (Q(ended_on__isnull=False) & ~Q(ending="") & ~Q(ended_for="")),
                name="an_ended_item_says_how_and_why",
            ),
            models.CheckConstraint(
                condition=Q(openness="internal") | ~Q(openness_review=""), name="a_public_item_was_reviewed"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def valid_on(self, day: date) -> bool:
        """Whether its code is valid on a day."""
        ended = self.ended_on is not None and self.ended_on <= day
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to) and not ended

    @property
    def last_day(self) -> date | None:
        """The last day on which it is valid as things stand; None where nothing ends it."""
        return self.valid_to


class AdmittedPlace(models.Model):
    """A division in an item's scope, so that what reaches a place is found by one range."""

    item = models.ForeignKey(AdmittedItem, models.CASCADE, related_name="places")
    division = models.CharField("区划", max_length=12, db_index=True)

    class Meta:
        verbose_name = "准入范围"
        constraints = [models.UniqueConstraint(fields=["item", "division"], name="place_once_in_a_scope")]

    def __str__(self) -> str:
        return self.division


class Revision(models.Model):
    """Stamps a jurisdiction's admitted items anew at each change, so that the gate need not read them for every question.

    A stamp never comes again: what was read inside a transaction that was rolled back is not taken for what follows.
    """

    division = models.CharField("区划", max_length=12, primary_key=True)
    stamp = models.CharField("标记", max_length=32, default="")

    class Meta:
        verbose_name = "改动"

    def __str__(self) -> str:
        return f"{self.division} {self.stamp}"

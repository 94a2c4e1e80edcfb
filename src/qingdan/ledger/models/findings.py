"""Findings and their rectification: every step is a row, and the database refuses what must never be."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from qingdan.ledger.choices import RUNNING, ExtensionState, FindingKind, FindingState, Section, Verb
from qingdan.ledger.models.leads import KINDS
from qingdan.ledger.rules import overdue, section_of

_PERSON = settings.AUTH_USER_MODEL


class Finding(models.Model):
    """A finding. ``revision`` counts its steps: an Excel file knows by it whether the row has changed since.

    ``shown_from`` is the day from which the responsible body sees it; ``announced_at`` when its officers were told.
    """

    district = models.CharField("区县", max_length=12)
    year = models.PositiveSmallIntegerField("年份")
    number = models.PositiveIntegerField("编号")
    division = models.ForeignKey("orgs.Division", models.PROTECT, related_name="+", db_index=False)
    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+", db_index=False)
    title = models.CharField("问题", max_length=200)
    text = models.TextField("情况", blank=True)
    kind = models.CharField("类别", max_length=16, blank=True, choices=KINDS)
    finding_kind = models.CharField("问题类型", max_length=20, choices=FindingKind.choices)
    clause = models.CharField("条款", max_length=40, blank=True)
    source = models.CharField("来源", max_length=40)
    confidential = models.BooleanField("保护反映人", default=False)
    dispatched_before_filing = models.BooleanField("先派后批", default=False)
    measure = models.TextField("整改措施", blank=True)
    due = models.DateField("整改时限")
    state = models.CharField("状态", max_length=10, choices=FindingState.choices, default=FindingState.OPEN)
    revision = models.PositiveIntegerField("修订", default=0)
    opened_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("确认时间", default=timezone.now)
    opened_on = models.DateField("确认日期")
    shown_from = models.DateField("责任单位从哪天起看到")
    announced_at = models.DateTimeField("告知时间", null=True, blank=True)
    result = models.TextField("整改情况", blank=True)
    mended_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    mended_at = models.DateTimeField("报告整改时间", null=True, blank=True)
    verified_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    closed_on = models.DateField("销号日期", null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")

    class Meta:
        verbose_name = "问题"
        ordering = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["district", "year", "number"], name="finding_number_once"),
            models.CheckConstraint(condition=~Q(title=""), name="finding_says_what"),
            models.CheckConstraint(
                condition=Q(state__in=[FindingState.OPEN, FindingState.MERGED, FindingState.ANNULLED]) | ~Q(measure=""),
                name="finding_in_mending_has_a_measure",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[FindingState.REPORTED, FindingState.CLOSED])
                | Q(mended_by__isnull=False, mended_at__isnull=False),
                name="finding_reported_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=FindingState.CLOSED, verified_by__isnull=False, closed_on__isnull=False)
                | ~Q(state=FindingState.CLOSED) & Q(verified_by=None, closed_on=None),
                name="finding_closed_means_verified",
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None) | Q(mended_by=None) | ~Q(verified_by=F("mended_by")),
                name="finding_not_verified_by_its_mender",
            ),
            models.CheckConstraint(
                condition=Q(state=FindingState.MERGED, merged_into__isnull=False)
                | ~Q(state=FindingState.MERGED) & Q(merged_into=None),
                name="finding_merged_says_into_which",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="finding_not_merged_into_itself"
            ),
        ]
        indexes = [
            models.Index(fields=["district", "state", "due"], name="finding_by_district"),
            models.Index(fields=["body", "state", "due"], name="finding_by_body"),
            models.Index(fields=["due"], condition=Q(state__in=list(RUNNING)), name="finding_running"),
            models.Index(
                fields=["division", "state", "due", "body", "shown_from", "confidential"], name="finding_counted"
            ),
            # Holds all that a ledger is filtered, counted and sorted by, so that its totals and the keys of any page are
            # read from it alone: a row of the table itself is ten times as long.
            models.Index(
                fields=[
                    "due",
                    "id",
                    "state",
                    "division",
                    "body",
                    "opened_on",
                    "shown_from",
                    "confidential",
                    "kind",
                    "finding_kind",
                    "source",
                    "dispatched_before_filing",
                    "year",
                    "number",
                    "mended_by",
                    "title",
                ],
                name="finding_in_short",
            ),
            models.Index(fields=["shown_from"], condition=Q(announced_at=None), name="finding_to_announce"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def code(self) -> str:
        """The number as people say it, once in a district."""
        return f"WT-{self.year}-{self.number:04d}"

    @property
    def section(self) -> Section:
        """In which part of the ledger it stands."""
        return section_of(self.kind, self.finding_kind)

    def overdue(self, today: date) -> bool:
        """Whether the responsible body is late."""
        return overdue(self.state, self.due, today)


class Step(models.Model):
    """One row of history. The database refuses to change or delete it; ``number`` is the finding's revision then."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="steps", db_index=False)
    number = models.PositiveIntegerField("第几步")
    verb = models.CharField("做了什么", max_length=20, choices=Verb.choices)
    before = models.CharField("原状态", max_length=10, blank=True)
    after = models.CharField("后状态", max_length=10)
    by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)
    text = models.TextField("说明", blank=True)
    details = models.JSONField("变化", default=dict, blank=True)
    attachments = models.ManyToManyField("documents.Attachment", related_name="+", blank=True)

    class Meta:
        verbose_name = "经过"
        ordering = ["finding", "number"]
        constraints = [models.UniqueConstraint(fields=["finding", "number"], name="step_number_once")]

    def __str__(self) -> str:
        return f"{self.finding_id}-{self.number} {self.get_verb_display()}"


class Extension(models.Model):
    """A request for more time with its reason, and what was decided on it."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="extensions")
    due = models.DateField("原时限")
    until = models.DateField("申请延到")
    reason = models.TextField("理由")
    asked_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("申请时间", default=timezone.now)
    state = models.CharField("状态", max_length=10, choices=ExtensionState.choices, default=ExtensionState.ASKED)
    decided_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    decision_reason = models.TextField("决定理由", blank=True)

    class Meta:
        verbose_name = "延期申请"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["finding"], condition=Q(state=ExtensionState.ASKED), name="one_extension_asked_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("due")) & ~Q(reason=""), name="extension_is_later_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ExtensionState.ASKED, ExtensionState.LAPSED])
                | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(decided_by=F("asked_by")),
                name="extension_decided_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state=ExtensionState.REFUSED) | ~Q(decision_reason=""),
                name="extension_refused_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["asked_at"], condition=Q(state=ExtensionState.ASKED), name="extension_waiting")]

    def __str__(self) -> str:
        return f"{self.finding} → {self.until}"


class Escalation(models.Model):
    """That an overdue finding was told once at a level for a due date: 1 within the body, 2 to the lead office."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="escalations", db_index=False)
    due = models.DateField("逾期的时限")
    level = models.PositiveSmallIntegerField("到哪一级", choices=[(1, "责任单位"), (2, "牵头单位")])
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "逾期提醒"
        constraints = [models.UniqueConstraint(fields=["finding", "due", "level"], name="escalated_once")]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.due} {self.level}"

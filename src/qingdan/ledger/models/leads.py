"""Leads: what somebody or something says may be wrong, before a person has confirmed it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from qingdan.ledger.choices import DismissedAs, FindingKind, LeadState, Section
from qingdan.ledger.rules import section_of
from qingdan.policy.gate.labels import KIND_LABELS

_PERSON = settings.AUTH_USER_MODEL
KINDS = [(kind.value, label) for kind, label in KIND_LABELS.items()]


class Lead(models.Model):
    """A lead. ``source`` and ``reference`` name what it came from, once; ``verdict`` is what the gate said of it.

    ``measure`` and ``due`` are what a self-check proposes. A confidential lead protects its informant.
    """

    district = models.CharField("区县", max_length=12)
    year = models.PositiveSmallIntegerField("年份")
    number = models.PositiveIntegerField("编号")
    source = models.CharField("来源", max_length=40)
    reference = models.CharField("来源编号", max_length=120)
    division = models.ForeignKey("orgs.Division", models.PROTECT, related_name="+", db_index=False)
    about = models.ForeignKey("orgs.Body", models.PROTECT, null=True, blank=True, related_name="+")
    about_name = models.CharField("涉及单位", max_length=200, blank=True)
    title = models.CharField("标题", max_length=200)
    text = models.TextField("情况", blank=True)
    kind = models.CharField("类别", max_length=16, blank=True, choices=KINDS)
    finding_kind = models.CharField("问题类型", max_length=20, blank=True, choices=FindingKind.choices)
    clause = models.CharField("条款", max_length=40, blank=True)
    outcome = models.CharField("规则结论", max_length=16, blank=True)
    verdict = models.JSONField("规则检查", default=dict, blank=True)
    measure = models.TextField("拟定措施", blank=True)
    due = models.DateField("拟定时限", null=True, blank=True)
    confidential = models.BooleanField("保护反映人", default=False)
    dispatched_before_filing = models.BooleanField("先派后批", default=False)
    reported_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField("收到时间", default=timezone.now)
    attachments = models.ManyToManyField("documents.Attachment", related_name="+", blank=True)
    state = models.CharField("状态", max_length=10, choices=LeadState.choices, default=LeadState.NEW)
    decided_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    decision_reason = models.TextField("决定理由", blank=True)
    dismissed_as = models.CharField("不成立的缘由", max_length=12, blank=True, choices=DismissedAs.choices)
    finding = models.ForeignKey("ledger.Finding", models.PROTECT, null=True, blank=True, related_name="leads")

    class Meta:
        verbose_name = "线索"
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "reference"], name="lead_once_per_reference"),
            models.UniqueConstraint(fields=["district", "year", "number"], name="lead_number_once"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(source="") & ~Q(reference=""), name="lead_says_what"),
            models.CheckConstraint(
                condition=Q(state=LeadState.NEW, decided_by=None, decided_at=None)
                | ~Q(state=LeadState.NEW) & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="lead_decided_by_a_person",
            ),
            models.CheckConstraint(
                condition=Q(state=LeadState.DISMISSED) & ~Q(decision_reason="") & ~Q(dismissed_as="")
                | ~Q(state=LeadState.DISMISSED) & Q(dismissed_as=""),
                name="lead_dismissed_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[LeadState.CONFIRMED, LeadState.MERGED], finding__isnull=False)
                | Q(state__in=[LeadState.NEW, LeadState.DISMISSED], finding=None),
                name="lead_confirmed_into_a_finding",
            ),
        ]
        indexes = [
            models.Index(fields=["division", "received_at"], name="lead_by_place"),
            models.Index(fields=["division", "received_at"], condition=Q(state=LeadState.NEW), name="lead_waiting"),
            models.Index(fields=["reported_by", "received_at"], name="lead_by_reporter"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def code(self) -> str:
        """The number as people say it, once in a district."""
        return f"XS-{self.year}-{self.number:04d}"

    @property
    def section(self) -> Section:
        """In which part of the ledger it would stand."""
        return section_of(self.kind, self.finding_kind)

    @property
    def about_label(self) -> str:
        """The body it is about, on record or as it was named."""
        return str(self.about) if self.about_id else self.about_name

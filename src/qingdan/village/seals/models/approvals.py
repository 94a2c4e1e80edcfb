"""What a seal is asked for, and the approval on which it is pressed or taken outside."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from qingdan.village.seals.choices import ApprovalState, Sort
from qingdan.village.seals.models.seals import Seal

_PERSON = settings.AUTH_USER_MODEL
_APPROVED_BY_SOMEBODY = Q(approver__isnull=False) | ~Q(paper_number="")


class SealApproval(models.Model):
    """Somebody of the village asks for the seal; whoever answers for it approves, in the system or on paper.

    The document is a thing of another room (``source`` and ``reference``), or any other document whose copy is kept
    (``kept_at``). The applicant is the village's own person who handles it, never the resident: names of residents do not
    belong here. A paper approval may be entered afterwards, marked late; a second person compares it with the original.
    """

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="approvals")
    sort = models.CharField("做什么", max_length=8, choices=Sort.choices, default=Sort.USE)
    source = models.CharField("来源", max_length=40, blank=True)
    reference = models.CharField("来源编号", max_length=60, blank=True)
    document_title = models.CharField("什么材料", max_length=200)
    kept_at = models.CharField("留存在哪里", max_length=200, blank=True)
    purpose = models.CharField("做什么用", max_length=300)
    pages = models.PositiveIntegerField("页数", default=1)
    copies = models.PositiveIntegerField("份数", default=1)
    applicant = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    applicant_name = models.CharField("经办人", max_length=60)
    asked_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("申请时间", default=timezone.now)
    on_behalf = models.BooleanField("代录", default=False)
    state = models.CharField("状态", max_length=10, choices=ApprovalState.choices, default=ApprovalState.ASKED)
    approver = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    approver_name = models.CharField("批准人", max_length=60, blank=True)
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    remark = models.CharField("说明", max_length=300, blank=True)
    paper_number = models.CharField("纸质批准的编号", max_length=100, blank=True)
    paper_on = models.DateField("纸质批准的日期", null=True, blank=True)
    paper_kept_at = models.CharField("原件在哪里", max_length=200, blank=True)
    late = models.BooleanField("补录", default=False)
    late_days = models.PositiveIntegerField("晚了几天", default=0)
    checked_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField("核对时间", null=True, blank=True)
    closed_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField("收回时间", null=True, blank=True)

    class Meta:
        verbose_name = "用印审批"
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["source", "reference"], name="seal_approval_by_source"),
            models.Index(fields=["seal", "state"], name="seal_approval_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["seal", "source", "reference"],
                condition=Q(state="asked") & ~Q(source=""),
                name="seal_asked_once_for_a_thing",
            ),
            models.CheckConstraint(
                condition=Q(sort="takeout") | (~Q(source="") & ~Q(reference="")) | ~Q(kept_at=""),
                name="seal_use_has_a_document",
            ),
            models.CheckConstraint(
                condition=Q(sort="takeout") | Q(pages__gte=1, copies__gte=1), name="seal_use_has_pages"
            ),
            models.CheckConstraint(
                condition=~Q(document_title="") & ~Q(purpose="") & ~Q(applicant_name=""), name="seal_asked_with_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | (Q(decided_at__isnull=False) & ~Q(approver_name="") & _APPROVED_BY_SOMEBODY),
                name="seal_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | (Q(decided_at__isnull=False, approver__isnull=False) & ~Q(remark="")),
                name="seal_refused_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(paper_number="", paper_on=None, paper_kept_at="", late=False)
                | (~Q(paper_number="") & Q(paper_on__isnull=False) & ~Q(paper_kept_at="")),
                name="seal_paper_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("asked_by")), name="seal_paper_checked_by_another"
            ),
            models.CheckConstraint(
                condition=Q(approver=None) | Q(applicant=None) | ~Q(approver=F("applicant")),
                name="seal_approved_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.document_title

    @property
    def on_paper(self) -> bool:
        """Whether it was approved on paper."""
        return bool(self.paper_number)

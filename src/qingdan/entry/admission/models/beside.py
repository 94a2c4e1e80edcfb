"""What stands beside the cases: a body's own chain, local methods, voluntary consultation, reports upwards."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from qingdan.entry.admission.models.cases import PERSON
from qingdan.entry.admission.rules import STANCE_LABELS


class InternalChain(models.Model):
    """Who signs in a body before an application leaves it: one to four steps, set by its own officers."""

    body = models.OneToOneField("orgs.Body", models.PROTECT, related_name="admission_chain")
    steps = models.JSONField("步骤", default=list)
    changed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField("设置时间", default=timezone.now)

    class Meta:
        verbose_name = "本单位审签步骤"

    def __str__(self) -> str:
        return f"{self.body} {'、'.join(self.steps)}"


class LocalProcedure(models.Model):
    """A local method that the place's document does not state: recorded by a steward, confirmed by the lead body."""

    division = models.CharField("区划", max_length=12, db_index=True)
    spec = models.JSONField("程序")
    kinds = models.JSONField("类别", default=list)
    document = models.CharField("依据文件", max_length=300)
    document_number = models.CharField("文号", max_length=100, blank=True)
    scan = models.ForeignKey("documents.Attachment", models.PROTECT, null=True, blank=True, related_name="+")
    source = models.TextField("来源说明")
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("登记时间", default=timezone.now)
    confirmed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    ended_at = models.DateTimeField("停用时间", null=True, blank=True)
    ended_for = models.TextField("停用理由", blank=True)

    class Meta:
        verbose_name = "本地办法"
        ordering = ["-recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("recorded_by")),
                name="local_method_confirmed_by_another",
            ),
            models.CheckConstraint(condition=~Q(document=""), name="local_method_has_its_source"),
        ]

    def __str__(self) -> str:
        return self.document


class Consultation(models.Model):
    """Towns and a sample of villages are asked what they think; answering is voluntary, and nobody waits for it."""

    case = models.OneToOneField("Case", models.PROTECT, related_name="consultation")
    question = models.TextField("想听什么", blank=True)
    until = models.DateField("到")
    asked_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "征求镇村意见"

    def __str__(self) -> str:
        return f"{self.case}"


class ConsultedDivision(models.Model):
    """One town or village that was asked, with its answer, if it gave one."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="asked")
    division = models.ForeignKey("orgs.Division", models.PROTECT, related_name="+")
    stance = models.CharField(
        "意见", max_length=10, blank=True, choices=[(s.value, label) for s, label in STANCE_LABELS.items()]
    )
    text = models.TextField("说明", blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField("时间", null=True, blank=True)

    class Meta:
        verbose_name = "镇村意见"
        ordering = ["division"]
        constraints = [models.UniqueConstraint(fields=["consultation", "division"], name="division_asked_once")]

    def __str__(self) -> str:
        return str(self.division)


class UpwardReport(models.Model):
    """上级事项反映: a document from above asks what the place's rules do not allow. It is told upwards, never a finding."""

    division = models.CharField("区划", max_length=12, db_index=True)
    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    case = models.ForeignKey("Case", models.PROTECT, null=True, blank=True, related_name="upward_reports")
    addressee = models.CharField("报给", max_length=100)
    upper_title = models.CharField("上级文件", max_length=200)
    upper_number = models.CharField("文号", max_length=100, blank=True)
    upper_issuer = models.CharField("上级单位", max_length=100)
    asks = models.TextField("文件要求")
    conflict = models.TextField("与什么不一致")
    clause = models.CharField("条款", max_length=12, blank=True)
    proposal = models.TextField("建议")
    reported_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField("时间", default=timezone.now)
    answer = models.TextField("答复", blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answered_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "上级事项反映"
        ordering = ["-reported_at"]
        constraints = [
            models.CheckConstraint(condition=Q(answered_on=None) | ~Q(answer=""), name="an_answer_has_its_words")
        ]

    def __str__(self) -> str:
        return self.upper_title

"""What is recorded of an application beside its state: safeguards before issue, the explanation, the town's coordination."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from qingdan.village.certificates.choices import Cause, Need, Settled
from qingdan.village.certificates.models.applications import PERSON, Application


class Safeguard(models.Model):
    """What has to be on record before issue, and the record once it is there.

    ``sealed`` is the record's text where it tells of a person (an investigation's finding), sealed with the application's
    key; ``favourable`` is its result: the facts are so, the residents agreed, the risk can be borne. ``fields_digest`` is
    that of the fields which an investigation found true: text that was changed later does not agree with the finding.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="safeguards")
    need = models.CharField("要什么", max_length=16, choices=Need.choices)
    clause = models.CharField("条款", max_length=12, blank=True)
    asked_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    assigned_to = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField("期限", null=True, blank=True)
    held_on = models.DateField("哪天", null=True, blank=True)
    method = models.CharField("怎么核实、怎么议的", max_length=300, blank=True)
    sealed = models.TextField("记录", blank=True)
    favourable = models.BooleanField("结果", null=True, blank=True)
    entitled = models.PositiveIntegerField("应到人数", null=True, blank=True)
    present = models.PositiveIntegerField("实到人数", null=True, blank=True)
    in_favour = models.PositiveIntegerField("同意人数", null=True, blank=True)
    fields_digest = models.CharField("核实的内容的摘要", max_length=64, blank=True)
    scan = models.ForeignKey("documents.Attachment", models.PROTECT, null=True, blank=True, related_name="+")
    done_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField("记录时间", null=True, blank=True)

    class Meta:
        verbose_name = "出具前的记录"
        ordering = ["application", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "need"], name="safeguard_once_in_an_application"),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(done_by__isnull=False, favourable__isnull=False),
                name="a_safeguard_on_record_has_its_result",
            ),
        ]
        indexes = [models.Index(fields=["assigned_to", "done_at"], name="safeguards_of_a_person")]

    def __str__(self) -> str:
        return str(self.get_need_display())


class Explanation(models.Model):
    """The slip for a resident who gets no certificate: the item, the reason, where to go; and that it was handed over."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="explanation")
    item = models.CharField("哪个清单的哪一项", max_length=300, blank=True)
    reason = models.CharField("为什么不能出", max_length=500)
    clause = models.CharField("条款", max_length=12, blank=True)
    instead = models.CharField("怎么办、找谁办", max_length=500, blank=True)
    delivered_at = models.DateTimeField("送达时间", null=True, blank=True)
    delivered_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    delivered_how = models.CharField("怎么送达", max_length=100, blank=True)

    class Meta:
        verbose_name = "解释说明"
        constraints = [
            models.CheckConstraint(
                condition=Q(delivered_at=None) | (Q(delivered_by__isnull=False) & ~Q(delivered_how="")),
                name="a_delivered_explanation_says_how",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} 解释说明"


class Coordination(models.Model):
    """What a village reported to its town, which body the town spoke to, the outcome, and that the resident was told.

    ``reason`` says for what villagers need a kind that is to be admitted first (KT-47), nothing of anybody.
    """

    application = models.OneToOneField(Application, models.PROTECT, related_name="coordination")
    town = models.ForeignKey("orgs.Division", models.PROTECT, related_name="+")
    cause = models.CharField("为什么还要办", max_length=16, choices=Cause.choices)
    demander = models.CharField("谁要的", max_length=100)
    reason = models.CharField("村民办什么事要用", max_length=300, blank=True)
    sent_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField("反映时间", default=timezone.now)
    due_on = models.DateField("请在哪天前答复", null=True, blank=True)
    contacted = models.CharField("联系了哪个单位", max_length=100, blank=True)
    contacted_at = models.DateTimeField("联系时间", null=True, blank=True)
    contacted_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    settled = models.CharField("结果", max_length=16, blank=True, choices=Settled.choices)
    outcome = models.CharField("怎么协调的", max_length=500, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    told_at = models.DateTimeField("告知居民的时间", null=True, blank=True)
    told_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    told_how = models.CharField("怎么告知的", max_length=100, blank=True)

    class Meta:
        verbose_name = "镇街协调"
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(demander=""), name="an_escalation_names_the_demander"),
            models.CheckConstraint(condition=~Q(cause="no_rule") | ~Q(reason=""), name="a_kind_to_admit_says_what_for"),
            models.CheckConstraint(
                condition=Q(answered_at=None) | (~Q(contacted="") & ~Q(settled="") & ~Q(outcome="")),
                name="an_answer_names_body_and_outcome",
            ),
            models.CheckConstraint(
                condition=Q(told_at=None) | Q(answered_at__isnull=False), name="residents_hear_the_answer"
            ),
        ]
        indexes = [models.Index(fields=["town", "answered_at"], name="coordinations_of_a_town")]

    def __str__(self) -> str:
        return f"{self.application} {self.demander}"

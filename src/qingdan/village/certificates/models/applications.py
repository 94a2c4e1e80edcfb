"""An application for a certificate: what is counted stands in plain columns, who it is about is sealed with its own key."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from qingdan.village.certificates.choices import OPEN, Basis, Cause, Channel, Demander, Regime, State, Verb, Way

PERSON = settings.AUTH_USER_MODEL


class Application(models.Model):
    """One request of one resident for one kind, judged by the rules of the day on which it was made.

    ``sealed`` holds name, ID number, phone, agent and the filled fields, each as a sealed text of ``subject``; destroying
    that key erases them and leaves every other column, which statistics and audit stand on. ``person_digest`` recognises
    the same person without saying who. ``fields_digest`` is that of the filled fields. ``due_on`` counts working days.
    """

    division = models.ForeignKey("orgs.Division", models.PROTECT, related_name="+")
    kind_code = models.CharField("证明编号", max_length=64, blank=True)
    kind_title = models.CharField("证明名称", max_length=200)
    regime = models.CharField("在哪个清单", max_length=10, choices=Regime.choices)
    guide_version = models.ForeignKey("guides.GuideVersion", models.PROTECT, null=True, blank=True, related_name="+")
    demander_name = models.CharField("谁要的", max_length=100, blank=True)
    demander_class = models.CharField("要证明的是哪一类", max_length=20, choices=Demander.choices)
    demander_body = models.ForeignKey("orgs.Body", models.PROTECT, null=True, blank=True, related_name="+")
    basis = models.CharField("对方写明的依据", max_length=16, blank=True, choices=Basis.choices)
    basis_text = models.CharField("依据的名称", max_length=200, blank=True)
    cause = models.CharField("为什么还要办", max_length=16, blank=True, choices=Cause.choices)
    within_duty = models.BooleanField("属于职责范围", null=True, blank=True)
    verifiable = models.BooleanField("能够核实", null=True, blank=True)
    public_interest = models.BooleanField("涉及公共利益或多数居民利益", default=False)
    legal_risk = models.BooleanField("可能有法律风险", default=False)
    simple = models.BooleanField("当场办结", default=False)
    verdict = models.JSONField("核对结果", default=dict)
    outcome = models.CharField("结论", max_length=12)
    way = models.CharField("怎么办", max_length=16, choices=Way.choices)
    way_says = models.CharField("规定怎么说", max_length=300, blank=True)
    way_clause = models.CharField("条款", max_length=12, blank=True)
    ungrounded = models.BooleanField("无清单依据的索要", default=False)
    lead = models.ForeignKey("ledger.Lead", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField("状态", max_length=12, choices=State.choices)
    revision = models.PositiveIntegerField("改动次数", default=0)
    subject = models.ForeignKey("personal.Subject", models.PROTECT, related_name="+")
    sealed = models.JSONField("密封的内容", default=dict)
    person_digest = models.CharField("同一个人的摘要", max_length=64, blank=True)
    fields_digest = models.CharField("填写内容的摘要", max_length=64, blank=True)
    identity_checked = models.BooleanField("已核对身份证", default=False)
    channel = models.CharField("怎么来的", max_length=12, choices=Channel.choices, default=Channel.COUNTER)
    proxy_seen = models.BooleanField("已收委托书", default=False)
    proxy = models.ForeignKey("documents.Attachment", models.PROTECT, null=True, blank=True, related_name="+")
    on_behalf = models.BooleanField("镇街代录", default=False)
    received_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    received_at = models.DateTimeField("受理时间", default=timezone.now)
    received_on = models.DateField("受理日期")
    due_on = models.DateField("办结期限", null=True, blank=True)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    workdays = models.PositiveSmallIntegerField("用了几个工作日", null=True, blank=True)
    reason = models.CharField("不予出具的理由", max_length=500, blank=True)
    erased_at = models.DateTimeField("个人信息删除时间", null=True, blank=True)

    class Meta:
        verbose_name = "证明申请"
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=OPEN) | Q(closed_at__isnull=False), name="a_closed_application_says_when"
            ),
            models.CheckConstraint(
                condition=Q(way__in=["issue", "interim"]) | ~Q(state__in=["handling", "issued"]), name="only_what_may_be_issued_is_handled"
            ),
            models.CheckConstraint(
                condition=~Q(way="interim") | Q(within_duty=True, verifiable=True), name="interim_way_has_both_tests"
            ),
            models.CheckConstraint(
                condition=~Q(channel="proxy") | Q(proxy_seen=True), name="an_agent_brings_the_letter"
            ),
            models.CheckConstraint(
                condition=~Q(state="issued") | Q(identity_checked=True), name="issued_to_a_checked_person"
            ),
            models.UniqueConstraint(
                fields=["division", "kind_title", "demander_name", "person_digest"], condition=Q(state="handling") & ~Q(person_digest=""),
                name="a_person_asks_once_at_a_time",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["division", "state", "due_on"], name="applications_of_a_village"),
            models.Index(fields=["division", "-received_at"], name="applications_newest_first"),
            models.Index(fields=["division", "person_digest"], name="applications_of_a_person"),
            models.Index(fields=["ungrounded", "demander_name"], name="applications_by_demander"),
        ]

    def __str__(self) -> str:
        return self.kind_title


class ApplicationStep(models.Model):
    """One step of an application: what happened, who did it. ``text`` holds words without personal data."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField("序号")
    verb = models.CharField("动作", max_length=12, choices=Verb.choices)
    before = models.CharField("办前状态", max_length=12, blank=True, choices=State.choices)
    after = models.CharField("办后状态", max_length=12, choices=State.choices)
    text = models.CharField("说明", max_length=500, blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "办理记录"
        ordering = ["application", "number"]
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="application_step_number_once")]

    def __str__(self) -> str:
        return f"{self.application} {self.get_verb_display()}"

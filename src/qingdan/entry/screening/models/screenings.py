"""A screened paper and the demands found in it. Of a draft the result is kept; its text only as long as it is worked on."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from qingdan.entry.screening.deciding import PaperVerdict
from qingdan.policy.gate.facts import FREQUENCIES
from qingdan.policy.gate.model import Outcome

_PERSON = settings.AUTH_USER_MODEL
_VERDICTS = [(each.value, each.word) for each in PaperVerdict]
_OUTCOMES = [(each.value, each.word) for each in Outcome]


class Side(models.TextChoices):
    """Whose paper it is."""

    DRAFT = "draft", "准备发出的通知"
    RECEIVED = "received", "收到的通知"


class Screening(models.Model):
    """One paper, screened once. ``body``: the office that is about to send it; None where a village received it.

    ``text`` is the paper's own text with its ``blocks``; it is taken away at ``text_until`` unless somebody chose to
    keep it (``kept``). ``digest`` tells the same text again. ``earlier`` is the screening of the version before it, and
    ``mended`` how many of its demands that stopped the paper are no longer in this one. ``picture``: what somebody who
    answered for it by hand chose to keep.
    """

    division = models.ForeignKey("orgs.Division", models.PROTECT, related_name="+")
    body = models.ForeignKey("orgs.Body", models.PROTECT, null=True, blank=True, related_name="+")
    side = models.CharField("谁的通知", max_length=8, choices=Side.choices)
    by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField("筛查时间", default=timezone.now)
    on = models.DateField("按哪天的规定")
    name = models.CharField("文件名", max_length=150, blank=True)
    title = models.CharField("标题", max_length=300, blank=True)
    number = models.CharField("文号", max_length=100, blank=True)
    issuer_name = models.CharField("发文单位", max_length=200, blank=True)
    issuer = models.ForeignKey("orgs.Body", models.PROTECT, null=True, blank=True, related_name="+")
    addressees = models.JSONField("主送", default=list)
    dated = models.DateField("成文日期", null=True, blank=True)
    notes = models.JSONField("没有读出的", default=list)
    verdict = models.CharField("结论", max_length=12, choices=_VERDICTS)
    demands = models.PositiveIntegerField("要求数", default=0)
    stopping = models.PositiveIntegerField("要改或先准入的", default=0)
    sentences = models.PositiveIntegerField("句数", default=0)
    hours = models.DecimalField("每村每年小时数", max_digits=10, decimal_places=2, default=0)
    villages = models.PositiveIntegerField("村数", default=0)
    cost = models.CharField("负担", max_length=200, blank=True)
    pack_hash = models.CharField("政策包", max_length=200, blank=True)
    digest = models.CharField("原文摘要", max_length=64)
    text = models.TextField("原文", blank=True)
    blocks = models.JSONField("分段", default=list)
    text_until = models.DateTimeField("原文保留到", null=True, blank=True)
    kept = models.BooleanField("留下原文", default=False)
    earlier = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="later")
    mended = models.PositiveIntegerField("比上一稿改掉的", default=0)
    picture = models.OneToOneField("documents.Attachment", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "筛查"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(stopping__lte=F("demands")), name="no_more_stop_than_are_asked"),
            models.CheckConstraint(
                condition=Q(text="") | Q(kept=True) | Q(text_until__isnull=False), name="text_is_kept_or_goes"
            ),
            models.CheckConstraint(condition=Q(side="received") | Q(body__isnull=False), name="a_draft_has_its_office"),
        ]
        indexes = [
            models.Index(fields=["body", "-at"], name="screenings_of_an_office"),
            models.Index(fields=["division", "-at"], name="screenings_of_a_place"),
            models.Index(fields=["text_until"], condition=~Q(text=""), name="screened_texts_that_go"),
        ]

    def __str__(self) -> str:
        return self.title or self.name or "粘贴的文字"


class FoundState(models.TextChoices):
    """What a person made of a demand that was found."""

    OPEN = "open", "待处理"
    ACCEPTED = "accepted", "按建议改"
    DISMISSED = "dismissed", "不用改"
    LEAD = "lead", "已报线索"


class FoundDemand(models.Model):
    """A sentence or row that asks something of villages, with the gate's answer of that day.

    ``answers`` has each kind's verdict in the API's form, hardest first; ``advice`` is how to mend it.
    """

    screening = models.ForeignKey(Screening, models.CASCADE, related_name="found")
    place = models.PositiveIntegerField("第几处")
    start = models.PositiveIntegerField("起")
    end = models.PositiveIntegerField("止")
    text = models.TextField("原话")
    where = models.CharField("在哪里", max_length=120, blank=True)
    who = models.CharField("要求谁", max_length=200, blank=True)
    what = models.CharField("要求什么", max_length=300, blank=True)
    kinds = models.JSONField("类别", default=list)
    outcome = models.CharField("结论", max_length=12, choices=_OUTCOMES)
    frequency = models.CharField("多久一次", max_length=16, blank=True, choices=FREQUENCIES)
    deadline = models.CharField("什么时候要", max_length=200, blank=True)
    quantity = models.CharField("多少", max_length=200, blank=True)
    evidence = models.JSONField("要什么凭证", default=list)
    sanction = models.CharField("不做会怎样", max_length=300, blank=True)
    because = models.JSONField("怎么看出来的", default=list)
    answers = models.JSONField("闸门的回答", default=list)
    advice = models.JSONField("怎么改", default=list)
    suggestion = models.TextField("建议", blank=True)
    state = models.CharField("处理", max_length=10, choices=FoundState.choices, default=FoundState.OPEN)
    reason = models.CharField("理由", max_length=500, blank=True)
    decided_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("处理时间", null=True, blank=True)
    lead = models.ForeignKey("ledger.Lead", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "找出的要求"
        ordering = ["screening", "place"]
        constraints = [
            models.UniqueConstraint(fields=["screening", "place"], name="found_demands_are_numbered"),
            models.CheckConstraint(condition=Q(start__lte=F("end")), name="found_demand_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(state="dismissed") | ~Q(reason=""), name="dismissed_with_a_reason"),
            models.CheckConstraint(
                condition=~Q(state="lead") | Q(lead__isnull=False), name="a_filed_demand_has_its_lead"
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(decided_by__isnull=False), name="somebody_decided_a_demand"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

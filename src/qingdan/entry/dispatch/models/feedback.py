"""反馈核实 on what was dispatched, and what came by other ways; both ask the gate and become leads."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from qingdan.policy.gate.facts import FREQUENCIES
from qingdan.policy.gate.labels import KIND_LABELS

_PERSON = settings.AUTH_USER_MODEL


class FeedbackReason(models.TextChoices):
    """What a village says is wrong."""

    OUTSIDE = "outside", "不在清单上，不该村里干"
    MORE = "more", "要得比清单规定的多、勤"
    NO_FUNDS = "no_funds", "没有给经费"
    NO_GUIDANCE = "no_guidance", "没有流程图、没有教怎么办"
    TRANSFERRED = "transferred", "本来是别人的事，转给了村里"


class Way(models.TextChoices):
    """How it came."""

    DISPATCH = "dispatch", "系统派发"
    CALL = "call", "电话"
    GROUP = "group", "微信群、工作群"
    PAPER = "paper", "纸质通知"
    MEETING = "meeting", "开会布置"
    SYSTEM = "system", "别的系统、APP"
    OTHER = "other", "当面、其他"


class FeedbackState(models.TextChoices):
    """Where it stands."""

    OPEN = "open", "核实中"
    UPHELD = "upheld", "核实属实"
    DISMISSED = "dismissed", "核实不属实"
    TAKEN_BACK = "taken_back", "已收回"


class Feedback(models.Model):
    """One feedback of a village. ``obligation`` None: it came by another way, and its informant is protected.

    ``verdict`` is the gate's answer when it was given. ``confidential``: the issuer sees only title and district,
    later and bundled. ``lead`` is the lead's id in the ledger.
    """

    division = models.ForeignKey("orgs.Division", models.PROTECT, related_name="+")
    obligation = models.ForeignKey(
        "obligations.Obligation", models.PROTECT, null=True, blank=True, related_name="feedback"
    )
    way = models.CharField("怎么来的", max_length=10, choices=Way.choices)
    reason = models.CharField("理由", max_length=12, choices=FeedbackReason.choices)
    text = models.TextField("说明", blank=True)
    title = models.CharField("要村里做什么", max_length=200)
    kind = models.CharField("类型", max_length=16, choices=[(kind.value, label) for kind, label in KIND_LABELS.items()])
    frequency = models.CharField("多久一次", max_length=16, blank=True, choices=FREQUENCIES)
    code = models.CharField("对方说的编号", max_length=64, blank=True)
    due = models.CharField("什么时候要", max_length=60, blank=True)
    came_on = models.DateField("哪天来的", null=True, blank=True)
    issuer = models.ForeignKey("orgs.Body", models.PROTECT, null=True, blank=True, related_name="+")
    issuer_name = models.CharField("谁要的", max_length=100, blank=True)
    confidential = models.BooleanField("保密", default=False)
    attachments = models.ManyToManyField("documents.Attachment", blank=True, related_name="+")
    on_behalf = models.BooleanField("代录", default=False)
    by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)
    verdict = models.JSONField("核对结果", default=dict)
    outcome = models.CharField("结论", max_length=12)
    state = models.CharField("状态", max_length=10, choices=FeedbackState.choices, default=FeedbackState.OPEN)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answer = models.TextField("答复", blank=True)
    lead = models.ForeignKey("ledger.Lead", models.PROTECT, null=True, blank=True, related_name="+")
    letter_at = models.DateTimeField("告知单发出时间", null=True, blank=True)
    letter_by = models.ForeignKey("orgs.Body", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "反馈核实"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["obligation"],
                condition=Q(obligation__isnull=False, state="open"),
                name="one_open_feedback_on_an_obligation",
            ),
            models.CheckConstraint(
                condition=Q(obligation=None) ^ Q(way="dispatch"), name="feedback_on_a_dispatch_names_its_obligation"
            ),
            models.CheckConstraint(
                condition=Q(obligation__isnull=False) | Q(confidential=True), name="informants_are_protected"
            ),
        ]
        indexes = [
            models.Index(fields=["division", "-at"], name="feedback_of_a_village"),
            models.Index(fields=["issuer", "-at"], name="feedback_about_a_body"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.get_reason_display()}"

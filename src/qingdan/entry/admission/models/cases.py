"""An application and everything that is done about it; what was done is never changed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from qingdan.entry.admission.rules import ANSWERS, STANCE_LABELS, STATE_LABELS, VERB_LABELS, State
from qingdan.policy.gate.facts import BASES, FREQUENCIES
from qingdan.policy.gate.labels import KIND_LABELS
from qingdan.policy.packs.procedures import Procedure, from_json
from qingdan.register.lists.models import Openness

PERSON = settings.AUTH_USER_MODEL
KIND_CHOICES = [(kind.value, label) for kind, label in KIND_LABELS.items()]
DURATIONS = (("standing", "长期，按期复核"), ("fixed", "固定期限"), ("temporary", "临时，任务结束就停"))
_STATES = [(state.value, label) for state, label in STATE_LABELS.items()]


class Case(models.Model):
    """One application. ``division`` is the place whose bodies decide; ``divisions`` are those it is meant for.

    ``procedure`` is the one that was in force when it was handed in (empty while it is drafted); ``facts`` are answers
    that the gate asked for. ``upper_asks`` is what the document from above truly asks, ``added_here`` what was added.
    A kind of certificate brings the entry tests (KT-47), its sample and its operating rule (KT-48); ``flow_steps`` are its procedure.
    """

    number = models.CharField("申请号", max_length=40, blank=True)
    division = models.CharField("由哪里办", max_length=12, db_index=True)
    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="admission_cases")
    kind = models.CharField("类别", max_length=16, choices=KIND_CHOICES)
    title = models.CharField("名称", max_length=200)
    key = models.CharField("比对用名称", max_length=200)
    content = models.TextField("内容", blank=True)
    basis = models.CharField("依据类别", max_length=16, blank=True, choices=BASES)
    basis_text = models.TextField("依据", blank=True)
    divisions = models.JSONField("范围", default=list)
    units = models.JSONField("适用", default=list)
    duration = models.CharField("期限", max_length=10, choices=DURATIONS, default="standing")
    review_on = models.DateField("复核日期", null=True, blank=True)
    ends_on = models.DateField("截止日期", null=True, blank=True)
    frequency = models.CharField("频次", max_length=16, blank=True, choices=FREQUENCIES)
    minutes = models.PositiveIntegerField("每次用时（分钟）", null=True, blank=True)
    funding_standard = models.TextField("经费标准", blank=True)
    funding_source = models.TextField("经费来源", blank=True)
    funding_per_village = models.DecimalField("每村每年（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    flow_chart = models.ForeignKey("documents.Attachment", models.PROTECT, null=True, blank=True, related_name="+")
    flow_steps = models.JSONField("流程步骤", default=list, blank=True)
    training = models.TextField("指导培训", blank=True)
    unregulated = models.BooleanField("省、市没有统一规范", null=True, blank=True)
    useful = models.BooleanField("方便村民工作、学习、生活", null=True, blank=True)
    verifiable = models.BooleanField("村（社区）能够核实", null=True, blank=True)
    model_text = models.TextField("具体式样", blank=True)
    operating_rule = models.TextField("操作规范", blank=True)
    upper_title = models.CharField("上级文件", max_length=200, blank=True)
    upper_number = models.CharField("上级文号", max_length=100, blank=True)
    upper_issuer = models.CharField("上级单位", max_length=100, blank=True)
    upper_asks = models.TextField("上级文件的原话", blank=True)
    added_here = models.TextField("本级增加的要求", blank=True)
    facts = models.JSONField("补充情况", default=dict, blank=True)
    openness = models.CharField("公开属性", max_length=10, choices=Openness.choices, default=Openness.INTERNAL)
    procedure = models.JSONField("程序", null=True, blank=True)
    pack_hash = models.CharField("政策包", max_length=200, blank=True)
    renews = models.ForeignKey("AdmittedItem", models.PROTECT, null=True, blank=True, related_name="renewals")
    state = models.CharField("状态", max_length=14, choices=_STATES, default=State.DRAFT.value)
    step = models.PositiveSmallIntegerField("步骤", default=0)
    round = models.PositiveSmallIntegerField("第几次报送", default=0)
    turn = models.PositiveSmallIntegerField("第几次协调", default=0)
    chain = models.JSONField("本单位审签", default=list)
    signed = models.PositiveSmallIntegerField("已签", default=0)
    scan = models.ForeignKey("documents.Attachment", models.PROTECT, null=True, blank=True, related_name="+")
    list_edition = models.ForeignKey("lists.Edition", models.SET_NULL, null=True, blank=True, related_name="+")
    list_code = models.CharField("清单编码", max_length=40, blank=True)
    revision = models.PositiveIntegerField("改动次数", default=0)
    drafted_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("起草时间", default=timezone.now)
    submitted_at = models.DateTimeField("报送时间", null=True, blank=True)
    ended_at = models.DateTimeField("办结时间", null=True, blank=True)

    class Meta:
        verbose_name = "准入申请"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "division"]), models.Index(fields=["body", "state"])]
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="case_number_once"),
            models.CheckConstraint(
                condition=Q(round=0) | (Q(procedure__isnull=False) & ~Q(number="")), name="a_case_handed_in_has_its_procedure"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "signing", "withdrawn"]) | Q(round__gt=0), name="only_what_was_handed_in_is_judged"
            ),
            models.CheckConstraint(
                condition=Q(kind="certificate") | Q(unregulated=None, useful=None, verifiable=None, model_text="", operating_rule=""),
                name="only_certificates_bring_tests_and_guide",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def kept_procedure(self) -> Procedure | None:
        """The procedure by which the case is judged; None while it is drafted for the first time."""
        return from_json(self.procedure) if self.procedure else None

    @property
    def stated(self) -> dict[str, Any]:
        """What the application answers of the gate's facts."""
        return dict(self.facts) | ({} if self.verifiable is None else {"verifiable": self.verifiable})

    @property
    def basis_lines(self) -> list[str]:
        """The documents on which it rests, one a line."""
        return [line.strip() for line in self.basis_text.splitlines() if line.strip()]


class CaseAct(models.Model):
    """One act in a case, with the answer and the words. The audit holds the same; this is what people read."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="acts")
    number = models.PositiveIntegerField("序号")
    verb = models.CharField("动作", max_length=16, choices=[(verb.value, label) for verb, label in VERB_LABELS.items()])
    seat = models.CharField("席位", max_length=100, blank=True)
    stance = models.CharField(
        "答复", max_length=10, blank=True, choices=[(stance.value, label) for stance, label in STANCE_LABELS.items()]
    )
    round = models.PositiveSmallIntegerField("第几次报送")
    turn = models.PositiveSmallIntegerField("第几次协调")
    step = models.PositiveSmallIntegerField("步骤")
    state_after = models.CharField("办后状态", max_length=14, choices=_STATES)
    text = models.TextField("内容", blank=True)
    conditions = models.TextField("条件", blank=True)
    body = models.ForeignKey("orgs.Body", models.PROTECT, null=True, blank=True, related_name="+")
    paper = models.ForeignKey("PaperDecision", models.PROTECT, null=True, blank=True, related_name="acts")
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "办理记录"
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="act_number_once_in_a_case"),
            models.UniqueConstraint(
                fields=["case", "round", "step", "turn", "verb", "seat"],
                condition=Q(verb__in=sorted(ANSWERS)),
                name="a_seat_answers_once_in_its_turn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.get_verb_display()}"


class CaseSeat(models.Model):
    """A body's seat in a case (the applicant's has no title), and whether the case waits for it now.

    ``body`` is empty where the body is not on record: then its answers come on paper only.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="seats")
    title = models.CharField("席位", max_length=100, blank=True)
    step = models.PositiveSmallIntegerField("步骤", default=0)
    body = models.ForeignKey("orgs.Body", models.PROTECT, null=True, blank=True, related_name="admission_seats")
    waiting = models.BooleanField("正在等它", default=False)

    class Meta:
        verbose_name = "席位"
        ordering = ["case", "step", "pk"]
        constraints = [models.UniqueConstraint(fields=["case", "step", "title"], name="seat_once_in_a_step")]
        indexes = [models.Index(fields=["body", "waiting"])]

    def __str__(self) -> str:
        return self.title or "申请单位"


class StepClock(models.Model):
    """That a case stood at a step: since when, until when it is due, when it left. One runs at a time."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="clocks")
    round = models.PositiveSmallIntegerField("第几次报送")
    step = models.PositiveSmallIntegerField("步骤")
    since = models.DateField("从")
    due = models.DateField("到期", null=True, blank=True)
    left_on = models.DateField("离开", null=True, blank=True)

    class Meta:
        verbose_name = "时限"
        ordering = ["case", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(left_on=None), name="one_clock_runs_in_a_case"),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("since")), name="clock_left_after_it_began"
            ),
        ]
        indexes = [models.Index(fields=["left_on", "due"])]

    def __str__(self) -> str:
        return f"{self.case} {self.step}"


class Pause(models.Model):
    """That the clock of a case stood still, and why."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="pauses")
    since = models.DateField("从")
    until = models.DateField("到", null=True, blank=True)
    reason = models.TextField("原因")

    class Meta:
        verbose_name = "暂停计时"
        ordering = ["case", "since"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(until=None), name="one_pause_runs_in_a_case"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="pause_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.since}"


class Escalation(models.Model):
    """That a body that is late was told, or the lead body of it; each once."""

    clock = models.ForeignKey(StepClock, models.PROTECT, related_name="escalations")
    seat = models.CharField("席位", max_length=100, blank=True)
    level = models.PositiveSmallIntegerField("层次")
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "催办"
        constraints = [models.UniqueConstraint(fields=["clock", "seat", "level"], name="told_once_on_each_level")]

    def __str__(self) -> str:
        return f"{self.clock} {self.seat} {self.level}"


class PreCheck(models.Model):
    """What the gate said of an application before it was handed in, with the burden of all villages in its scope."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="checks")
    round = models.PositiveSmallIntegerField("第几次报送")
    outcome = models.CharField("结论", max_length=12)
    verdicts = models.JSONField("各处结论", default=list)
    similar = models.JSONField("相近事项", default=list)
    villages = models.PositiveIntegerField("村（社区）数")
    hours_each = models.DecimalField("每村每年小时", max_digits=12, decimal_places=2, null=True, blank=True)
    hours = models.DecimalField("合计小时", max_digits=16, decimal_places=2, null=True, blank=True)
    burden = models.TextField("负担测算")
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "预检"
        ordering = ["case", "-round"]
        constraints = [models.UniqueConstraint(fields=["case", "round"], name="one_check_for_each_hand_in")]

    def __str__(self) -> str:
        return f"{self.case} {self.outcome}"


class Coordination(models.Model):
    """That a disagreement was talked over: when it was called, and its minutes."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="coordinations")
    round = models.PositiveSmallIntegerField("第几次报送")
    step = models.PositiveSmallIntegerField("步骤")
    about = models.TextField("要协调什么")
    meets_on = models.DateField("协调日期")
    called_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    called_at = models.DateTimeField("提请时间", default=timezone.now)
    present = models.TextField("参加的单位和人员", blank=True)
    minutes = models.TextField("协调结果", blank=True)
    scan = models.ForeignKey("documents.Attachment", models.PROTECT, null=True, blank=True, related_name="+")
    minuted_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    minuted_at = models.DateTimeField("记录时间", null=True, blank=True)

    class Meta:
        verbose_name = "协调"
        ordering = ["case", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(minuted_at=None), name="one_open_coordination_in_a_case"
            ),
            models.CheckConstraint(
                condition=Q(minuted_at=None) | ~Q(minutes=""), name="coordination_ends_with_minutes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.meets_on}"

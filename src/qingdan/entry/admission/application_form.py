"""The form of an application, in sections, and the forms that stand beside a case."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms

from qingdan.entry.admission.attached import LONGEST_RULE, LONGEST_SAMPLE
from qingdan.entry.admission.models import Case
from qingdan.entry.admission.models.cases import DURATIONS, KIND_CHOICES
from qingdan.entry.admission.rules import STANCE_LABELS
from qingdan.entry.admission.services import Application
from qingdan.entry.admission.wanting import ASKED_FACTS
from qingdan.foundation.orgs.divisions import level
from qingdan.foundation.orgs.models import Body, Division
from qingdan.foundation.web.widgets import DayInput, choice_field
from qingdan.policy.gate.facts import BASES, FACTS, FREQUENCIES
from qingdan.policy.gate.labels import KIND_LABELS
from qingdan.policy.gate.model import Kind
from qingdan.register.lists.fields import UNIT_LABELS
from qingdan.register.lists.models import Openness

_YES_NO = [("", "没有填"), ("true", "是"), ("false", "否")]
_SAID = {"true": True, "false": False}
CERTIFICATE_FIELDS = ("unregulated", "useful", "verifiable", "model_text", "operating_rule")
"""Fields that only a new kind of certificate has, by the names of the parts that a procedure requires."""


def area(
    label: str, *, rows: int = 2, required: bool = False, help_text: str = "", longest: int = 2000
) -> forms.CharField:
    """A field for several lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=longest, widget=widget, help_text=help_text)


class ApplicationForm(forms.Form):
    """The application on one page, in sections; only kind and title are needed for a draft."""

    kind = forms.ChoiceField(label="类别", choices=KIND_CHOICES)
    title = forms.CharField(label="事项名称", max_length=200)
    content = area("要村（社区）做什么", rows=4, help_text="写清楚做什么、怎么做、交什么。", longest=4000)
    basis = forms.ChoiceField(label="依据是哪一类", required=False, choices=[("", "没有选"), *BASES])
    basis_text = area("依据", help_text="一行一个，写文件名称和第几条。")
    places = forms.MultipleChoiceField(label="范围", required=False, widget=forms.CheckboxSelectMultiple)
    villages = area(
        "只到个别村（社区）的，写区划代码", help_text="一行一个 12 位代码；上面选了镇街的不用再写。", longest=8000
    )
    units = forms.MultipleChoiceField(
        label="适用", required=False, choices=tuple(UNIT_LABELS.items()), widget=forms.CheckboxSelectMultiple, help_text="不选就是都适用。"
    )  # fmt: skip
    duration = forms.ChoiceField(label="期限", choices=DURATIONS)
    review_on = forms.DateField(label="复核日期（长期的）", required=False, widget=DayInput())
    ends_on = forms.DateField(label="到哪一天为止（固定、临时的）", required=False, widget=DayInput())
    frequency = forms.ChoiceField(label="多久一次", required=False, choices=[("", "没有选"), *FREQUENCIES])
    minutes = forms.IntegerField(
        label="一个村办一次大约多少分钟",
        required=False,
        min_value=1,
        max_value=100000,
        help_text="用来测算全部村（社区）的负担。",
    )
    funding_standard = area("经费补助标准")
    funding_source = area("经费来源渠道")
    funding_per_village = forms.DecimalField(
        label="每村每年（元）", required=False, min_value=0, max_digits=12, decimal_places=2
    )
    flow_steps = area("办事流程", rows=4, help_text="一行一步，页面和打印件会画成流程图；也可以上传图片。")
    flow_file = forms.FileField(label="流程图图片", required=False, help_text="PNG 或 JPEG。")
    training = area("业务指导和培训安排")
    unregulated = forms.TypedChoiceField(
        label="省、市有没有统一规范", required=False, coerce=_SAID.get, empty_value=None,
        choices=[("", "没有填"), ("true", "没有统一规范"), ("false", "有统一规范")], help_text="有的不在本地准入，照省、市的清单办。",
    )  # fmt: skip
    useful = forms.TypedChoiceField(
        label="方便村民工作、学习、生活吗", required=False, coerce=_SAID.get, empty_value=None, choices=_YES_NO,
        help_text="村民拿它去办什么，写在“要村（社区）做什么”里。",
    )  # fmt: skip
    verifiable = forms.TypedChoiceField(
        label="村（社区）能够核实吗", required=False, coerce=_SAID.get, empty_value=None, choices=_YES_NO
    )
    model_text = area(
        "具体式样", rows=6, longest=LONGEST_SAMPLE,
        help_text="证明的正文。要填的空写成 {住址} 这样，本人姓名写 {姓名}，身份证号写 {证件号码}。例如：兹证明{姓名}（证件号码{证件号码}）现住{住址}。",
    )  # fmt: skip
    operating_rule = area(
        "操作规范", rows=4, longest=LONGEST_RULE, help_text="怎么核实、谁签字、什么情况不出。办理程序写在“怎么办”的办事流程里，一行一步。"
    )  # fmt: skip
    upper_issuer = forms.CharField(
        label="上级单位", required=False, max_length=100, help_text="要求是从哪个上级单位来的。"
    )
    upper_title = forms.CharField(label="上级文件", required=False, max_length=200)
    upper_number = forms.CharField(label="上级文号", required=False, max_length=100)
    upper_asks = area("上级文件的原话", help_text="照抄原文，本级增加的不要写在这里。")
    added_here = area("本级增加的要求")
    own_authority = forms.ChoiceField(label="这本来是本单位自己的权责事项吗", required=False, choices=_YES_NO)
    within_duty = forms.ChoiceField(label="村里现有组织就能承担吗", required=False, choices=_YES_NO)
    location = forms.ChoiceField(
        label="牌子挂在哪里", required=False, choices=[("", "不是牌子"), *FACTS["location"].choices]
    )
    topic = forms.ChoiceField(label="属于哪方面", required=False, choices=[("", "没有选"), *FACTS["topic"].choices])
    transferred_from = forms.ChoiceField(
        label="本来该由谁做", required=False, choices=[("", "没有填"), *FACTS["transferred_from"].choices],
        help_text="范围里有社区的要填：部门和街道自己的事不能转给社区。",
    )  # fmt: skip
    openness = forms.ChoiceField(label="建议的公开属性", choices=Openness.choices)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput())

    SECTIONS = (
        ("什么事", ("kind", "title", "content", "basis", "basis_text")),
        ("哪些地方、多久", ("places", "villages", "units", "duration", "review_on", "ends_on", "frequency", "minutes")),
        ("费随事转", ("funding_standard", "funding_source", "funding_per_village")),
        ("怎么办", ("flow_steps", "flow_file", "training")),
        ("准入条件和办事指南（申请的是一种证明才填）", CERTIFICATE_FIELDS),
        (
            "上级要求的（不是上级要求的不用填）",
            ("upper_issuer", "upper_title", "upper_number", "upper_asks", "added_here"),
        ),
        ("还要说明的", ("own_authority", "transferred_from", "within_duty", "location", "topic", "openness")),
    )

    def __init__(self, *args: Any, body: Body, kinds: list[Kind], parts: Collection[str] = (), **kwargs: Any) -> None:
        """``parts``: what the place asks of a new kind of certificate; nothing else of it is shown."""
        super().__init__(*args, **kwargs)
        self.body = body
        for name in set(CERTIFICATE_FIELDS) - set(parts):
            del self.fields[name]
        choice_field(self, "kind").choices = [(kind.value, KIND_LABELS[kind]) for kind in kinds]
        own = Division.objects.get(pk=body.division_id)
        below = Division.objects.filter(parent_id=own.pk).order_by("code")
        rows = [(own.pk, f"{own.name}（全部）"), *((each.pk, each.name) for each in below)]
        choice_field(self, "places").choices = rows

    @property
    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields by section."""
        shown = [(title, [self[name] for name in names if name in self.fields]) for title, names in self.SECTIONS]
        return [(title, fields) for title, fields in shown if fields]

    def application(self, flow_chart: Any = None) -> Application:
        """What was typed."""
        said = self.cleaned_data
        plain = {
            name: said[name] for name in Application.__slots__ if name in said and name not in {"units", "flow_steps"}
        }
        typed = [line.strip() for line in said["villages"].splitlines() if line.strip()]
        facts = {name: said[name] for name in ASKED_FACTS if said[name]}
        return Application(
            **plain, divisions=[*said["places"], *typed], units=said["units"], flow_steps=said["flow_steps"].splitlines(),
            flow_chart=flow_chart, facts=facts,
        )  # fmt: skip


def initial_of(case: Case) -> dict[str, Any]:
    """The form's values of a case on record."""
    names = [name for name in ApplicationForm.base_fields if hasattr(case, name) and name not in {"flow_steps"}]
    said: dict[str, Any] = {name: getattr(case, name) for name in names}
    said["places"] = [code for code in case.divisions if str(level(code)) != "village"]
    said["villages"] = "\n".join(code for code in case.divisions if str(level(code)) == "village")
    said["flow_steps"] = "\n".join(case.flow_steps)
    for name in ASKED_FACTS:
        value = case.facts.get(name, "")
        said[name] = _choice(value)
    return said | {name: _choice(getattr(case, name)) for name in CERTIFICATE_FIELDS}


def _choice(value: Any) -> Any:
    """A yes or no as the form's choices write it."""
    return str(value).lower() if isinstance(value, bool) else value


class ConsultForm(forms.Form):
    """Towns and villages are asked."""

    question = area("想听什么")
    until = forms.DateField(label="到", widget=DayInput())
    sample = forms.IntegerField(label="随机抽几个村（社区）", min_value=0, max_value=30, initial=10)


class ChainForm(forms.Form):
    """A body's own chain."""

    steps = area(
        "审签步骤", required=True, rows=4, help_text="一行一步，1 到 4 步，例如：拟稿、审核、分管领导、主要负责人。"
    )


class OpinionForm(forms.Form):
    """What a town or village thinks."""

    stance = forms.ChoiceField(
        label="您的意见", choices=[(s.value, label) for s, label in STANCE_LABELS.items()], widget=forms.RadioSelect
    )
    text = area("说明", rows=3)

"""The forms of guides: writing a draft, looking it through, where it was published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from pydantic import ValidationError

from qingdan.foundation.clock.moments import today
from qingdan.foundation.web.widgets import DayInput, choice_field
from qingdan.policy.packs.guide_checks import content_faults
from qingdan.policy.packs.guide_specs import GuideContent
from qingdan.policy.packs.village_specs import ChannelSpec
from qingdan.village.guides.field_lines import BadLine, read_fields, write_fields
from qingdan.village.guides.models import GuideVersion, Source
from qingdan.village.guides.services import Draft

_SPEED = [("", "没有定"), ("simple", "简单：当场办结"), ("complex", "复杂：限时办结")]
_LINES = ("legal_basis", "procedure", "materials")
_PLAIN = (
    "purpose",
    "issuing_body",
    "validity_days",
    "validity_note",
    "model_text",
    "operating_rule",
    "replaced_by",
    "workdays",
    "fee",
)


def _area(label: str, rows: int, *, longest: int = 2000, help_text: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, max_length=longest, widget=widget, help_text=help_text)


class VersionForm(forms.Form):
    """The whole of a draft."""

    purpose = _area("办理用途", 2)
    issuing_body = forms.CharField(label="开具单位", required=False, max_length=200)
    validity_days = forms.IntegerField(label="有效多少天", required=False, min_value=1, max_value=3650)
    validity_note = forms.CharField(
        label="有效期说明",
        required=False,
        max_length=200,
        help_text="没有天数的写明为什么，例如：说明已经发生的事，长期有效",
    )
    legal_basis = _area("政策法规依据", 3, help_text="一行一件，写到条款。")
    model_text = _area(
        "证明内容范本", 8, longest=4000, help_text="要填的空写成 {代号}，例如 兹证明：{name}……现住{address}。"
    )
    gaps = _area("范本里的空", 6, longest=4000, help_text="一行一个：代号｜名称｜类型｜必填｜可选的值。类型：文字、长文字、日期、数字、选择。本人姓名用 name，身份证号用 id_number。")  # fmt: skip
    procedure = _area("办理程序", 5, help_text="一行一步。")
    operating_rule = _area("操作规范", 4)
    materials = _area("要带的材料", 4, help_text="一行一件。")
    speed = forms.ChoiceField(label="办得多快", required=False, choices=_SPEED)
    workdays = forms.IntegerField(label="复杂的几个工作日办完", required=False, min_value=1, max_value=250)
    public_interest = forms.BooleanField(label="涉及村（社区）公共利益或者多数居民，先议事协商", required=False)
    legal_risk = forms.BooleanField(label="可能有法律风险，先核实、评估", required=False)
    fee = forms.CharField(label="收费", required=False, max_length=200)
    replaced_by = _area("取消后的办理方式", 2, help_text="已经取消的证明才写：改由谁办、怎么办。")
    source = forms.ChoiceField(label="范本是谁的", choices=Source.choices)
    provided_by = forms.CharField(label="提供部门", required=False, max_length=200)
    document = forms.CharField(label="依据文件（文号、日期）", required=False, max_length=300)
    reason = _area("为什么修订", 2, help_text="环节、时限、材料比上一版多的，必须写。")
    revision = forms.IntegerField(widget=forms.HiddenInput())

    def clean_gaps(self) -> list[Any]:
        """The gaps of the model text."""
        try:
            return read_fields(self.cleaned_data["gaps"])
        except BadLine as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        """The content as a whole: what does not fit together stands at the model text."""
        said = super().clean() or {}
        if self.errors:
            return said
        try:
            said["content"] = _content(said)
        except ValidationError as error:
            where = str(error.errors()[0]["loc"][0])
            where = "gaps" if where == "fields" else where
            self.add_error(where if where in self.fields else None, "这一栏写得不对：太长、太多行或者有空行。")
            return said
        for fault in content_faults(said["content"]):
            self.add_error("model_text", fault)
        return said

    def draft(self) -> Draft:
        """What was written."""
        said = self.cleaned_data
        return Draft(said["content"], said["source"], said["provided_by"], said["document"], said["reason"])


def _content(said: dict[str, Any]) -> GuideContent:
    parts: dict[str, Any] = {name: said[name] for name in _PLAIN}
    parts |= {name: [line.strip() for line in said[name].splitlines() if line.strip()] for name in _LINES}
    simple = {"simple": True, "complex": False}.get(said["speed"])
    if simple:
        parts["workdays"] = None
    return GuideContent(
        **parts, fields=said["gaps"], simple=simple, public_interest=said["public_interest"], legal_risk=said["legal_risk"]
    )  # fmt: skip


def written(version: GuideVersion) -> dict[str, Any]:
    """A draft as the form shows it."""
    content = GuideContent.model_validate(version.content)
    said: dict[str, Any] = {name: getattr(content, name) for name in (*_PLAIN, "public_interest", "legal_risk")}
    said |= {name: "\n".join(getattr(content, name)) for name in _LINES}
    speed = {True: "simple", False: "complex", None: ""}[content.simple]
    return said | {
        "gaps": write_fields(content.fields), "speed": speed, "source": version.source, "provided_by": version.provided_by,
        "document": version.document, "reason": version.reason, "revision": version.revision,
    }  # fmt: skip


class ReturnForm(forms.Form):
    """Why a draft goes back."""

    reason = forms.CharField(label="要改什么", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class PublishForm(forms.Form):
    """From which day a version holds."""

    effective_on = forms.DateField(label="从哪天起生效", widget=DayInput(), initial=today)


class PublicationForm(forms.Form):
    """Where a version was made public."""

    channel = forms.ChoiceField(label="渠道")
    published_on = forms.DateField(label="哪天公布的", widget=DayInput(), initial=today)
    place = forms.CharField(label="网址或者公布的地点", max_length=300)
    evidence = forms.FileField(label="截图或者照片（可以不传）", required=False)

    def __init__(self, *args: Any, channels: Sequence[ChannelSpec], **more: Any) -> None:
        super().__init__(*args, **more)
        choice_field(self, "channel").choices = [(each.id, each.title) for each in channels]


class SheetForm(forms.Form):
    """A filled sheet of guides."""

    file = forms.FileField(label="填好的 Excel 文件", help_text="最多 500 行，.xlsx 格式。")


class CatalogueFilter(forms.Form):
    """Which kinds of the catalogue."""

    q = forms.CharField(label="证明", required=False, max_length=60)
    regime = forms.ChoiceField(
        label="类别",
        required=False,
        choices=[("", "全部"), ("retained", "保留"), ("barred", "不应出具"), ("cancelled", "取消")],
    )
    gaps = forms.ChoiceField(label="缺什么", required=False, choices=[("", "全部"), ("any", "有缺的"), ("guide", "没有指南"), ("channel", "渠道没公布全"), ("basis", "没有依据"), ("replacement", "没写取消后怎么办"), ("cancelled", "已办结取消，清单没改")])  # fmt: skip

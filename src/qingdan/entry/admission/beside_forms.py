"""Forms of what stands beside the cases: local methods of places whose document states none, reports upwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from qingdan.entry.admission.application_form import area
from qingdan.entry.admission.models.cases import KIND_CHOICES
from qingdan.entry.admission.services import LocalMethod, Report
from qingdan.entry.admission.services.listing import LISTS_OF_KINDS
from qingdan.foundation.web.widgets import DayInput
from qingdan.policy.gate.model import Kind

_KINDS = [(value, label) for value, label in KIND_CHOICES if Kind(value) in LISTS_OF_KINDS]
"""Kinds that can be admitted at all: pledges, proofs of work and vetoes stand on no list."""


class MethodForm(forms.Form):
    """A local method in plain words; it becomes a procedure."""

    division = forms.ChoiceField(label="哪个地方的办法", choices=[])
    title = forms.CharField(label="办法名称", max_length=100)
    kinds = forms.MultipleChoiceField(label="管哪几类", choices=_KINDS, widget=forms.CheckboxSelectMultiple)
    document = forms.CharField(label="依据文件", max_length=300, help_text="本地正式文件的名称。征求意见稿不能作依据。")
    document_number = forms.CharField(label="文号", max_length=100, required=False)
    source = area("来源", required=True, help_text="从哪里得到、原件在哪里，让后来的人查得到。")
    scan = forms.FileField(
        label="文件扫描件", required=False, help_text="PDF、图片或 Word。涉密、工作秘密、内部资料不要传。"
    )
    leads = forms.CharField(label="由哪个单位审核", max_length=100, help_text="照文件写，例如：区民政局。")
    asks = area("审核时征求哪些单位意见", help_text="一行一个。没有就不填。")
    approvers = area("报哪些单位审批", help_text="一行一个，例如：区委、区政府各一行。文件没有写审批就不填。")
    joint_paper = forms.BooleanField(label="一份文件可以同时代表几个审批单位的决定", required=False)
    filing = forms.CharField(label="报哪个单位备案", max_length=100, required=False, help_text="文件没有写备案就不填。")
    days = forms.IntegerField(
        label="每一步几个工作日", required=False, min_value=1, max_value=90, help_text="到期没有办只催办，不算同意。"
    )  # fmt: skip
    days_stated = forms.BooleanField(label="天数是文件写明的（不勾的，显示为系统建议值）", required=False)

    def __init__(self, *more: Any, divisions: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*more, **options)
        self.fields["division"].choices = divisions  # type: ignore[attr-defined]  # a choice field, as declared above


def method_of(said: dict[str, Any]) -> LocalMethod:
    """What a valid form says, as the service wants it."""
    words = {name: said[name] for name in LocalMethod.__slots__}
    words |= {
        name: [each.strip() for each in said[name].splitlines() if each.strip()] for name in ("asks", "approvers")
    }
    return LocalMethod(**words)


class UpwardForm(forms.Form):
    """What a document from above asks, what it does not fit, and what is proposed."""

    upper_issuer = forms.CharField(label="上级单位", max_length=100)
    upper_title = forms.CharField(label="上级文件", max_length=200)
    upper_number = forms.CharField(label="文号", max_length=100, required=False)
    asks = area("文件要求的原话", required=True, rows=3, help_text="照抄原文，不要概括。")
    conflict = area("与什么不一致", required=True, rows=3, help_text="写明本地哪份文件、哪一条、怎么说的。")
    clause = forms.CharField(
        label="条款编号", max_length=12, required=False, help_text="在“政策依据”里能查到，例如 NH-29。不知道可以不填。"
    )
    proposal = area("建议", required=True, help_text="希望上级怎么办，例如改由镇街汇总、并入已有的报表。")
    addressee = forms.CharField(label="报给", max_length=100, help_text="对口的上级单位。")


def report_of(said: dict[str, Any]) -> Report:
    """What a valid form says, as the service wants it."""
    return Report(**{name: said[name] for name in Report.__slots__})


class AnswerFromAboveForm(forms.Form):
    """What came back."""

    answer = area("答复的内容", required=True, rows=4, help_text="照抄答复的话。口头答复写明是谁、怎么答复的。")
    answered_on = forms.DateField(label="哪天答复的", widget=DayInput())

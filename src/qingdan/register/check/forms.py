"""The one box as a form: it only reads, so it is sent as an address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BoundField

from qingdan.foundation.web.widgets import DayInput
from qingdan.policy.gate.facts import FACTS, FREQUENCIES, FactSpec
from qingdan.policy.gate.json_form import LONGEST_NAME
from qingdan.policy.gate.labels import KIND_HINTS, KIND_LABELS
from qingdan.register.check.asking import FACT_PREFIX, LONGEST_WORDS

FACTS_IN_BOX = {"basis": "对方说的依据", "basis_text": "依据名称、第几条", "emergency": "眼前有危险，或已宣布突发事件"}
"""Facts that the sender may claim from the start; all others are asked when the answer needs them."""


class QuestionForm(forms.Form):
    """What is asked of the village; all but the words may stay empty."""

    words = forms.CharField(
        label="这件事该不该我们干？",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(
            attrs={
                "rows": 3,
                "placeholder": "写下或者粘贴对方的要求，例如：各村每周五前报送秸秆禁烧巡查台账，附巡查照片。",
            }
        ),
        error_messages={
            "required": "请先写下是什么事。",
            "max_length": f"写得太长了，最多 {LONGEST_WORDS} 个字。请留下要紧的几句，再查一次。",
        },
    )
    kind = forms.ChoiceField(
        label="哪一类",
        required=False,
        choices=[("", "自动判断"), *((k.value, f"{label}（{KIND_HINTS[k]}）") for k, label in KIND_LABELS.items())],
    )
    issuer = forms.CharField(
        label="谁要的", required=False, max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"placeholder": "例如：区残联"}),
    )  # fmt: skip
    frequency = forms.ChoiceField(label="多久一次", required=False, choices=[("", "没有说"), *FREQUENCIES])
    code = forms.CharField(
        label="准入编号", required=False, max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"placeholder": "通知附注里的编号", "autocapitalize": "characters"}),
    )  # fmt: skip
    on = forms.DateField(label="按哪一天的规定看", required=False, widget=DayInput())
    place = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for name, label in FACTS_IN_BOX.items():
            self.fields[f"{FACT_PREFIX}{name}"] = _fact_field(FACTS[name], label)

    def fact_fields(self) -> list[BoundField]:
        """The fields of the facts that may be claimed."""
        return [self[f"{FACT_PREFIX}{name}"] for name in FACTS_IN_BOX]


def _fact_field(spec: FactSpec, label: str) -> forms.Field:
    if spec.boolean:
        choices = [("", "没有说"), ("true", "是"), ("false", "不是")]
        return forms.ChoiceField(label=label, required=False, choices=choices)
    if spec.choices:
        return forms.ChoiceField(label=label, required=False, choices=[("", "没有说"), *spec.choices])
    return forms.CharField(label=label, required=False, max_length=LONGEST_NAME)

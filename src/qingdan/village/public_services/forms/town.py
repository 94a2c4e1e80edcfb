"""Forms of the town's and the offices' side."""

from __future__ import annotations

from typing import Any

from django import forms

from qingdan.foundation.web.widgets import DayInput
from qingdan.village.public_services.choices import ConditionAnswer, ConditionSort, HelpSort, ServiceClass
from qingdan.village.public_services.forms import Choices, area, narrowing, offer, radio


class CoordinationFilter(forms.Form):
    """Which matters of the town."""

    q = forms.CharField(label="办什么事、村名", required=False, max_length=40)
    state = narrowing("状态", [("open", "还没有结果"), ("closed", "有结果了")])


class ConditionForm(forms.Form):
    """What a village needs."""

    sort = radio("要什么", ConditionSort.choices)
    text = area("要什么、为什么", help_text="例如：窗口没有打印机，代办要跑镇里打。")


class AnswerForm(forms.Form):
    """What the town answers."""

    answer = radio("答复", ConditionAnswer.choices)
    text = area("怎么办、什么时候", help_text="做不到的，写明为什么，还能怎么办。")


class HelpFilter(forms.Form):
    """Which guidance and support."""

    q = forms.CharField(label="内容、单位、事项", required=False, max_length=40)
    sort = narrowing("做了什么", HelpSort.choices)
    service_class = narrowing("哪一类事", ServiceClass.choices)


class HelpForm(forms.Form):
    """What an office did."""

    division = forms.ChoiceField(label="哪个村（社区）", help_text="一起做的选整个镇街或者区。")
    sort = radio("做了什么", HelpSort.choices)
    service_class = radio("哪一类事", [("", "是清单上的一项"), *ServiceClass.choices], required=False)
    item = forms.CharField(
        label="清单上的哪一项", max_length=60, required=False, help_text="写名称或者编号，例如“残疾人证代办”。"
    )
    day = forms.DateField(label="哪天", widget=DayInput())
    text = area("内容", help_text="一两句话：讲了什么、给了什么。")

    def __init__(self, *args: Any, places: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "division", places)


class KeptFilter(forms.Form):
    """Which kept items."""

    q = forms.CharField(label="事项、单位", required=False, max_length=40)
    none = forms.BooleanField(label="只看还没有指导、保障的", required=False)

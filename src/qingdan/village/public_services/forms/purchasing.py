"""Forms of purchases."""

from __future__ import annotations

from typing import Any

from django import forms

from qingdan.foundation.web.widgets import DayInput
from qingdan.village.public_services.choices import ProviderKind, PurchaseStance, PurchaseState, TakenUp
from qingdan.village.public_services.forms import Choices, area, narrowing, offer, radio
from qingdan.village.public_services.services.purchasing import Contract


class PurchaseFilter(forms.Form):
    """Which purchases."""

    q = forms.CharField(label="服务、单位", required=False, max_length=40)
    state = narrowing("状态", PurchaseState.choices)


class PurchaseForm(forms.Form):
    """What is to be bought, and for which villages."""

    title = forms.CharField(label="买什么服务", max_length=200)
    item_code = forms.ChoiceField(
        label="清单上的哪一项", required=False, help_text="选了的，买好以后这一项就不再由村里承办。"
    )
    text = area("做什么、怎么做", rows=4, longest=2000, help_text="让村里看得懂：谁来做、多久一次、对居民有什么好处。")
    towns = forms.MultipleChoiceField(label="涉及哪些地方", widget=forms.CheckboxSelectMultiple)
    opinions_until = forms.DateField(label="意见截止", widget=DayInput())

    def __init__(self, *args: Any, services: Choices, places: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "item_code", [("", "不在清单上"), *services])
        offer(self, "towns", places)


class OpinionForm(forms.Form):
    """What a village thinks."""

    stance = radio("意见", PurchaseStance.choices)
    text = area("建议或者不同意的理由", required=False, help_text="同意的可以不写。")


class SettleForm(forms.Form):
    """What was done with an opinion."""

    taken_up = radio("怎么处理", TakenUp.choices)
    why = area("说明", required=False, help_text="没有采纳的要写为什么。")


class ContractForm(forms.Form):
    """With whom, by which contract."""

    provider_kind = radio("承接方类别", ProviderKind.choices)
    provider = forms.CharField(label="承接方", max_length=100)
    contract = forms.CharField(label="合同", max_length=200, help_text="名称、编号、原件在哪里。")
    begins = forms.DateField(label="从哪天起", widget=DayInput())
    ends = forms.DateField(label="到哪天止", widget=DayInput())

    def contract_said(self) -> Contract:
        """What a valid form says."""
        said = {name: self.cleaned_data[name] for name in Contract.__slots__}
        return Contract(**said | {"provider_kind": ProviderKind(said["provider_kind"])})


class StopForm(forms.Form):
    """Why nothing is bought."""

    reason = area("为什么不买了")


class TestForm(forms.Form):
    """The two tests of a service."""

    __test__ = False

    title = forms.CharField(label="服务事项", max_length=200)
    government_duty = forms.BooleanField(label="属于政府职责", required=False)
    market_suitable = forms.BooleanField(label="适合市场化提供", required=False)
    reason = area("理由", help_text="按哪份文件、为什么适合买。")

"""Forms of services: what they are, what a village can do of them."""

from __future__ import annotations

from typing import Any

from django import forms

from qingdan.village.public_services.choices import Field, Online, ServiceClass, Takes
from qingdan.village.public_services.forms import area, narrowing, radio
from qingdan.village.public_services.services.items import Description, Offer

_LISTED = [ServiceClass.PUBLIC, ServiceClass.CHARITY]
_CLASSES = [(each.value, each.label) for each in _LISTED]


class CatalogueFilter(forms.Form):
    """Which services (BJ-35)."""

    q = forms.CharField(label="服务、单位", required=False, max_length=40)
    service_class = narrowing("类别", _CLASSES)
    field = narrowing("领域", Field.choices)
    unit = narrowing("适用", [("village", "村"), ("community", "社区")], "村和社区")


class DescriptionForm(forms.Form):
    """What a service is, beyond its line in the list."""

    service_class = radio("类别", _CLASSES)
    field = forms.ChoiceField(label="领域", choices=Field.choices)
    provider = forms.CharField(label="由谁提供", max_length=100, required=False)
    target = forms.CharField(label="服务对象", max_length=100, required=False, help_text="例如：七十岁以上老人。")
    bottom_line = forms.BooleanField(label="兜底保障的服务", required=False)
    agency = forms.BooleanField(label="村（社区）可以代办", required=False, help_text="代办的要写明下面三项。")
    department = forms.CharField(label="主管部门", max_length=100, required=False)
    materials = area("要带的材料", required=False, longest=2000)
    time_limit = forms.CharField(label="多久办好", max_length=60, required=False, help_text="例如：10 个工作日。")
    online = forms.MultipleChoiceField(
        label="网上能办到哪一步", required=False, choices=Online.choices, widget=forms.CheckboxSelectMultiple
    )
    seen = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    def description(self) -> Description:
        """What a valid form says."""
        said = {name: value for name, value in self.cleaned_data.items() if name in Description.__slots__}
        return Description(
            **said | {
                "service_class": ServiceClass(said["service_class"]), "field": Field(said["field"]),
                "online": [Online(each) for each in said["online"]],
            }
        )  # fmt: skip


class OfferForm(forms.Form):
    """What a village says of a service."""

    takes = radio("村里能不能办", Takes.choices)
    place = radio("在哪里办", [("hall", "村（社区）一站式大厅"), ("elsewhere", "别的地方")])
    elsewhere = forms.CharField(label="别的什么地方", max_length=100, required=False)
    second_window = forms.BooleanField(label="还要去第二个窗口", required=False)
    provider = forms.CharField(label="谁来办", max_length=100, required=False, help_text="可以不填。")
    frequency = forms.CharField(
        label="多久一次", max_length=60, required=False, help_text="例如：每周三上午。可以不填。"
    )

    def offer(self) -> Offer:
        """What a valid form says."""
        said: dict[str, Any] = self.cleaned_data
        return Offer(
            Takes(said["takes"]), said["place"] == "hall", said["elsewhere"], said["second_window"], said["provider"],
            said["frequency"],
        )  # fmt: skip

"""Forms of what a village notes: one form, of which each sort shows its own parts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from qingdan.foundation.web.widgets import DayInput, model_choice_field
from qingdan.village.public_services.choices import (
    ActivityKind,
    EntrySort,
    Field,
    Group,
    OrganisationSort,
    ProjectKind,
    SelfRulesKind,
    Standing,
    Urgency,
    VillagePart,
)
from qingdan.village.public_services.forms import area, narrowing, offer, radio
from qingdan.village.public_services.models import Entry, Organisation
from qingdan.village.public_services.services.community import MOST_PEOPLE, Noted, Register

_KINDS: Mapping[EntrySort, Any] = {
    EntrySort.ACTIVITY: ActivityKind.choices, EntrySort.PROJECT: ProjectKind.choices,
    EntrySort.SELF_RULES: SelfRulesKind.choices,
}  # fmt: skip
_PARTS: Mapping[EntrySort, tuple[str, ...]] = {
    EntrySort.NEED: ("title", "field", "people", "urgency", "day", "text"),
    EntrySort.ACTIVITY: (
        "title", "kind", "group", "part", "field", "day", "people", "volunteers", "hours", "money", "organisation", "result",
    ),
    EntrySort.VISIT: ("title", "day", "done_on", "workers", "people", "result"),
    EntrySort.MEETING: ("title", "day", "people", "text", "result"),
    EntrySort.PROJECT: ("title", "kind", "field", "organisation", "workers", "need", "day", "until", "result"),
    EntrySort.SELF_RULES: ("title", "kind", "day", "workers", "text"),
}  # fmt: skip
_LABELS: Mapping[tuple[EntrySort, str], str] = {
    (EntrySort.NEED, "title"): "居民需要什么", (EntrySort.NEED, "people"): "大约多少户需要", (EntrySort.NEED, "day"): "哪天提出",
    (EntrySort.ACTIVITY, "people"): "服务了多少人", (EntrySort.ACTIVITY, "kind"): "种类",
    (EntrySort.VISIT, "title"): "做什么", (EntrySort.VISIT, "day"): "计划哪天来", (EntrySort.VISIT, "workers"): "谁来（社工站、几人）",
    (EntrySort.VISIT, "people"): "服务了几例",
    (EntrySort.MEETING, "title"): "议什么", (EntrySort.MEETING, "text"): "大家的意见", (EntrySort.MEETING, "people"): "多少人参加",
    (EntrySort.MEETING, "result"): "议定的结果",
    (EntrySort.PROJECT, "day"): "从哪天起", (EntrySort.PROJECT, "workers"): "哪些社会工作者",
    (EntrySort.SELF_RULES, "title"): "名称", (EntrySort.SELF_RULES, "day"): "哪天通过", (EntrySort.SELF_RULES, "workers"): "哪个会议通过的",
    (EntrySort.SELF_RULES, "text"): "内容（或者原件在哪里）",
}  # fmt: skip
_OPTIONAL = {
    EntrySort.NEED: {"text"}, EntrySort.ACTIVITY: {"people", "volunteers", "hours", "money", "organisation", "result"},
    EntrySort.VISIT: {"done_on", "workers", "people", "result"}, EntrySort.MEETING: {"people", "result"},
    EntrySort.PROJECT: {"workers", "need", "until", "result"}, EntrySort.SELF_RULES: set(),
}  # fmt: skip


class EntryForm(forms.Form):
    """An entry of one sort."""

    title = forms.CharField(label="标题", max_length=100)
    kind = forms.ChoiceField(label="种类")
    group = forms.ChoiceField(label="对象", choices=Group.choices)
    part = radio("村里起的作用", VillagePart.choices)
    field = forms.ChoiceField(label="领域", choices=Field.choices)
    urgency = forms.TypedChoiceField(label="急不急", choices=Urgency.choices, coerce=int, widget=forms.RadioSelect)
    day = forms.DateField(label="哪天", widget=DayInput())
    until = forms.DateField(label="到哪天", widget=DayInput(), required=False)
    done_on = forms.DateField(label="哪天来的（还没来不填）", widget=DayInput(), required=False)
    organisation = forms.ModelChoiceField(
        label="哪个组织", queryset=Organisation.objects.none(), required=False, empty_label="没有"
    )
    need = forms.ModelChoiceField(
        label="回应哪个需求", queryset=Entry.objects.none(), required=False, empty_label="没有"
    )
    workers = forms.CharField(label="谁做的", max_length=100)
    people = forms.IntegerField(label="人数", min_value=0, max_value=MOST_PEOPLE)
    volunteers = forms.IntegerField(label="志愿者人数", min_value=0, max_value=MOST_PEOPLE)
    hours = forms.DecimalField(label="一共几小时", min_value=0, max_value=99_999, decimal_places=1)
    money = forms.DecimalField(label="花了多少钱（元）", min_value=0, max_value=9_999_999, decimal_places=2)
    text = area("内容", rows=4, longest=20_000, help_text="不写身份证号、电话、病情。")
    result = area("结果", rows=2)

    def __init__(self, *args: Any, sort: EntrySort, village: str, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in set(self.fields) - set(_PARTS[sort]):
            del self.fields[name]
        self.order_fields(list(_PARTS[sort]))
        for name, field in self.fields.items():
            field.label = _LABELS.get((sort, name), field.label)
            field.required = name not in _OPTIONAL[sort]
        if sort in _KINDS:
            offer(self, "kind", _KINDS[sort])
        own = {
            "organisation": Organisation.objects.filter(division=village, ended_on=None),
            "need": Entry.objects.filter(division=village, sort=EntrySort.NEED),
        }
        for name in own.keys() & self.fields.keys():
            model_choice_field(self, name).queryset = own[name]

    def noted(self) -> Noted:
        """What a valid form says."""
        said = {name: value for name, value in self.cleaned_data.items() if name in Noted.__slots__}
        typed: dict[str, Any] = {"field": Field, "group": Group, "part": VillagePart, "urgency": Urgency}
        said |= {name: kind(said[name]) for name, kind in typed.items() if said.get(name)}
        said |= {name: said[name] or 0 for name in ("people", "volunteers") if name in said}
        said |= {name: said[name] or Decimal(0) for name in ("hours", "money") if name in said}
        return Noted(**said)


class FollowUpForm(forms.Form):
    """What came of an entry."""

    done_on = forms.DateField(label="哪天做的", widget=DayInput(), required=False)
    result = area("结果", rows=2, required=False)
    text = area("后来怎样", rows=2, required=False)


class EntryFilter(forms.Form):
    """Which entries."""

    q = forms.CharField(label="标题、村名", required=False, max_length=40)
    sort = narrowing("是什么", EntrySort.choices)
    field = narrowing("领域", Field.choices)
    year = forms.IntegerField(label="哪年", required=False, min_value=2000, max_value=2100)


class OrganisationForm(forms.Form):
    """An organisation; its people as numbers."""

    sort = radio("是什么", OrganisationSort.choices)
    name = forms.CharField(label="名称", max_length=100)
    field = forms.ChoiceField(label="领域", choices=Field.choices)
    standing = radio("登记备案", Standing.choices)
    leaders_party = forms.IntegerField(label="负责人里在职党员几人", min_value=0, max_value=30_000, required=False)
    leaders_residents = forms.IntegerField(
        label="负责人里热心村（居）民几人", min_value=0, max_value=30_000, required=False
    )
    leaders_others = forms.IntegerField(label="其他负责人几人", min_value=0, max_value=30_000, required=False)
    members_party = forms.IntegerField(label="成员里在职党员几人", min_value=0, max_value=30_000, required=False)
    members_residents = forms.IntegerField(
        label="成员里热心村（居）民几人", min_value=0, max_value=30_000, required=False
    )
    members_others = forms.IntegerField(label="其他成员几人", min_value=0, max_value=30_000, required=False)
    ended_on = forms.DateField(label="哪天起不再活动", widget=DayInput(), required=False)

    def register(self) -> Register:
        """What a valid form says."""
        said = dict(self.cleaned_data)
        said |= {name: said[name] or 0 for name in said if name.startswith(("leaders_", "members_"))}
        typed: dict[str, Any] = {"sort": OrganisationSort, "field": Field, "standing": Standing}
        kept = {name: typed[name](said[name]) if name in typed else said[name] for name in Register.__slots__}
        return Register(**kept)


class OrganisationFilter(forms.Form):
    """Which organisations."""

    q = forms.CharField(label="名称、村名", required=False, max_length=40)
    sort = narrowing("是什么", OrganisationSort.choices)
    standing = narrowing("登记备案", Standing.choices)

"""Forms of appointments: the resident's, the word that cancels, the village's hours."""

from __future__ import annotations

from typing import Any

from django import forms

from qingdan.foundation.web.widgets import choice_field
from qingdan.village.certificates.choices import Half
from qingdan.village.certificates.consent import CONSENT
from qingdan.village.certificates.hours import WEEKDAYS, Hours, Slot

_HALVES = [(f"{n}{half}", f"星期{name}{label}") for n, name in enumerate(WEEKDAYS, 1) for half, label in Half.choices]


class BookingForm(forms.Form):
    """Name, phone, half day; the notice and the consent are two marks."""

    slot = forms.ChoiceField(
        label="什么时候来",
        error_messages={"required": "请选一个时间。", "invalid_choice": "这个时间刚被约满了，请另选一个。"},
    )
    name = forms.CharField(
        label="姓名",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "请填姓名。"},
    )
    phone = forms.CharField(
        label="电话", max_length=30, widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}), error_messages={"required": "请填电话。"}
    )  # fmt: skip
    noticed = forms.BooleanField(label="我看过上面的告知", error_messages={"required": "请先看完告知，再打勾。"})
    consented = forms.BooleanField(
        label=CONSENT, error_messages={"required": "不同意保存姓名和电话，就不能在网上约；可以直接去办。"}
    )

    def __init__(self, *args: Any, slots: list[Slot], **more: Any) -> None:
        super().__init__(*args, **more)
        self.has_slots = bool(slots)
        choices = [(slot.value, f"{slot.label}（还能约 {slot.left} 人）") for slot in slots]
        choice_field(self, "slot").choices = [("", "请选"), *choices]


class WordForm(forms.Form):
    """The word and the phone of an appointment."""

    word = forms.CharField(label="取号口令", max_length=12, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    phone = forms.CharField(label="预约时填的电话", max_length=30, widget=forms.TextInput(attrs={"inputmode": "tel"}))


class HoursForm(forms.Form):
    """When the counter is open."""

    halves = forms.MultipleChoiceField(
        label="开放时间",
        choices=_HALVES,
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": "请至少选一个半天。"},
    )
    per_half = forms.IntegerField(label="每半天最多约几个人", min_value=1, max_value=50)
    note = forms.CharField(
        label="给居民的话", required=False, max_length=100, help_text="例如：在村委会一楼；午休时间请打值班电话。"
    )

    def __init__(self, data: Any, *, hours: Hours) -> None:
        known = {"halves": sorted(hours.halves), "per_half": hours.per_half, "note": hours.note}
        super().__init__(data, initial=known)

"""Forms of the village and of the issuer."""

from __future__ import annotations

from django import forms

from qingdan.foundation.web.widgets import DayInput
from qingdan.register.obligations.models import State
from qingdan.register.obligations.services import MOST_MINUTES


class DoneForm(forms.Form):
    """What a village may tell when it is done; it need not tell anything."""

    minutes = forms.IntegerField(
        label="花了多少分钟",
        required=False,
        min_value=1,
        max_value=MOST_MINUTES,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text="愿意写就写，只用来算这件事一共要占多少工夫，不拿来比村。",
    )
    note = forms.CharField(label="说一句", required=False, max_length=500)


class FilterForm(forms.Form):
    """Narrows what is owed."""

    q = forms.CharField(label="名称、单位或村", required=False, max_length=60)
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "还要办的"), ("all", "全部"), *((state.value, state.label) for state in State)],
    )
    late = forms.BooleanField(label="过了期限的", required=False)


class GivenFilterForm(forms.Form):
    """Narrows the villages of an assignment."""

    q = forms.CharField(label="村（社区）", required=False, max_length=60)
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *((state.value, state.label) for state in State)]
    )


class DueForm(forms.Form):
    """Another day."""

    due = forms.DateField(label="新的期限", widget=DayInput())
    reason = forms.CharField(
        label="为什么改", max_length=500, widget=forms.Textarea(attrs={"rows": 2}), help_text="村里看得到。"
    )


class WithdrawForm(forms.Form):
    """Taking back."""

    reason = forms.CharField(
        label="为什么撤回", max_length=500, widget=forms.Textarea(attrs={"rows": 2}), help_text="村里看得到。"
    )

"""Filters of the lists."""

from __future__ import annotations

from django import forms

from qingdan.village.certificates.choices import State


class ApplicationFilter(forms.Form):
    """Which applications."""

    q = forms.CharField(label="证明、单位、编号", required=False, max_length=60)
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "还没办完的"), ("all", "全部"), *State.choices]
    )  # fmt: skip
    late = forms.BooleanField(label="只看超期的", required=False)


class CoordinationFilter(forms.Form):
    """Which coordinations."""

    which = forms.ChoiceField(label="哪些", required=False, choices=[("", "还没有结果的"), ("all", "全部")])
    q = forms.CharField(label="证明、单位、村", required=False, max_length=60)


class DayFilter(forms.Form):
    """Which appointments."""

    which = forms.ChoiceField(
        label="哪些", required=False, choices=[("", "今天和以后的"), ("today", "今天的"), ("past", "以前的")]
    )  # fmt: skip

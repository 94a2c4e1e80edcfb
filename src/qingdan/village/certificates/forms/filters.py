"""Filters of the lists, and the search for somebody at the counter."""

from __future__ import annotations

from typing import Any

from django import forms

from qingdan.foundation.personal.problems import PersonalProblem
from qingdan.village.certificates.choices import SearchBy, SearchFor, State
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.services.searching import plain_text


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


class SearchForm(forms.Form):
    """Who stands at the counter, by a number that is typed and not kept; never in an address."""

    by = forms.ChoiceField(
        label="按什么查", choices=SearchBy.choices, initial=SearchBy.ID_CARD, widget=forms.RadioSelect(), error_messages={"required": "请选按什么查。"}
    )  # fmt: skip
    text = forms.CharField(
        label="号码、电话或者口令", max_length=60, error_messages={"required": "请填要查的号码、电话或者口令。", "max_length": "最多 60 位。"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )  # fmt: skip
    why = forms.ChoiceField(
        label="为什么查", choices=SearchFor.choices, widget=forms.RadioSelect(), error_messages={"required": "请选为什么查。"}
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """What can be no such number is told before anything is looked for."""
        said: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                plain_text(said["by"], said["text"])
            except (CertificateProblem, PersonalProblem) as fault:
                self.add_error("text", str(fault))
        return said

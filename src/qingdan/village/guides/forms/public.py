"""The filters of a place's kinds."""

from __future__ import annotations

from django import forms

from qingdan.village.guides.showing import SECTIONS


class KindFilter(forms.Form):
    """Which kinds."""

    regime = forms.ChoiceField(
        label="看哪一类",
        required=False,
        choices=[("", "全部"), *((regime, title) for regime, title, _words in SECTIONS)],
    )


class CancelledFilter(forms.Form):
    """Which of the cancelled kinds."""

    q = forms.CharField(label="证明，或者归谁办", required=False, max_length=60)

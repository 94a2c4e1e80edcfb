"""The form of the search."""

from __future__ import annotations

from django import forms

from qingdan.policy.gate.labels import LIST_KIND_LABELS
from qingdan.register.search.models import What

_ALL = ("", "全部")


class SearchForm(forms.Form):
    """Words and what they are looked for in."""

    q = forms.CharField(label="找什么", required=False, max_length=60)
    what = forms.ChoiceField(label="在哪里找", required=False, choices=[_ALL, *What.choices])
    kind = forms.ChoiceField(
        label="清单类别",
        required=False,
        choices=[_ALL, *((kind.value, label) for kind, label in LIST_KIND_LABELS.items())],
    )
    past = forms.BooleanField(label="也找已失效的", required=False)

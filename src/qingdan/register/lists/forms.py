"""Filters of the list pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from qingdan.policy.gate.labels import LIST_KIND_LABELS
from qingdan.policy.packs.models import PackVersion

_ALL = ("", "全部")


class ListFilter(forms.Form):
    """Narrows the lists."""

    q = forms.CharField(label="清单名称", required=False, max_length=60)
    pack = forms.ChoiceField(label="地方", required=False)
    kind = forms.ChoiceField(
        label="类别", required=False, choices=[_ALL, *((kind.value, label) for kind, label in LIST_KIND_LABELS.items())]
    )

    def __init__(self, *args: Any, packs: Sequence[PackVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["pack"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [_ALL, *((version.pack_id, version.title) for version in packs)]


class ItemFilter(forms.Form):
    """Narrows the items of a list."""

    q = forms.CharField(label="事项、类别、单位或编号", required=False, max_length=60)

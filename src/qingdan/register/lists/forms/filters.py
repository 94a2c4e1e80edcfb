"""Filters of the pages that show lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from qingdan.foundation.web.widgets import choice_field
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
        choice_field(self, "pack").choices = [_ALL, *((version.pack_id, version.title) for version in packs)]


class ItemFilter(forms.Form):
    """Narrows the items of a list."""

    q = forms.CharField(label="事项、类别、单位或编号", required=False, max_length=60)


class BasisFilter(forms.Form):
    """Narrows the documents that items cite."""

    q = forms.CharField(label="文件名称或文号", required=False, max_length=60)
    ended = forms.ChoiceField(
        label="效力", required=False, choices=[_ALL, ("ended", "已废止"), ("valid", "没有废止记录")]
    )


class ModelFilter(forms.Form):
    """Narrows the model lists of other places."""

    q = forms.CharField(label="地方、名称或事项", required=False, max_length=60)

"""What lists of this room are narrowed by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from qingdan.village.seals.choices import ApprovalState, SealKind, SealState
from qingdan.village.seals.models import Seal


class SealFilter(forms.Form):
    """Which seals."""

    q = forms.CharField(label="村（社区）、印文、保管人", required=False, max_length=60)
    kind = forms.ChoiceField(label="哪一种", required=False, choices=[("", "全部"), *SealKind.choices])
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *SealState.choices])


class LogFilter(forms.Form):
    """Which entries of the register."""

    q = forms.CharField(label="材料、用途、人名、编号", required=False, max_length=60)
    seal = forms.ChoiceField(label="印章", required=False)
    month = forms.CharField(label="月份", required=False, max_length=7, widget=forms.DateInput(attrs={"type": "month"}))
    mark = forms.ChoiceField(
        label="只看", required=False,
        choices=[("", "全部"), ("late", "补录的"), ("spoiled", "作废的"), ("outside", "在外面盖的"), ("on_behalf", "代录的")],
    )  # fmt: skip

    def __init__(self, *args: Any, seals: Iterable[Seal], **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["seal"]
        field.choices = [("", "全部"), *((str(seal.pk), str(seal)) for seal in seals)]


class ApprovalFilter(forms.Form):
    """Which approvals."""

    q = forms.CharField(label="材料、用途、人名", required=False, max_length=60)
    state = forms.ChoiceField(
        label="状态", required=False,
        choices=[("", "全部"), *ApprovalState.choices, ("to_press", "批了等盖的"), ("to_check", "纸质的等核对"), ("late", "补录的")],
    )  # fmt: skip

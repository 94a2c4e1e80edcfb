"""Filters of the pack pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from qingdan.foundation.web.widgets import choice_field
from qingdan.policy.gate.labels import KIND_LABELS
from qingdan.policy.packs.presentation import STATE_LABELS
from qingdan.policy.packs.readable import CLASS_LABELS, area_label
from qingdan.policy.packs.reading import Pack

_ALL = ("", "全部")


class ClauseFilter(forms.Form):
    """Narrows the clauses."""

    q = forms.CharField(label="条文里的字", required=False, max_length=60)
    pack = forms.ChoiceField(label="政策包", required=False)
    area = forms.ChoiceField(label="领域", required=False)
    class_ = forms.ChoiceField(label="性质", required=False, choices=[_ALL, *CLASS_LABELS.items()])
    state = forms.ChoiceField(label="落实", required=False, choices=[_ALL, *STATE_LABELS.items()])

    def __init__(self, *args: Any, packs: Sequence[Pack], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = sorted({clause.area for pack in packs for clause in pack.clauses}, key=area_label)
        self._choose("pack", [(pack.id, pack.header.jurisdiction) for pack in packs])
        self._choose("area", [(area, area_label(area)) for area in areas])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        choice_field(self, name).choices = [_ALL, *choices]


class RuleFilter(forms.Form):
    """Narrows the decision table to one kind of demand."""

    kind = forms.ChoiceField(
        label="哪一类要求",
        required=False,
        choices=[_ALL, *((kind.value, label) for kind, label in KIND_LABELS.items())],
    )

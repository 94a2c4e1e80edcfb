"""Which year, which place."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from qingdan.foundation.orgs.models import Division
from qingdan.foundation.web.widgets import choice_field


class NumbersFilter(forms.Form):
    """The year, and a place within what the reader counts."""

    year = forms.ChoiceField(label="年度", required=False)
    place = forms.ChoiceField(label="地方", required=False)

    def __init__(self, data: object, years: Sequence[int], places: Sequence[Division]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # the address's words, as Django gives them
        named = [(place.pk, place.name) for place in places]
        choice_field(self, "year").choices = [(str(year), f"{year}年") for year in years]
        choice_field(self, "place").choices = [("", "全部"), *named]

"""Which year, which place."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from qingdan.foundation.orgs.models import Division


class NumbersFilter(forms.Form):
    """The year, and a place within what the reader counts."""

    year = forms.ChoiceField(label="年度", required=False)
    place = forms.ChoiceField(label="地方", required=False)

    def __init__(self, data: object, years: Sequence[int], places: Sequence[Division]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # the address's words, as Django gives them
        named = [(place.pk, place.name) for place in places]
        self.fields["year"] = forms.ChoiceField(
            label="年度", required=False, choices=[(str(year), f"{year}年") for year in years]
        )
        self.fields["place"] = forms.ChoiceField(label="地方", required=False, choices=[("", "全部"), *named])

"""Days in forms: what a form shows is what it is sent back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django import forms
from django.urls import get_resolver

from qingdan.foundation.web.widgets import DayInput


class DayForm(forms.Form):
    day = forms.DateField(widget=DayInput())


def test_a_day_is_shown_as_browsers_take_it() -> None:
    assert 'value="2026-01-31"' in str(DayForm(initial={"day": date(2026, 1, 31)})["day"])
    assert 'type="date"' in str(DayForm()["day"])


def _forms(base: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for form in base.__subclasses__():
        yield form
        yield from _forms(form)


def test_every_form_of_ours_asks_for_days_in_this_way() -> None:
    assert get_resolver().url_patterns  # reads every view, and with them every form
    ours = [form for form in _forms(forms.Form) if form.__module__.startswith("qingdan.")]
    days = [
        (form.__name__, name, field)
        for form in ours
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.DateField)
    ]
    assert len(days) > 10
    assert [(form, name) for form, name, field in days if not isinstance(field.widget, DayInput)] == []

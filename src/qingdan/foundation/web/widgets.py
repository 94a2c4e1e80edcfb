"""Inputs that forms share."""

from __future__ import annotations

from django import forms


class DayInput(forms.DateInput):
    """A day. Browsers take 2026-01-31 only: a day in the language's own form would be shown, and sent back, as none."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")

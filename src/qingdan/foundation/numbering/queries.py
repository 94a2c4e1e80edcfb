"""Reading what was voided."""

from __future__ import annotations

from django.db.models import QuerySet

from qingdan.foundation.numbering.models import VoidedNumber


def voided_numbers(series: str) -> QuerySet[VoidedNumber]:
    """The voided numbers of a series, by number: a register shows them, so that no number is missing."""
    return VoidedNumber.objects.filter(series=series)

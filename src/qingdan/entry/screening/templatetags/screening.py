"""Filters for a screening's verdict in a word."""

from __future__ import annotations

from django import template

from qingdan.entry.screening.deciding import PaperVerdict
from qingdan.entry.screening.models import Screening
from qingdan.entry.screening.presentation import VERDICT_TAGS, verdict_word

register = template.Library()


@register.filter
def verdict_said(screening: Screening) -> str:
    """The verdict as it is said to whose paper it is."""
    return verdict_word(screening)


@register.filter
def verdict_class(screening: Screening) -> str:
    """The class of its tag."""
    return VERDICT_TAGS[PaperVerdict(screening.verdict)]

"""Template tags of the shell; built into every template (settings), so pages need no ``load``."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BoundField

from qingdan.foundation.web.components import Link, Question, Stamp
from qingdan.foundation.web.listing import Listing, SortLink

register = template.Library()

_SIZES = {"small": 34, "medium": 52, "large": 88}


@register.inclusion_tag("web/components/stamp.html")
def stamp(mark: Stamp, size: str = "medium") -> dict[str, Any]:
    """The seal; write the word beside it. ``size``: small, medium or large."""
    return {"stamp": mark, "size": size, "pixels": _SIZES[size]}


@register.inclusion_tag("web/components/sort_heading.html")
def sort_heading(listing: Listing[Any], name: str, label: str, classes: str = "") -> dict[str, Any]:
    """A table heading that sorts by ``name``."""
    link: SortLink = listing.sort_link(name)
    return {"link": link, "label": label, "classes": classes}


@register.inclusion_tag("web/components/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """A form field with label, help and errors, tied together for screen readers."""
    input_type = getattr(bound.field.widget, "input_type", "")
    return {"field": bound, "single_box": input_type == "checkbox" and not hasattr(bound.field, "choices")}


@register.inclusion_tag("web/components/pager.html")
def pager(listing: Listing[Any]) -> dict[str, Any]:
    """Where in the list this page is, with the pages before and after."""
    return {"listing": listing}


@register.inclusion_tag("web/components/question.html")
def question(asked: Question) -> dict[str, Any]:
    """A missing fact, asked by itself."""
    return {"question": asked}


@register.inclusion_tag("web/components/link_button.html")
def link_button(link: Link) -> dict[str, Any]:
    """A link that looks like a button; dark when it is the thing to do."""
    return {"link": link}

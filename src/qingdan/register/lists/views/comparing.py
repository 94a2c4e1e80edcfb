"""The difference between two editions: on screen, as a document, as data."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qingdan.foundation.documents.downloads import word_response
from qingdan.foundation.documents.steady import not_collecting
from qingdan.foundation.web.access import open_to_all
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.text import clean_words
from qingdan.register.lists.access import readable_editions
from qingdan.register.lists.differences import CHANGE_LABELS, Change, counted, difference
from qingdan.register.lists.files import JSON_TYPE
from qingdan.register.lists.kept_files import difference_json_of, difference_word_of
from qingdan.register.lists.models import Edition
from qingdan.register.lists.views.pages import crumbs, readable, reader_of


@open_to_all
@require_safe
@not_collecting()
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """What an edition has otherwise than another of its list (the one before, where none is chosen)."""
    new, old, others = _editions(request, pk)
    changes = difference(old, new)
    wanted = clean_words(request.GET.get("change"))
    shown = [change for change in changes if not wanted or change.change == wanted]
    listing: Listing[Change] = Listing(
        request, shown, filters={"with": str(old.pk) if old else "", "change": wanted}, per_page=100
    )
    context = {
        "new": new, "old": old, "others": others, "listing": listing, "counts": counted(changes), "total": len(changes),
        "kinds": [(kind, label) for kind, label in CHANGE_LABELS.items() if any(c.change == kind for c in changes)],
        "wanted": wanted, "crumbs": crumbs(new, "与另一版比较"),
    }  # fmt: skip
    return render(request, "lists/difference.html", context)


@open_to_all
@require_safe
def compare_word(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a Word table."""
    new, old, _others = _editions(request, pk)
    return word_response(difference_word_of(old, new), f"{new.item_list.title}第{new.number}版变动")


@open_to_all
@require_safe
def compare_json(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as data."""
    new, old, _others = _editions(request, pk)
    return HttpResponse(difference_json_of(old, new), content_type=JSON_TYPE)


def _editions(request: HttpRequest, pk: int) -> tuple[Edition, Edition | None, list[Any]]:
    """The edition, the one it is held against, and the others that the reader may choose."""
    new = readable(request, pk)
    others = list(
        readable_editions(reader_of(request)).filter(item_list=new.item_list).exclude(pk=new.pk).order_by("-number")
    )
    wanted = request.GET.get("with", "")
    if wanted:
        old = next((other for other in others if str(other.pk) == wanted), None)
        if old is None:
            raise Http404
        return new, old, others
    return new, next((other for other in others if other.number < new.number), None), others

"""Who acts for several places or bodies says first for which one; the answer stands in the address of the form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from qingdan.foundation.web.components import Crumb, Link
from qingdan.foundation.web.text import clean_words

Held = TypeVar("Held", bound=Model)


def chosen(request: HttpRequest, name: str, held: Sequence[Held]) -> Held | None:
    """What the address says (``?name=key``) of what the reader holds; the only one there is; None: they must choose.

    Raises ``Http404`` for somebody who holds none, and for a key that is not theirs.
    """
    key = clean_words(request.GET.get(name), longest=20)
    found = [each for each in held if str(each.pk) == key] if key else list(held)
    if not found:
        raise Http404
    return found[0] if len(found) == 1 else None


def choose_page(
    request: HttpRequest, name: str, held: Sequence[Model], title: str, intro: str, back: str, path: Sequence[Crumb]
) -> HttpResponse:
    """The page that asks for which one; each choice is the same address with the answer in it."""
    links = []
    for each in held:
        query = request.GET.copy()
        query[name] = str(each.pk)
        links.append(Link(str(each), f"{request.path}?{query.urlencode()}"))
    context = {"title": title, "intro": intro, "choices": links, "cancel_url": back, "crumbs": path}
    return render(request, "web/choose_page.html", context)

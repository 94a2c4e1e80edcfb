"""The home page, assembled from what the rooms offer, and the gallery of components for developers."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from qingdan.foundation.web import gallery
from qingdan.foundation.web.access import open_to_all, roles_of_request
from qingdan.foundation.web.greeting import greeting, today_in_words
from qingdan.foundation.web.registry import HomePart, home_parts


@open_to_all
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Signed in: the work list of the person's roles. Without an account: the public front page."""
    parts = [shown for part in home_parts(roles_of_request(request)) if (shown := _shown(part, request))]
    now = timezone.localtime()
    context = {
        "main_parts": [part for part in parts if part["place"] == "main"],
        "side_parts": [part for part in parts if part["place"] == "side"],
        "greeting": greeting(now),
        "today": today_in_words(now.date()),
    }
    return render(request, "web/home.html", context)


def _shown(part: HomePart, request: HttpRequest) -> dict[str, Any] | None:
    context = part.context(request)
    return None if context is None else {"template": part.template, "context": context, "place": part.place}


@open_to_all
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component once, to look at; only where developers or a demonstration run."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    return render(request, "web/gallery.html", gallery.context())

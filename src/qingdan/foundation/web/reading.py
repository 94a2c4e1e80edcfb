"""While a page is read, the person's grants, the calendar and the packs are read once; an act reads them afresh."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from qingdan.foundation.reading import reading_together


class ReadingMiddleware:
    """Opens :func:`reading_together` around a request that only reads."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        if request.method not in {"GET", "HEAD"}:
            return self._get_response(request)
        with reading_together():
            return self._get_response(request)

"""The site's addresses and, before them, the bare view that the check is measured beside."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from qingdan.foundation.web.access import open_to_all
from qingdan.village.certificates.models import Certificate


@open_to_all
def bare(_request: HttpRequest, code: str) -> HttpResponse:
    """One indexed read, and its words as they are."""
    number, until = Certificate.objects.values_list("number", "valid_until").get(code=code)
    return HttpResponse(f"{number} {until}")


urlpatterns = [path("bare/<str:code>", bare), path("", include("qingdan.config.urls"))]

"""What the pages of those who keep guides share: their place, what they may see, doing a thing once, forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.queries import home_scope
from qingdan.foundation.web import form_acts
from qingdan.foundation.web.components import Crumb
from qingdan.policy.packs.queries import is_governed, newest_versions
from qingdan.village.guides.access import GuideAccess
from qingdan.village.guides.models import GuideVersion
from qingdan.village.guides.problems import GuidesProblem
from qingdan.village.guides.queries.catalogue import county_of


def done_once(
    request: HttpRequest, form: Any, purpose: str, act: Callable[[], dict[str, Any]], *, files: str = ""
) -> dict[str, Any] | None:
    """Do what a valid form asks, once for its key; None where guides refuse it (the form says why)."""
    return form_acts.done_once(request, form, purpose, act, refusals=(GuidesProblem,), files=files)


def own_county(request: HttpRequest) -> str:
    """The division whose catalogue the reader looks at; 404 for people at home nowhere, or outside every pack."""
    scope = home_scope(actor_of(request))
    if scope is None or scope.division is None:
        raise Http404
    place = county_of(scope.division.pk)
    if not is_governed(place, newest_versions(today())):
        raise Http404
    return place


def version_of(request: HttpRequest, pk: int) -> tuple[GuideAccess, GuideVersion]:
    """A version that the reader may see, with their access; 404 else."""
    access = GuideAccess(actor_of(request))
    return access, get_object_or_404(access.versions(), pk=pk)


def own_draft(request: HttpRequest, pk: int) -> tuple[GuideAccess, GuideVersion]:
    """A version whose guide the reader may write; 404 else."""
    access, found = version_of(request, pk)
    if not access.may_write(found):
        raise Http404
    return access, found


def crumbs(version: GuideVersion | None = None, *more: str) -> list[Crumb]:
    """The way to a version's page."""
    path = [Crumb("证明目录和指南", reverse("guides:catalogue"))]
    if version is not None:
        url = reverse("guides:version", args=[version.pk]) if more else ""
        path.append(Crumb(f"{version.guide.title} 第{version.number}版", url))
    return [*path, *map(Crumb, more)]


def form_page(
    request: HttpRequest, form: Any, title: str, submit: str, back: str, path: list[Crumb], **more: Any
) -> HttpResponse:
    """The plain page of a form."""
    context = {"form": form, "title": title, "submit": submit, "cancel_url": back, "crumbs": path, **more}
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)

"""What the pages of screening share: the screening that the reader may see, the way to it."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from qingdan.entry.screening.access import ScreeningAccess
from qingdan.entry.screening.models import FoundDemand, Screening
from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.web.components import Crumb


def access_of(request: HttpRequest) -> ScreeningAccess:
    """What the signed-in person may do with screenings."""
    return ScreeningAccess(actor_of(request))


def screening_of(request: HttpRequest, pk: int) -> tuple[ScreeningAccess, Screening]:
    """A screening that the reader may see, with their access; 404 else."""
    access = access_of(request)
    return access, get_object_or_404(access.rows(), pk=pk)


def own_screening(request: HttpRequest, pk: int) -> tuple[ScreeningAccess, Screening]:
    """A screening on which the reader decides; 404 else."""
    access, screening = screening_of(request, pk)
    if not access.acts_on(screening):
        raise Http404
    return access, screening


def own_found(request: HttpRequest, pk: int, place: int) -> tuple[ScreeningAccess, FoundDemand]:
    """A demand on which the reader decides, by its place in the screening; 404 else."""
    access, screening = own_screening(request, pk)
    found = get_object_or_404(screening.found, place=place)
    found.screening = screening
    return access, found


def address(screening: Screening, place: int = 0) -> str:
    """The address of a screening's page, at one of its findings."""
    page = reverse("screening:screening", args=[screening.pk])
    return f"{page}{page_of(place)}#found-{place}" if place else page


FINDINGS_A_PAGE = 50


def page_of(place: int) -> str:
    """The query string of the page on which a finding stands; empty for the first."""
    number = (place - 1) // FINDINGS_A_PAGE + 1
    return f"?page={number}" if number > 1 else ""


def crumbs(screening: Screening | None = None, *more: str) -> list[Crumb]:
    """The way to a screening's page."""
    path = [Crumb("文件筛查", reverse("screening:begin"))]
    if screening is not None:
        path.append(Crumb(str(screening), address(screening) if more else ""))
    return [*path, *map(Crumb, more)]

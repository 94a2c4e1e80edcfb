"""What the room's pages share: rows that the reader may see, doing a thing once, the plain page of a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.documents.evidence import Evidence, looked_through
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.personal.problems import PersonalProblem
from qingdan.foundation.web import form_acts
from qingdan.foundation.web.components import Crumb
from qingdan.village.certificates.access import ApplicationAccess
from qingdan.village.certificates.models import Application, Certificate
from qingdan.village.certificates.problems import CertificateProblem

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
REFUSALS: tuple[type[ValueError], ...] = (CertificateProblem, PersonalProblem)
__all__ = ["GET_OR_POST", "NotAllowed", "access_of", "application_of", "certificate_of", "crumbs", "done_once", "form_page", "looked_at"]  # fmt: skip


def access_of(request: HttpRequest) -> ApplicationAccess:
    """What the signed-in person may do in the room."""
    return ApplicationAccess(actor_of(request))


def application_of(request: HttpRequest, pk: int) -> tuple[ApplicationAccess, Application]:
    """An application that the reader may see, with their access; 404 else."""
    access = access_of(request)
    return access, get_object_or_404(access.rows(), pk=pk)


def certificate_of(request: HttpRequest, pk: int) -> tuple[ApplicationAccess, Certificate]:
    """A certificate that the reader may see; 404 else."""
    access = access_of(request)
    return access, get_object_or_404(access.certificates(), pk=pk)


def done_once(
    request: HttpRequest, form: Any, purpose: str, act: Callable[[], dict[str, Any]], *, files: str = ""
) -> dict[str, Any] | None:
    """Do what a valid form asks, once for its key; None where the room refuses it (the form says why)."""
    return form_acts.done_once(request, form, purpose, act, refusals=REFUSALS, files=files)


def looked_at(file: Any) -> Evidence | None:
    """The file of a form, looked through, without EXIF; nothing is stored. Raises ``BadFile``."""
    return looked_through([file])[0] if file else None


def crumbs(application: Application | None = None, *more: str) -> list[Crumb]:
    """The way to an application's page."""
    path = [Crumb("证明", reverse("certificates:applications"))]
    if application is not None:
        path.append(
            Crumb(application.kind_title, reverse("certificates:application", args=[application.pk]) if more else "")
        )
    return [*path, *map(Crumb, more)]


def form_page(
    request: HttpRequest, form: Any, title: str, submit: str, back: str, path: list[Crumb], **more: Any
) -> HttpResponse:
    """The plain page of a form."""
    context = {"form": form, "title": title, "submit": submit, "cancel_url": back, "crumbs": path, **more}
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)

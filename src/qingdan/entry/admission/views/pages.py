"""What the pages of admission share: the case and the item that the reader may see, and doing a thing once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from qingdan.entry.admission.access import cases_for
from qingdan.entry.admission.models import AdmittedItem, Case
from qingdan.entry.admission.problems import AdmissionProblem
from qingdan.entry.admission.queries.items import items_for
from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.documents.services import attach
from qingdan.foundation.orgs.models import Account, Division
from qingdan.foundation.web import form_acts
from qingdan.foundation.web.components import Crumb


def case_of(request: HttpRequest, pk: int) -> Case:
    """A case that the reader may see; 404 else."""
    return get_object_or_404(cases_for(actor_of(request)), pk=pk)


def item_of(request: HttpRequest, pk: int) -> AdmittedItem:
    """An admitted item that the reader may see; 404 else."""
    return get_object_or_404(items_for(actor_of(request)), pk=pk)


def done_once(
    request: HttpRequest, form: Any, purpose: str, act: Callable[[], dict[str, Any]]
) -> dict[str, Any] | None:
    """Do what a valid form asks, once for its key; None where admission refuses it (the form says why)."""
    return form_acts.done_once(request, form, purpose, act, refusals=(AdmissionProblem,), files="scan")


def taken(actor: Account, division: str, file: Any) -> Attachment | None:
    """The file of a form as an attachment of the case's place; raises ``BadFile``."""
    if file is None:
        return None
    place = Division.objects.get(pk=division)
    return attach(actor=actor, division=place, name=file.name or "", data=file.read(), of_case=True)


def case_crumbs(case: Case | None = None, *more: str) -> list[Crumb]:
    """The way to a case's page."""
    path = [Crumb("准入申请", reverse("admission:cases") if case or more else "")]
    if case is not None:
        path.append(Crumb(case.title, reverse("admission:case", args=[case.pk]) if more else ""))
    return [*path, *map(Crumb, more)]

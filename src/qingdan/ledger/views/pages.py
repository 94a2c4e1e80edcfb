"""What the pages share: who reads, scoped objects, files that come with a form, and doing a thing once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.documents.services import attach
from qingdan.foundation.orgs.models import Account, Division
from qingdan.foundation.web import form_acts
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.form_acts import ONCE, with_key
from qingdan.ledger.access import Powers
from qingdan.ledger.models import Finding, Lead
from qingdan.ledger.services import LedgerProblem

__all__ = [
    "ONCE",
    "done_once",
    "finding_crumbs",
    "finding_of",
    "lead_crumbs",
    "lead_of",
    "powers_of",
    "taken",
    "with_key",
]


def powers_of(request: HttpRequest) -> Powers:
    """What the signed-in account may do here; asked once a request, by the page and by the menu."""
    known: Powers | None = getattr(request, "_ledger_powers", None)
    if known is None:
        known = Powers(actor_of(request))
        request._ledger_powers = known  # type: ignore[attr-defined]  # our own mark on the request
    return known


def lead_of(request: HttpRequest, pk: int) -> Lead:
    """A lead that the reader may see; 404 else."""
    rows = powers_of(request).leads().select_related("about", "division", "reported_by", "decided_by", "finding")
    return get_object_or_404(rows, pk=pk)


def finding_of(request: HttpRequest, pk: int) -> Finding:
    """A finding that the reader may see; 404 else."""
    rows = powers_of(request).findings().select_related("body", "division", "merged_into")
    return get_object_or_404(rows, pk=pk)


def done_once(
    request: HttpRequest, form: Any, purpose: str, act: Callable[[], dict[str, Any]]
) -> dict[str, Any] | None:
    """Do what a valid form asks, once for its key; None where the ledger refuses it (the form says why)."""
    return form_acts.done_once(request, form, purpose, act, refusals=(LedgerProblem,), files="evidence")


def taken(actor: Account, division: Division, files: Iterable[Any]) -> list[Attachment]:
    """The files of a form as attachments of the place; raises ``BadFile``."""
    return [
        attach(actor=actor, division=division, name=file.name or "", data=file.read(), of_case=True) for file in files
    ]


def finding_crumbs(finding: Finding, *more: str) -> list[Crumb]:
    """The way to a finding's page."""
    own = Crumb(finding.code, reverse("ledger:finding", args=[finding.pk]) if more else "")
    return [Crumb("问题台账", reverse("ledger:findings")), own, *map(Crumb, more)]


def lead_crumbs(lead: Lead | None, *more: str) -> list[Crumb]:
    """The way to a lead's page."""
    path = [Crumb("线索", reverse("ledger:leads"))]
    if lead is not None:
        path.append(Crumb(lead.code, reverse("ledger:lead", args=[lead.pk]) if more else ""))
    return [*path, *map(Crumb, more)]

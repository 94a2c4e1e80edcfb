"""Approvals: the list, one of them, and what is done with it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.form_acts import with_key
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.text import clean_words
from qingdan.village.seals import services
from qingdan.village.seals.access import SealAccess
from qingdan.village.seals.choices import ApprovalState, Sort
from qingdan.village.seals.forms.asking import ReasonForm
from qingdan.village.seals.forms.filters import ApprovalFilter
from qingdan.village.seals.models import SealApproval
from qingdan.village.seals.presentation import pairs_of_approval, standing, steps_of
from qingdan.village.seals.queries import to_check, to_press, with_pressed, with_spoiled
from qingdan.village.seals.roles import APPROVERS, READERS, RECORDERS
from qingdan.village.seals.services.pressing import copies_left
from qingdan.village.seals.views.pages import (
    GET_OR_POST,
    access_of,
    acted,
    approval_crumb,
    approval_of,
    crumbs,
    done,
    form_page,
)

_SORTS = {"asked": ["-asked_at", "-pk"], "title": ["document_title", "pk"]}


@for_roles(*READERS)
@require_safe
def approvals(request: HttpRequest) -> HttpResponse:
    """The approvals that the reader may see."""
    access = access_of(request)
    form, rows, filters = _found(request, access)
    listing: Listing[Any] = Listing(
        request, with_pressed(rows).select_related("takeout"), sorts=_SORTS, filters=filters
    )
    context = {
        "form": form, "listing": listing, "shown": [(each, *standing(each, each.pressed)) for each in listing.page],
        "wide": not access.villages, "crumbs": crumbs("用印审批"),
    }  # fmt: skip
    return render(request, "seals/approvals.html", context)


def _found(request: HttpRequest, access: SealAccess) -> tuple[ApprovalFilter, QuerySet[SealApproval], dict[str, str]]:
    form = ApprovalFilter(request.GET or None)
    said = form.cleaned_data if form.is_valid() else {}
    filters = {name: clean_words(said.get(name), longest=60) for name in ("q", "state")}
    rows: QuerySet[Any] = access.approvals()
    if words := filters["q"]:
        rows = rows.filter(
            Q(document_title__contains=words) | Q(purpose__contains=words) | Q(applicant_name__contains=words)
            | Q(approver_name__contains=words) | Q(seal__division__name__contains=words)
        )  # fmt: skip
    if filters["state"] in ApprovalState.values:
        return form, rows.filter(state=filters["state"]), filters
    if filters["state"] == "late":
        rows = rows.filter(late=True)
    elif filters["state"]:
        rows = to_press(rows) if filters["state"] == "to_press" else to_check(rows)
    return form, rows, filters


@for_roles(*READERS)
@require_safe
def approval(request: HttpRequest, pk: int) -> HttpResponse:
    """One approval: where it stands, what comes next."""
    access, shown = approval_of(request, pk)
    left = copies_left(shown) if shown.sort == Sort.USE else 0
    keeps = access.acts_for(shown.seal.division_id) is not None
    open_ = shown.state == ApprovalState.ASKED
    given = shown.state == ApprovalState.APPROVED
    uses = list(with_spoiled(shown.uses.order_by("pk")))
    out = getattr(shown, "takeout", None)
    word, tag = standing(shown, shown.copies - left)
    context = {
        "shown": shown, "word": word, "tag": tag, "steps": steps_of(shown, shown.copies - left), "pairs": pairs_of_approval(shown),
        "may_approve": open_ and access.approves(shown.seal) and shown.applicant_id != access.actor.pk,
        "may_press": keeps and given and left > 0, "may_take": keeps and given and shown.sort == Sort.TAKEOUT and out is None,
        "may_check": keeps and shown.on_paper and shown.checked_at is None and shown.asked_by_id != access.actor.pk,
        "may_withdraw": keeps and (open_ or given) and left == shown.copies and out is None, "uses": uses, "out": out, "keeps": keeps,
        "only_paper": open_ and not shown.seal.approver_role, "crumbs": crumbs(shown.document_title),
    }  # fmt: skip
    return render(request, "seals/approval.html", context)


@for_roles(*APPROVERS)
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve it."""
    access, shown = _to_decide(request, pk)
    acted(request, lambda: services.approve(actor=access.actor, approval=shown), "已批准，可以盖章登记了。")
    return redirect("seals:approval", pk)


@for_roles(*APPROVERS)
@GET_OR_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse it with a reason."""
    access, shown = _to_decide(request, pk)
    form = with_key(ReasonForm(request.POST or None))
    made = done(
        request, form, f"seals.refuse.{pk}",
        lambda: services.refuse(actor=access.actor, approval=shown, reason=form.cleaned_data["reason"]),
        "已记下，没有批准。",
    )  # fmt: skip
    if made is not None:
        return redirect("seals:approval", pk)
    return form_page(request, form, "不批准", "不批准", crumbs(approval_crumb(shown), "不批准"), intro=str(shown))


def _to_decide(request: HttpRequest, pk: int) -> tuple[SealAccess, SealApproval]:
    access, shown = approval_of(request, pk)
    if not access.approves(shown.seal):
        raise Http404
    return access, shown


@for_roles(*RECORDERS)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it will not be pressed."""
    access, shown = approval_of(request, pk, to_keep=True)
    acted(request, lambda: services.withdraw(actor=access.actor, approval=shown), "已撤回，不盖了。")
    return redirect("seals:approval", pk)


@for_roles(*RECORDERS)
@require_POST
def check_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the entry agrees with the paper."""
    access, shown = approval_of(request, pk, to_keep=True)
    acted(request, lambda: services.check_paper(actor=access.actor, approval=shown), "已核对。")
    return redirect("seals:approval", pk)

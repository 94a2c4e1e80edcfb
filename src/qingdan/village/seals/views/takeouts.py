"""Seals outside their place: taking out on an approval, the list, the return."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from qingdan.foundation.clock.moments import today
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.form_acts import with_key
from qingdan.foundation.web.listing import Listing
from qingdan.village.seals import services
from qingdan.village.seals.access import people_of
from qingdan.village.seals.choices import Sort
from qingdan.village.seals.forms.asking import BackForm, OutForm
from qingdan.village.seals.models import Takeout
from qingdan.village.seals.roles import READERS, RECORDERS
from qingdan.village.seals.views.pages import (
    GET_OR_POST,
    access_of,
    approval_crumb,
    approval_of,
    crumbs,
    done,
    form_page,
)


@for_roles(*RECORDERS)
@GET_OR_POST
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter that a seal leaves its place."""
    access, given = approval_of(request, pk, to_keep=True)
    if given.sort != Sort.TAKEOUT:
        raise Http404
    form = with_key(OutForm(request.POST or None, seal=given.seal, people=people_of(given.seal.division_id)))
    made = done(
        request, form, f"seals.out.{pk}",
        lambda: services.take_out(actor=access.actor, approval=given, **form.taken()),
        "已登记带出。带回来当天登记带回。",
    )  # fmt: skip
    if made is not None:
        return redirect("seals:takeouts")
    intro = f"“{given.seal}”带出，{given.approver_name}已批准：{given}。"
    return form_page(request, form, "带出登记", "登记带出", crumbs(approval_crumb(given), "带出登记"), intro=intro)


@for_roles(*READERS)
@require_safe
def takeouts(request: HttpRequest) -> HttpResponse:
    """Seals that are or were outside, those that are still outside first."""
    access = access_of(request)
    rows = access.takeouts().order_by(F("back_at").desc(nulls_first=True), "-out_at")
    listing: Listing[Takeout] = Listing(request, rows)
    keeps = {each.pk for each in listing.page if access.acts_for(each.seal.division_id) is not None}
    context = {
        "listing": listing,
        "keeps": keeps,
        "today": today(),
        "wide": not access.villages,
        "crumbs": crumbs("印章带出"),
    }
    return render(request, "seals/takeouts.html", context)


@for_roles(*RECORDERS)
@GET_OR_POST
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the return."""
    access = access_of(request)
    shown = get_object_or_404(access.takeouts(), pk=pk)
    if access.acts_for(shown.seal.division_id) is None:
        raise Http404
    if shown.back_at is not None:
        messages.info(request, "已经登记带回了。")
        return redirect("seals:takeouts")
    form = with_key(BackForm(request.POST or None))
    made = done(
        request, form, f"seals.back.{pk}",
        lambda: services.bring_back(actor=access.actor, takeout=shown, remark=form.cleaned_data["remark"]),
        "已登记带回。",
    )  # fmt: skip
    if made is not None:
        return redirect("seals:takeouts")
    path = crumbs(Crumb("印章带出", reverse("seals:takeouts")), "带回登记")
    intro = f"“{shown.seal}”由{shown.taker_name}带到{shown.where}，说好 {shown.due_back} 前带回。"
    return form_page(request, form, "带回登记", "登记带回", path, intro=intro)

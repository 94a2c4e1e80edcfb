"""The purchase catalogue's two tests: recorded by the line department, signed by finance (NH-25, CC-07)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.form_acts import said, with_key
from qingdan.foundation.web.listing import Listing
from qingdan.village.public_services.forms.purchasing import TestForm
from qingdan.village.public_services.models import PurchaseTest
from qingdan.village.public_services.problems import ServiceProblem
from qingdan.village.public_services.roles import OFFICES, READERS
from qingdan.village.public_services.services import purchasing as services
from qingdan.village.public_services.views.pages import access_of, done_once, form_page
from qingdan.village.public_services.views.purchases import HERE

LIST = Crumb("进目录的审核", "/purchases/tests/")


@for_roles(*READERS)
@require_safe
def tests(request: HttpRequest) -> HttpResponse:
    """What was tested for the catalogue at the reader's places, and how many entered each year."""
    access = access_of(request)
    rows = PurchaseTest.objects.filter(access.within(READERS) | access.above()).select_related(
        "line_body", "finance_body"
    )
    years = (
        rows.filter(finance_at__isnull=False).order_by().annotate(year=ExtractYear("finance_at")).values_list("year")
    )
    listing: Listing[PurchaseTest] = Listing(request, rows)
    context = {
        "listing": listing, "bodies": list(access.own_bodies()), "crumbs": [HERE, Crumb("进目录的审核")],
        "years": list(years.annotate(number=Count("pk")).order_by("-year")),
        "shown": [(row, row.finance_at is None and access.finance_body(row.division) is not None) for row in listing.page],
    }  # fmt: skip
    return render(request, "public_services/purchase_tests.html", context)


@for_roles(*OFFICES)
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, body: int) -> HttpResponse:
    """The line department records both tests."""
    access = access_of(request)
    own = get_object_or_404(access.own_bodies(), pk=body)
    form = with_key(TestForm(request.POST or None))
    if form.is_valid():
        tested = services.PurchaseTested(**said(form))

        def run() -> dict[str, Any]:
            made = services.record_test(actor=access.actor, body=own, division=own.division_id, tested=tested)
            return {"test": made.pk}

        if done_once(request, form, f"purchase.test.{body}", run) is not None:
            messages.success(request, "已记下，等财政部门签。")
            return redirect("public_services:purchase-tests")
    intro = f"{own}。属于政府职责、适合市场化提供，两条都成立，再由财政部门签，才能进目录。"
    return form_page(request, form, "报一项进目录", "签署上报", LIST.url, [HERE, LIST, Crumb("报一项")], intro=intro)


@for_roles(*OFFICES)
@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Finance signs; pressing twice signs once."""
    access = access_of(request)
    row = get_object_or_404(PurchaseTest, pk=pk)
    if access.finance_body(row.division) is None:
        raise Http404
    try:
        services.sign_test(actor=access.actor, test=row)
        messages.success(request, "已签，可以编进购买服务目录。")
    except ServiceProblem as problem:
        messages.info(request, str(problem))
    return redirect("public_services:purchase-tests")

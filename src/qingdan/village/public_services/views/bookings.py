"""Appointments on the village's side: who comes on a day, receiving them, noting that nobody came."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.listing import Listing
from qingdan.village.public_services.choices import BookingState
from qingdan.village.public_services.forms.window import BookingFilter
from qingdan.village.public_services.models import Booking
from qingdan.village.public_services.persons import masked
from qingdan.village.public_services.problems import ServiceProblem
from qingdan.village.public_services.roles import WINDOW
from qingdan.village.public_services.services import booking as services
from qingdan.village.public_services.views.pages import access_of
from qingdan.village.public_services.views.window import HERE, revealed

LIST = Crumb("预约", "/window/bookings/")


@for_roles(*WINDOW)
@require_safe
def bookings(request: HttpRequest) -> HttpResponse:
    """The appointments of a day, today unless asked otherwise."""
    access = access_of(request)
    form = BookingFilter(request.GET or None)
    day = form.chosen()
    rows = access.bookings().select_related("subject").filter(day=day).order_by("half", "made_at")
    filters = {"day": day.isoformat()} if request.GET else {}
    listing: Listing[Booking] = Listing(request, rows.order_by("-half", "made_at"), filters=filters)
    context = {
        "form": form, "day": day, "listing": listing, "crumbs": [HERE, Crumb("预约")],
        "shown": [(row, masked(row.subject, row.sealed), row.state == BookingState.BOOKED) for row in listing.page],
    }  # fmt: skip
    return render(request, "public_services/bookings.html", context)


@for_roles(*WINDOW)
@require_POST
def act(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Receive who came, or note that nobody did; pressing twice does it once."""
    access = access_of(request)
    row = get_object_or_404(access.bookings(), pk=pk)
    try:
        if slug == "receive":
            ticket = services.receive(actor=access.actor, booking=row)
            messages.success(request, f"已取号：{ticket.number} 号。")
            return redirect("public_services:ticket", ticket.pk)
        if slug != "missed":
            raise Http404
        services.note_missed(actor=access.actor, booking=row)
        messages.success(request, "已记下没有来，对居民没有影响。")
    except ServiceProblem as problem:
        messages.info(request, str(problem))
    return redirect(f"{reverse('public_services:bookings')}?day={row.day.isoformat()}")


@for_roles(*WINDOW)
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """Name and telephone of who booked: with a reason, logged."""
    access = access_of(request)
    row = get_object_or_404(access.bookings().select_related("subject"), pk=pk)
    back = f"{reverse('public_services:bookings')}?day={row.day.isoformat()}"
    return revealed(request, access.actor, row, back, [HERE, LIST, Crumb("看姓名和电话")])

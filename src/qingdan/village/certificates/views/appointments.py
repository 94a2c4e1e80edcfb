"""The village's side of appointments: who comes when, receiving them, the counter's hours."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.clock.moments import today
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.choosing import choose_page, chosen
from qingdan.foundation.web.components import Crumb, Pair
from qingdan.foundation.web.form_acts import with_key
from qingdan.foundation.web.listing import Listing
from qingdan.village.certificates.choices import Booking
from qingdan.village.certificates.forms.acts import ReasonForm
from qingdan.village.certificates.forms.booking import HoursForm
from qingdan.village.certificates.forms.filters import DayFilter
from qingdan.village.certificates.hours import hours_of
from qingdan.village.certificates.models import Appointment
from qingdan.village.certificates.presentation import villages_of
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.roles import HANDLERS
from qingdan.village.certificates.sealed import LABELS, open_appointment
from qingdan.village.certificates.services import booking, erasing
from qingdan.village.certificates.views.pages import GET_OR_POST, access_of, crumbs, done_once, form_page

TAGS = {
    Booking.BOOKED: "tag--amber", Booking.CAME: "tag--done", Booking.CANCELLED: "tag--wait", Booking.MISSED: "tag--wait",
}  # fmt: skip
TITLE = "预约"


@for_roles(*HANDLERS)
@require_safe
def appointments(request: HttpRequest) -> HttpResponse:
    """Today's first, then what comes; names masked."""
    form = DayFilter(request.GET or None)
    which = form.cleaned_data["which"] if form.is_valid() else ""
    access, day = access_of(request), today()
    rows = access.appointments().order_by("day", "half", "place")
    if which == "past":
        rows = rows.filter(day__lt=day).order_by("-day", "half", "place")
    else:
        rows = rows.filter(day=day) if which == "today" else rows.filter(day__gte=day)
    listing: Listing[Appointment] = Listing(request, rows, filters={"which": which})
    context = {
        "listing": listing, "form": form, "today": day, "crumbs": crumbs(None, TITLE), "villages": villages_of(access),
        "shown": list(map(appointment_row, listing.page)),
    }  # fmt: skip
    return render(request, "certificates/appointments.html", context)


def appointment_row(each: Appointment) -> tuple[Appointment, str, str, str]:
    """An appointment with its masked name, its tag, and the address of the counter for it."""
    return each, open_appointment(each).masked_name, TAGS[Booking(each.state)], _counter(each)


def _counter(each: Appointment) -> str:
    """The counter with what the appointment says already."""
    said = {
        "division": each.division_id,
        "appointment": each.pk,
        "code" if each.kind_code else "q": each.kind_code or each.kind_title,
    }
    return f"{reverse('certificates:counter')}?{urlencode(said)}"


@for_roles(*HANDLERS)
@require_POST
def end(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Somebody came without anything to take in, or the village cancels (and has called them)."""
    shown = get_object_or_404(access_of(request).appointments(), pk=pk)
    actor = actor_of(request)
    try:
        if act == "came":
            booking.arrive(actor=actor, appointment=shown)
        else:
            booking.cancel(appointment=shown, actor=actor)
    except CertificateProblem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "已记下来过。" if act == "came" else "已取消，请打电话告诉居民。")
    return redirect("certificates:appointments")


@for_roles(*HANDLERS)
@GET_OR_POST
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at name and phone to call somebody back, with a reason that is kept."""
    access = access_of(request)
    shown = get_object_or_404(access.appointments(), pk=pk)
    form = ReasonForm(request.POST or None)
    form.fields["reason"].label = "为什么要看"
    back = reverse("certificates:appointments")
    opened: dict[str, str] = {}

    def act() -> dict[str, Any]:
        found = erasing.reveal_appointment(actor=access.actor, appointment=shown, reason=form.cleaned_data["reason"])
        opened.update(found.parts)
        return {}

    path = [*crumbs(None), Crumb(TITLE, back), Crumb("看姓名和电话")]
    if form.is_valid() and done_once(request, form, f"certificates.call.{pk}", act) is not None:
        pairs = [Pair(LABELS[name], value) for name, value in opened.items()]
        return render(
            request, "certificates/revealed.html", {"shown": shown, "pairs": pairs, "back": back, "crumbs": path}
        )
    return form_page(
        request, form, f"看姓名和电话：{shown}", "记下并查看", back, path, intro="看过会记下：谁、什么时候、为什么。"
    )


@for_roles(*HANDLERS)
@GET_OR_POST
def hours(request: HttpRequest) -> HttpResponse:
    """When the counter is open and how many people a half day takes."""
    back = reverse("certificates:appointments")
    path = [*crumbs(None), Crumb(TITLE, back), Crumb("窗口时间")]
    place = chosen(request, "division", villages_of(access_of(request)))
    if place is None:
        return choose_page(
            request, "division", villages_of(access_of(request)), "窗口时间", "哪个村（社区）的？", back, path
        )
    form = with_key(HoursForm(request.POST or None, hours=hours_of(place.pk)))
    if form.is_valid():
        said, actor = form.cleaned_data, actor_of(request)

        def act() -> dict[str, int]:
            kept = booking.set_hours(
                actor=actor, division=place, halves=said["halves"], per_half=said["per_half"], note_words=said["note"]
            )
            return {"hours": kept.pk}

        if done_once(request, form, f"certificates.hours.{place.pk}", act) is not None:
            messages.success(request, "已改好，居民能约的时间跟着变；已经约好的不变。")
            return redirect("certificates:appointments")
    return form_page(request, form, f"窗口时间：{place}", "存下", back, path, intro="节假日不开，系统自己会避开。")

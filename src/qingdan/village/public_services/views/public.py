"""What residents see without an account: the services of their village, one service with its guide, an appointment."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qingdan.foundation.clock.moments import today
from qingdan.foundation.clock.queries import calendar
from qingdan.foundation.documents.downloads import word_response
from qingdan.foundation.documents.papers import to_docx
from qingdan.foundation.orgs.choices import Level
from qingdan.foundation.orgs.divisions import BadDivisionCode, full_code, level
from qingdan.foundation.orgs.models import Division
from qingdan.foundation.web.access import open_to_all
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.rate_limit import limit
from qingdan.policy.packs.queries import OutsideEveryPack
from qingdan.village.public_services.choices import BookingState, Half, Rating, TicketState
from qingdan.village.public_services.forms.items import CatalogueFilter
from qingdan.village.public_services.forms.window import BookingForm, FeedbackForm
from qingdan.village.public_services.models import Booking
from qingdan.village.public_services.opening import why_closed
from qingdan.village.public_services.papers import service_paper
from qingdan.village.public_services.problems import ServiceProblem
from qingdan.village.public_services.queries.catalogue import Service, searched, service_at, services_at
from qingdan.village.public_services.services import booking as services
from qingdan.village.public_services.settings import ServiceSettings, settings_at
from qingdan.village.public_services.views.pages import asked


@open_to_all
@require_safe
def place(request: HttpRequest, code: str) -> HttpResponse:
    """The services in force at a place, of all levels' public lists in one index (BJ-35)."""
    division, _rules = _place(code)
    form = CatalogueFilter(request.GET or None)
    if level(division.pk) is Level.VILLAGE:
        del form.fields["unit"]
    filters = asked(form, "q", "service_class", "field", "unit")
    found = searched(
        services_at(division.pk, today(), public_only=True), words=filters["q"], service_class=filters["service_class"],
        field=filters["field"], unit=filters["unit"],
    )  # fmt: skip
    listing: Listing[Service] = Listing(request, found, filters=filters, per_page=30)
    context = {"division": division, "form": form, "listing": listing, "crumbs": [Crumb(f"{division}的服务")]}
    return render(request, "public_services/place.html", context)


@open_to_all
@require_safe
def service(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """One service: who gives it, what to bring, how it goes, what can be done on line."""
    division, rules = _place(code)
    shown = service_at(division.pk, item, today(), public_only=True)
    if shown is None:
        raise Http404
    context = {
        "division": division, "service": shown, "closed": why_closed(shown, rules), "bookable": _bookable(division, shown, rules),
        "crumbs": [Crumb(f"{division}的服务", reverse("public_services:place", args=[code])), Crumb(shown.title)],
    }  # fmt: skip
    return render(request, "public_services/service.html", context)


def _bookable(division: Division, shown: Service, rules: ServiceSettings) -> bool:
    return level(division.pk) is Level.VILLAGE and not why_closed(shown, rules)


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """Book a slot: name, telephone and a separate consent, nothing else."""
    division, rules = _place(code)
    shown = service_at(division.pk, item, today(), public_only=True)
    if shown is None or not _bookable(division, shown, rules):
        raise Http404
    form = BookingForm(request.POST or None, days=_days(rules))
    if request.method == "POST":
        limit(request)
    if form.is_valid():
        said = form.cleaned_data
        wish = services.Wish(item, said["day"], Half(said["half"]))
        try:
            made = services.book(
                division=division.pk, wish=wish, name=said["name"], phone=said["phone"], consent=said["consent"]
            )
        except ServiceProblem as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        else:
            return redirect("public_services:booking", made.code)
    back = reverse("public_services:service", args=[code, item])
    context = {
        "division": division, "service": shown, "form": form, "rules": rules, "cancel_url": back,
        "crumbs": [Crumb(f"{division}的服务", reverse("public_services:place", args=[code])), Crumb(shown.title, back), Crumb("预约")],
    }  # fmt: skip
    return render(request, "public_services/book.html", context, status=400 if form.errors else 200)


def _days(rules: ServiceSettings) -> list[date]:
    state = calendar()
    days = (today() + timedelta(days=ahead) for ahead in range(1, rules.booking_days + 1))
    return [day for day in days if state(day).is_work]


@open_to_all
@require_safe
def booking(request: HttpRequest, code: str) -> HttpResponse:
    """What was booked, for who has the code: no name, no telephone."""
    limit(request)
    shown = get_object_or_404(Booking.objects.select_related("division", "ticket"), code=code.upper())
    ended = shown.ticket is not None and shown.ticket.state == TicketState.CLOSED
    context = {
        "booking": shown, "open": shown.state == BookingState.BOOKED and shown.day >= today(),
        "form": FeedbackForm() if ended and not shown.rating else None,
    }  # fmt: skip
    return render(request, "public_services/booking.html", context)


@open_to_all
@require_POST
def feedback(request: HttpRequest, code: str) -> HttpResponse:
    """Say how it went; pressing twice says it once."""
    limit(request)
    shown = get_object_or_404(Booking, code=code.upper())
    form = FeedbackForm(request.POST)
    if form.is_valid():
        try:
            services.give_feedback(
                code=shown.code, rating=Rating(form.cleaned_data["rating"]), text=form.cleaned_data["text"]
            )
            messages.success(request, "谢谢，村里看得到。")
        except ServiceProblem as problem:
            messages.info(request, str(problem))
    else:
        messages.info(request, "请选办得怎么样；想说的话最多 200 个字。")
    return redirect("public_services:booking", shown.code)


@open_to_all
@require_safe
def service_word(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """How a service is done, as a Word file to take along."""
    limit(request)
    division, _rules = _place(code)
    shown = service_at(division.pk, item, today(), public_only=True)
    if shown is None:
        raise Http404
    return word_response(to_docx(service_paper(str(division), shown)), f"{shown.title}办事说明")


@open_to_all
@require_POST
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Cancel; name and telephone are erased at once."""
    limit(request)
    shown = get_object_or_404(Booking, code=code.upper())
    try:
        services.cancel(code=shown.code)
        messages.success(request, "已取消，姓名和电话已经删去。")
    except ServiceProblem as problem:
        messages.info(request, str(problem))
    return redirect("public_services:booking", shown.code)


def _place(code: str) -> tuple[Division, ServiceSettings]:
    """A loaded division within some jurisdiction, and its rules; 404 else."""
    try:
        division = full_code(code)
        rules = settings_at(division, today())
    except (BadDivisionCode, OutsideEveryPack):
        raise Http404 from None
    return get_object_or_404(Division, pk=division), rules

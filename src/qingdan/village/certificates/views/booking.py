"""For residents, without an account: booking a half day, and cancelling it with the word. Nothing says who else booked."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.orgs.choices import Level
from qingdan.foundation.orgs.models import Division
from qingdan.foundation.web.access import open_to_all
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.rate_limit import limit
from qingdan.foundation.web.text import clean_words
from qingdan.policy.packs.queries import OutsideEveryPack
from qingdan.village.certificates.consent import NOTICE, WITHOUT
from qingdan.village.certificates.forms.booking import BookingForm, WordForm
from qingdan.village.certificates.hours import hours_of, slot_of, slots_from
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.services import booking
from qingdan.village.certificates.views.pages import GET_OR_POST
from qingdan.village.guides.queries import kind_at

_UNKNOWN = "没有找到这个预约。请核对取号口令和电话；已经取消的不用再取消。"


@open_to_all
@never_cache
@GET_OR_POST
def book(request: HttpRequest, code: str) -> HttpResponse:
    """Book: what, when, name, phone, and two marks. The word is shown once."""
    place = _village(code)
    wanted, title = _wanted(request, place)
    form = BookingForm(request.POST or None, slots=slots_from(place.pk, now()))
    if request.method == "POST":
        limit(request)
        if form.is_valid() and (done := _booked(form, place, wanted, title)) is not None:
            context = {
                "place": place,
                "booked": done.appointment,
                "word": done.word,
                "hours": hours_of(place.pk),
                "crumbs": _crumbs(place),
            }
            return render(request, "certificates/booked.html", context)
    context = {
        "place": place, "form": form, "title": title, "wanted": wanted, "notice": NOTICE, "without": WITHOUT, "hours": hours_of(place.pk),
        "free": form.has_slots, "crumbs": _crumbs(place),
    }  # fmt: skip
    return render(request, "certificates/book.html", context, status=400 if form.errors else 200)


def _village(code: str) -> Division:
    found = Division.objects.filter(pk=code, level=Level.VILLAGE, valid_to=None).select_related("parent").first()
    if found is None:
        raise Http404
    return found


def _wanted(request: HttpRequest, place: Division) -> tuple[str, str]:
    """Code and title of the kind that the address names; a plain visit where it names none."""
    code = clean_words(request.GET.get("code"), longest=64)
    if not code:
        return "", clean_words(request.GET.get("title"), longest=60) or "问一问要不要开证明"
    try:
        kind = kind_at(place.pk, code, today())
    except OutsideEveryPack as problem:
        raise Http404 from problem
    if kind is None:
        raise Http404
    return kind.code, kind.title


def _booked(form: BookingForm, place: Division, code: str, title: str) -> booking.Booked | None:
    said = form.cleaned_data
    slot = slot_of(said["slot"])
    if slot is None:
        raise Http404
    wish = booking.Wish(
        division=place.pk, title=title, code=code, day=slot[0], half=slot[1], name=said["name"], phone=said["phone"],
        noticed=said["noticed"], consented=said["consented"],
    )  # fmt: skip
    try:
        return booking.book(wish=wish)
    except CertificateProblem as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        return None


@open_to_all
@never_cache
@GET_OR_POST
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Cancel with word and phone; a wrong pair learns nothing."""
    place = _village(code)
    form = WordForm(request.POST or None)
    done = False
    if request.method == "POST":
        limit(request)
        if form.is_valid():
            found = booking.find_by_word(place.pk, form.cleaned_data["word"], form.cleaned_data["phone"])
            try:
                done = found is not None and bool(booking.cancel(appointment=found))
            except CertificateProblem:
                done = False
            if not done:
                form.add_error(None, _UNKNOWN)
    context = {"place": place, "form": form, "done": done, "crumbs": [*_crumbs(place)[:-1], Crumb("取消预约")]}
    return render(request, "certificates/cancel.html", context, status=400 if form.errors else 200)


def _crumbs(place: Division) -> list[Crumb]:
    return [Crumb(str(place), reverse("certificates:book", args=[place.pk])), Crumb("预约")]

"""The pages of what waits for the signed-in person: the whole list, filtered and paged, and as Excel."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qingdan.foundation.clock.moments import today
from qingdan.foundation.web.access import account_of, roles_of_request, signed_in
from qingdan.foundation.web.deadlines import Nearness
from qingdan.foundation.web.desk import Line, grouped, lines_of, remember
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import excel_response
from qingdan.foundation.web.text import clean_words
from qingdan.foundation.web.waiting import MOST_EVER, number_of, waiting_for

_GROUPS = {near.name_in_address: near for near in Nearness}
_HEAD = ("事项", "要做什么", "件数", "起", "止", "期限", "说明", "地址")


class WaitingFilter(forms.Form):
    """Narrows the list."""

    group = forms.ChoiceField(
        label="期限", required=False, choices=[("", "全部"), *((name, near.value) for name, near in _GROUPS.items())]
    )
    words = forms.CharField(label="名称里有", required=False, max_length=60)


@signed_in
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Everything that waits, the earliest day first."""
    every = _lines(request)
    number = number_of([line.waiting for line in every])
    remember(request, number)
    form, chosen, lines = _chosen(request, every)
    listing: Listing[Line] = Listing(request, lines, filters=chosen)
    context = {
        "form": form,
        "listing": listing,
        "groups": grouped(list(listing.page)),
        "number": number,
        "late": number_of([line.waiting for line in every if line.late]),
        "more": len(every) >= MOST_EVER,
    }
    return render(request, "web/waiting.html", context)


@signed_in
@require_safe
def excel(request: HttpRequest) -> HttpResponse:
    """The same list as a table to take away."""
    _form, _kept, lines = _chosen(request, _lines(request))
    rows = [
        (
            line.waiting.title,
            line.waiting.act,
            line.waiting.count,
            line.waiting.since.isoformat(),
            line.waiting.until.isoformat() if line.waiting.until else "",
            line.left,
            line.waiting.note,
            request.build_absolute_uri(line.waiting.url),
        )
        for line in lines
    ]
    return excel_response(f"等我办的{today():%Y%m%d}", _HEAD, rows)


def _lines(request: HttpRequest) -> list[Line]:
    return lines_of(waiting_for(account_of(request), roles_of_request(request), MOST_EVER))


def _chosen(request: HttpRequest, every: list[Line]) -> tuple[WaitingFilter, dict[str, str], list[Line]]:
    form = WaitingFilter(request.GET or None)
    if not form.is_valid():
        return form, {}, every
    near, words = _GROUPS.get(form.cleaned_data["group"]), clean_words(form.cleaned_data["words"])
    kept = {"group": form.cleaned_data["group"], "words": words}
    lines = [
        line for line in every if (near is None or line.group is near) and words in f"{line.waiting.title}{line.waiting.note}"
    ]  # fmt: skip
    return form, kept, lines

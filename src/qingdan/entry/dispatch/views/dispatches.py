"""The list of dispatches, and the same as an Excel file."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qingdan.entry.dispatch.models import Dispatch, DispatchState, Via
from qingdan.entry.dispatch.roles import READERS, SENDERS
from qingdan.entry.dispatch.sending_forms import DispatchFilter
from qingdan.entry.dispatch.standing import Numbers, numbers_of
from qingdan.entry.dispatch.views.pages import MOST_ROWS, STATE_TAGS, access_of
from qingdan.foundation.orgs.nameless import nameless
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import excel_response
from qingdan.foundation.web.text import clean_words

_SORTS = {"newest": ["-drafted_at", "-pk"], "title": ["title", "pk"], "sent": ["sent_at", "pk"]}
_HEADER = (
    "名称", "类型", "编号", "单位", "办法", "频次", "状态", "派发时间", "派到", "没有派", "待镇街安排", "紧急情况", "补备案期限", "备案",
)  # fmt: skip


@for_roles(*READERS)
@require_safe
def dispatches(request: HttpRequest) -> HttpResponse:
    """The dispatches that the reader may see."""
    access = access_of(request)
    form, rows, filters = _found(request, access.rows())
    listing: Listing[Dispatch] = Listing(request, rows, sorts=_SORTS, filters=filters)
    page = list(listing.page)
    numbers = numbers_of(page)
    context = {
        "form": form, "listing": listing, "nameless": nameless(access.actor, SENDERS), "may_send": bool(access.body_ids), "query": request.GET.urlencode(),
        "shown": [(each, STATE_TAGS[DispatchState(each.state)], numbers.get(each.pk, Numbers())) for each in page],
    }  # fmt: skip
    return render(request, "dispatch/dispatches.html", context)


@for_roles(*READERS)
@require_safe
def dispatches_excel(request: HttpRequest) -> HttpResponse:
    """The dispatches found, as an Excel file."""
    _form, rows, _filters = _found(request, access_of(request).rows())
    found = list(rows.order_by("-drafted_at", "-pk")[:MOST_ROWS])
    numbers = numbers_of(found)
    table = [(*_words(each), *_counts(numbers.get(each.pk, Numbers())), *_filing(each)) for each in found]
    return excel_response("派发", _HEADER, table)


def _words(each: Dispatch) -> tuple[object, ...]:
    return (
        each.title, each.get_kind_display(), each.code, each.issuer.name, each.get_via_display(), each.get_frequency_display(),
        each.get_state_display(), f"{each.sent_at:%Y-%m-%d}" if each.sent_at else "",
    )  # fmt: skip


def _counts(numbers: Numbers) -> tuple[object, ...]:
    return numbers.sent, numbers.refused, numbers.waiting


def _filing(each: Dispatch) -> tuple[object, ...]:
    return str(each.emergency or ""), each.filing_due or "", each.filing


def _found(request: HttpRequest, rows: QuerySet[Dispatch]) -> tuple[DispatchFilter, QuerySet[Dispatch], dict[str, str]]:
    form = DispatchFilter(request.GET or None)
    said = form.cleaned_data if form.is_valid() else {}
    filters = {name: clean_words(said.get(name), longest=60) for name in ("q", "state", "kind", "via")}
    if filters["q"]:
        words = filters["q"]
        rows = rows.filter(Q(title__contains=words) | Q(code__icontains=words) | Q(issuer__name__contains=words))
    if filters["state"]:
        rows = rows.filter(state=filters["state"])
    if filters["kind"]:
        rows = rows.filter(kind=filters["kind"])
    if filters["via"] in Via.values:
        rows = rows.filter(via=filters["via"])
    elif filters["via"]:
        rows = rows.filter(emergency__isnull=False)
    if filters["via"] == "unfiled":
        rows = rows.filter(filed_at=None).exclude(state=DispatchState.DRAFT)
    return form, rows, filters

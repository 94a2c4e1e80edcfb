"""The register of admitted items, an item's page, and its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.entry.admission import forms, services
from qingdan.entry.admission.access import bodies_of, cases_for, oversees
from qingdan.entry.admission.models import AdmittedItem, Case, Ending
from qingdan.entry.admission.presentation import item_pairs
from qingdan.entry.admission.queries.codes import code_path
from qingdan.entry.admission.queries.items import items_for, valid_on
from qingdan.entry.admission.roles import CASE_READERS, READERS
from qingdan.entry.admission.uses import uses_of
from qingdan.entry.admission.views.pages import done_once, item_of
from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.components import Crumb, Pair
from qingdan.foundation.web.form_acts import said, with_key
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import excel_response
from qingdan.foundation.web.text import clean_words

_SORTS = {"newest": ["-admitted_at", "-pk"], "title": ["title", "pk"], "code": ["code"], "until": ["valid_to", "pk"]}
_HEADER = ("准入编号", "备案号", "名称", "单位", "类别", "频次", "有效期从", "到", "公开属性", "怎样终止")
_ENDS = (Role.LEAD_OFFICER,)


@for_roles(*READERS)
@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """The admitted items that the reader may see."""
    form, rows, filters = _found(request)
    listing: Listing[AdmittedItem] = Listing(request, rows, sorts=_SORTS, filters=filters)
    day, page = today(), list(listing.page)
    uses = uses_of(actor_of(request), [item.code for item in page])
    context = {
        "form": form, "listing": listing, "shown": [(item, item.valid_on(day), _word(item), uses.get(item.code)) for item in page],
        "query": request.GET.urlencode(), "with_uses": bool(uses),
    }  # fmt: skip
    return render(request, "admission/items.html", context)


@for_roles(*READERS)
@require_safe
def items_excel(request: HttpRequest) -> HttpResponse:
    """The items found, as an Excel file."""
    _form, rows, _filters = _found(request)
    table = [
        (item.code, item.filing_number, item.title, item.body.name, item.get_kind_display(), item.get_frequency_display() if item.frequency else "",
         item.valid_from, item.valid_to or "长期", item.get_openness_display(), item.get_ending_display() if item.ending else "")
        for item in rows.order_by("-admitted_at", "-pk")[:20_000]
    ]  # fmt: skip
    return excel_response("准入事项", _HEADER, table)


def _found(request: HttpRequest) -> tuple[forms.ItemFilter, QuerySet[AdmittedItem], dict[str, str]]:
    form = forms.ItemFilter(request.GET or None)
    words = form.cleaned_data if form.is_valid() else {}
    filters = {name: clean_words(words.get(name), longest=60) for name in ("standing", "kind", "q")}
    rows, valid = items_for(actor_of(request)), valid_on(today())
    if filters["standing"] == "":
        rows = rows.filter(valid)
    elif filters["standing"] == "ended":
        rows = rows.exclude(valid)
    if filters["kind"]:
        rows = rows.filter(kind=filters["kind"])
    if filters["q"]:
        wanted = filters["q"]
        rows = rows.filter(Q(title__contains=wanted) | Q(code__icontains=wanted) | Q(body__name__contains=wanted))
    return form, rows, filters


def _word(item: AdmittedItem) -> str:
    if item.ending:
        return str(item.get_ending_display())
    return "有效" if item.valid_on(today()) else "不在有效期内"


@for_roles(*READERS)
@require_safe
def item_page(request: HttpRequest, pk: int) -> HttpResponse:
    """An admitted item."""
    shown, actor = item_of(request, pk), actor_of(request)
    context = {
        "item": shown, "valid": shown.valid_on(today()), "word": _word(shown), "pairs": [*item_pairs(shown), *_sent(shown, actor)], "acts": _open(actor, shown),
        "code_url": code_path(shown.code), "case": cases_for(actor).filter(pk=shown.case_id).first(), "crumbs": _crumbs(shown),
    }  # fmt: skip
    return render(request, "admission/item.html", context)


def _sent(shown: AdmittedItem, actor: Account) -> list[Pair]:
    """How often it was sent, for whom that may know."""
    use = uses_of(actor, [shown.code]).get(shown.code)
    if use is None:
        return []
    return [
        Pair("派发", f"按这个编号派过 {use.number} 次", use.url) if use.number else Pair("派发", "还没有按这个编号派过")
    ]


_Run = Callable[[Account, AdmittedItem, dict[str, Any]], object]
_RENEW = "renew"
_ACTS: dict[str, tuple[str, type[Any], _Run]] = {
    "withdraw": ("撤销准入", forms.EndItemForm, lambda actor, item, words: services.withdraw_item(actor=actor, item=item, **words)),
    "exit": ("办理退出", forms.EndItemForm, lambda actor, item, words: services.exit_item(actor=actor, item=item, **words)),
    _RENEW: ("申请续期", forms.ConfirmForm, lambda actor, item, _words: services.renew(actor=actor, item=item)),
    "openness": ("改公开属性", forms.OpennessForm, lambda actor, item, words: services.set_item_openness(actor=actor, item=item, **words)),
}  # fmt: skip


def _open(actor: Account, item: AdmittedItem) -> list[tuple[str, str]]:
    """What the reader may do with an item: label and address."""
    own, leads = item.body_id in bodies_of(actor), oversees(actor, item.jurisdiction, _ENDS)
    renewable = own and item.ending != Ending.RENEWED
    may = {_RENEW: renewable, "exit": own and not item.ending, "withdraw": leads and not item.ending, "openness": leads}
    return [(_ACTS[slug][0], reverse("admission:item-act", args=[item.pk, slug])) for slug in may if may[slug]]


@for_roles(*CASE_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def item_act(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Withdraw an admission, give it up, or set its 公开属性."""
    shown, actor = item_of(request, pk), actor_of(request)
    address = reverse("admission:item-act", args=[pk, slug])
    if slug not in _ACTS or address not in {url for _label, url in _open(actor, shown)}:
        raise Http404
    label, form_class, run = _ACTS[slug]
    initial = {"openness": shown.openness, "openness_review": shown.openness_review}
    form = with_key(form_class(request.POST or None, initial=initial))
    if form.is_valid():
        answer = done_once(
            request, form, f"admission.item.{slug}.{pk}", lambda: _done(run(actor, shown, said(form)), pk)
        )
        if answer is not None:
            messages.success(
                request, "已记录。" if slug != _RENEW else "续期申请的草稿已按原来的内容填好，请核对、改好再报送。"
            )
            return redirect("admission:edit", answer["case"]) if slug == _RENEW else redirect("admission:item", pk)
    context = {
        "form": form, "title": label, "submit": label, "danger": slug == "withdraw", "intro": f"{shown.title}（{shown.code}）",
        "cancel_url": reverse("admission:item", args=[pk]), "crumbs": _crumbs(shown, label),
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)


def _done(result: object, pk: int) -> dict[str, Any]:
    return {"item": pk, "case": result.pk if isinstance(result, Case) else None}


def _crumbs(item: AdmittedItem, *more: str) -> list[Crumb]:
    own = Crumb(item.title, reverse("admission:item", args=[item.pk]) if more else "")
    return [Crumb("准入事项", reverse("admission:items")), own, *map(Crumb, more)]

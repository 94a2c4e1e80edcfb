"""The documents on which items rest, and until when they are valid."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.web.access import for_roles, signed_in
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.text import clean_words
from qingdan.register.lists import services
from qingdan.register.lists.forms.editions import EndOfBasisForm
from qingdan.register.lists.forms.filters import BasisFilter
from qingdan.register.lists.models import BasisDocument, BasisEnd, ItemBasis
from qingdan.register.lists.queries import basis_documents, citing_items, own_division
from qingdan.register.lists.services import ListsProblem
from qingdan.register.lists.views.pages import add_problem

_GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@signed_in
@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """All documents that items cite, with how many items rest on each."""
    form = BasisFilter(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    filters = {"q": clean_words(chosen.get("q"), longest=60), "ended": chosen.get("ended", "")}
    rows = basis_documents(actor_of(request), filters["q"], filters["ended"])
    sorts = {"title": ["title", "pk"], "cited": ["-cited", "title"]}
    listing: Listing[BasisDocument] = Listing(request, rows, sorts=sorts, filters=filters)
    return render(request, "lists/bases.html", {"form": form, "listing": listing, "crumbs": [Crumb("依据文件")]})


@signed_in
@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """One document: its validity and the items in force that rest on it."""
    shown = get_object_or_404(BasisDocument, pk=pk)
    actor = actor_of(request)
    listing: Listing[ItemBasis] = Listing(
        request, citing_items(actor, shown), sorts={"list": ["item__edition__item_list__title", "item__position"]}
    )
    division = own_division(actor, Role.LIST_STEWARD)
    context = {
        "shown": shown, "listing": listing, "ends": list(shown.ends.filter(taken_back_at=None).select_related("by")),
        "division": division, "crumbs": [Crumb("依据文件", reverse("lists:bases")), Crumb(str(shown))],
    }  # fmt: skip
    return render(request, "lists/basis.html", context)


@for_roles(Role.LIST_STEWARD)
@_GET_OR_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a document is no longer valid."""
    shown = get_object_or_404(BasisDocument, pk=pk)
    actor = actor_of(request)
    division = own_division(actor, Role.LIST_STEWARD)
    if division is None:
        raise Http404
    form = EndOfBasisForm(request.POST or None)
    if form.is_valid():
        try:
            services.end_basis(actor=actor, document=shown, division=division.pk, **form.cleaned_data)
        except ListsProblem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, f"已记下。{division}靠它的事项从第二天起都会标出来，要核对还能不能做。")
            return redirect("lists:basis", shown.pk)
    back = reverse("lists:basis", args=[shown.pk])
    context = {
        "form": form, "title": f"{shown}已经废止", "submit": "记下", "cancel_url": back,
        "intro": f"只对{division}有效。已发布的清单一个字也不会变，只是标出来；录错了可以撤回。",
        "crumbs": [Crumb("依据文件", reverse("lists:bases")), Crumb(str(shown), back), Crumb("废止")],
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)


@for_roles(Role.LIST_STEWARD)
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that a document ended."""
    division = own_division(actor_of(request), Role.LIST_STEWARD)
    found = get_object_or_404(BasisEnd, pk=pk, division=division.pk if division else "")
    services.take_back_end(actor=actor_of(request), end=found)
    messages.success(request, "已撤回。")
    return redirect("lists:basis", found.document_id)

"""Red lines of towns that conflict with higher lists or with statutes, and how they were settled."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from qingdan.foundation.administration.actors import actor_of
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.divisions import ancestors, contains
from qingdan.foundation.web.access import for_roles
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.listing import Listing
from qingdan.register.lists import services
from qingdan.register.lists.forms.editions import SettleForm
from qingdan.register.lists.models import Item
from qingdan.register.lists.queries import own_division, town_red_lines
from qingdan.register.lists.roles import DRAFT_READERS
from qingdan.register.lists.rulebooks import conflicts_at
from qingdan.register.lists.services import ListsProblem
from qingdan.register.lists.views.pages import add_problem


@for_roles(*DRAFT_READERS)
@require_safe
def red_lines(request: HttpRequest) -> HttpResponse:
    """The towns' red lines of the reader's place, conflicts first."""
    division = own_division(actor_of(request))
    if division is None:
        raise Http404
    conflicts = {conflict.item.code: conflict.against for conflict in conflicts_at(division.pk, today())}
    rows = town_red_lines(division.pk)
    shown = sorted(
        ((item, conflicts.get(item.code, ""), next(iter(item.settlements.all()), None)) for item in rows),
        key=lambda row: (not row[1], row[2] is not None, row[0].code),
    )
    listing: Listing[object] = Listing(request, shown, per_page=100)
    context = {
        "listing": listing, "shown": list(listing.page), "division": division, "open": sum(bool(against) and not answer for _item, against, answer in shown),
        "may_settle": own_division(actor_of(request), Role.LIST_STEWARD) is not None, "crumbs": [Crumb("镇街红线")],
    }  # fmt: skip
    return render(request, "lists/red_lines.html", context)


@for_roles(Role.LIST_STEWARD)
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Record how a conflict was settled."""
    actor = actor_of(request)
    division = own_division(actor, Role.LIST_STEWARD)
    item = get_object_or_404(Item.objects.select_related("edition__item_list"), pk=pk, published=True)
    place = item.edition.item_list.division
    if division is None or not contains(division.pk, place) or division.pk not in ancestors(place)[1:]:
        raise Http404
    form = SettleForm(request.POST or None)
    if form.is_valid():
        try:
            services.settle(actor=actor, item=item, **form.cleaned_data)
        except ListsProblem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, "已记下，闸门从现在起照此回答。")
            return redirect("lists:red-lines")
    back = reverse("lists:red-lines")
    context = {
        "form": form, "title": f"处理红线“{item.title}”", "submit": "记下", "cancel_url": back,
        "intro": f"{item.edition.item_list.title}，{item.edition.document}。",
        "crumbs": [Crumb("镇街红线", back), Crumb("处理")],
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=400 if form.errors else 200)

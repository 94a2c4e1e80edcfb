"""The bodies that send demands, review and supervise."""

from __future__ import annotations

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import BodyType, Level
from qingdan.foundation.orgs.models import Body
from qingdan.foundation.web.access import signed_in
from qingdan.foundation.web.components import Crumb
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.text import clean_words

_SORTS = {"name": ["division_id", "name"], "level": ["level", "name"], "type": ["type", "name"]}


class BodyFilter(forms.Form):
    """Narrows the list of bodies."""

    q = forms.CharField(label="名称或别名", required=False, max_length=60)
    level = forms.ChoiceField(label="层级", required=False, choices=[("", "全部"), *Level.choices])
    type = forms.ChoiceField(label="类型", required=False, choices=[("", "全部"), *BodyType.choices])


@signed_in
@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """All bodies, those that were abolished too, with the names by which they are known."""
    form = BodyFilter(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    filters = {name: clean_words(chosen.get(name), longest=60) for name in ("q", "level", "type")}
    listing: Listing[Body] = Listing(request, _found(filters), sorts=_SORTS, filters=filters)
    context = {"form": form, "listing": listing, "crumbs": [Crumb("单位")], "today": today()}
    return render(request, "administration/bodies.html", context)


def _found(filters: dict[str, str]) -> QuerySet[Body]:
    rows = Body.objects.select_related("division", "successor")
    if filters["q"]:
        rows = rows.filter(Q(name__contains=filters["q"]) | Q(aliases__icontains=filters["q"]))
    exact = {name: filters[name] for name in ("level", "type") if filters[name]}
    return rows.filter(**exact)

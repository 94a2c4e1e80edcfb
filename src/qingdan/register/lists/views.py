"""Pages of the lists on record; what is not public is shown only to people with an account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from qingdan.foundation.clock.moments import today
from qingdan.foundation.web.access import open_to_all
from qingdan.foundation.web.components import Crumb, Pair
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import excel_response
from qingdan.foundation.web.text import clean_words
from qingdan.policy.gate.facts import FACTS
from qingdan.policy.gate.labels import KIND_LABELS, LIST_KIND_LABELS
from qingdan.policy.gate.model import Kind, ListKind
from qingdan.policy.packs.queries import newest_versions
from qingdan.register.lists.forms import ItemFilter, ListFilter
from qingdan.register.lists.models import Edition, EditionState, Item, Openness
from qingdan.register.lists.queries import items_of

_UNITS = {"village": "村", "community": "社区"}


@open_to_all
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """The published editions of all lists."""
    packs = newest_versions(today())
    form = ListFilter(request.GET or None, packs=packs)
    chosen = form.cleaned_data if form.is_valid() else {}
    filters = {name: clean_words(chosen.get(name), longest=60) for name in ("q", "pack", "kind")}
    rows = _found(readable_editions(request), filters).annotate(size=Count("items"))
    sorts = {"list": ["item_list__division", "item_list__kind", "item_list__slug", "number"]}
    listing: Listing[Edition] = Listing(request, rows, sorts=sorts, filters=filters)
    titles = {version.pack_id: version.title for version in packs}
    shown = [
        (edition, kind_label(edition), titles.get(edition.item_list.pack_id, ""), document_of(edition))
        for edition in listing.page
    ]
    context = {"form": form, "listing": listing, "shown": shown, "crumbs": [Crumb("清单")]}
    return render(request, "lists/lists.html", context)


@open_to_all
@require_safe
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """One edition with its items."""
    shown = get_object_or_404(readable_editions(request), pk=pk)
    words = clean_words(request.GET.get("q"), longest=60)
    sorts = {"position": ["position"], "title": ["title", "position"], "category": ["category", "position"]}
    listing: Listing[Item] = Listing(request, items_of(shown, words), sorts=sorts, filters={"q": words}, per_page=100)
    categories = shown.items.order_by("category").values_list("category", flat=True).distinct()[:2]
    context = {
        "shown": shown, "listing": listing, "form": ItemFilter({"q": words}), "kind": kind_label(shown),
        "pairs": edition_pairs(shown), "has_categories": len(categories) > 1,
        "rows": [(item, category_label(item.category)) for item in listing.page],
        "crumbs": [_lists_crumb(), Crumb(shown.item_list.title)],
    }  # fmt: skip
    return render(request, "lists/edition.html", context)


@open_to_all
@require_safe
def edition_excel(request: HttpRequest, pk: int) -> HttpResponse:
    """The items of an edition, or those found, as an Excel file."""
    shown = get_object_or_404(readable_editions(request), pk=pk)
    header = ("序号", "编号", "事项", "别名", "类别", "适用", "牵头单位", "依据", "由谁办", "说明")
    found = items_of(shown, clean_words(request.GET.get("q"), longest=60)).order_by("position")
    return excel_response(shown.item_list.title, header, (_excel_row(each) for each in found))


def _excel_row(each: Item) -> tuple[object, ...]:
    spec = each.spec
    units = "、".join(_UNITS[unit] for unit in spec.get("units", ()))
    return (
        each.position, each.code, each.title, "、".join(spec.get("aliases", ())), category_label(each.category), units,
        each.lead_body, "；".join(spec.get("basis", ())), spec.get("handled_by", ""), spec.get("note", ""),
    )  # fmt: skip


@open_to_all
@require_safe
def item(request: HttpRequest, code: str) -> HttpResponse:
    """One item by its code, in the newest published edition that has it."""
    found = (
        Item.objects.filter(code=code[:40], edition__in=readable_editions(request))
        .select_related("edition__item_list")
        .order_by("-edition__number")
        .first()
    )
    if found is None:
        raise Http404
    parent = found.edition
    context = {
        "shown": found, "edition": parent, "kind": kind_label(parent), "pairs": item_pairs(found), "document": document_of(parent),
        "conflict": found.spec.get("conflict", ""),
        "crumbs": [
            _lists_crumb(),
            Crumb(parent.item_list.title, reverse("lists:edition", args=[parent.pk])),
            Crumb(found.code),
        ],
    }  # fmt: skip
    return render(request, "lists/item.html", context)


def readable_editions(request: HttpRequest) -> QuerySet[Edition]:
    """Editions that were published; those that are not public only for people with an account."""
    rows = Edition.objects.exclude(state=EditionState.DRAFT).select_related("item_list")
    return rows if request.user.is_authenticated else rows.filter(openness=Openness.PUBLIC)


def _found(rows: QuerySet[Edition], filters: Mapping[str, str]) -> QuerySet[Edition]:
    tests = {
        "item_list__title__contains": filters["q"],
        "item_list__pack_id": filters["pack"],
        "item_list__kind": filters["kind"],
    }
    return rows.filter(**{name: value for name, value in tests.items() if value})


def kind_label(edition: Edition) -> str:
    """The kind of an edition's list as a word."""
    return LIST_KIND_LABELS[ListKind(edition.item_list.kind)]


def edition_pairs(edition: Edition) -> list[Pair]:
    """What is known of an edition, without empty lines."""
    clause = edition.clause
    pairs = [
        Pair("类别", kind_label(edition)),
        Pair("公布单位", edition.item_list.publisher),
        Pair("文件", document_of(edition)),
        Pair("点名它的条款", clause, reverse("packs:clause", args=[clause]) if clause else ""),
        Pair("生效", f"{edition.effective_on:%Y-%m-%d}" if edition.effective_on else ""),
        Pair("终止", f"{edition.ends_on:%Y-%m-%d}" if edition.ends_on else ""),
        Pair("录入情况", _recorded(edition)),
        Pair("来源", edition.source_url),
        Pair("说明", edition.note),
    ]
    return [pair for pair in pairs if pair.value]


def document_of(edition: Edition) -> str:
    """The document with its number, each once."""
    number = "" if edition.document_number in edition.document else edition.document_number
    return f"{edition.document} {number}".strip()


def category_label(category: str) -> str:
    """A category as a word: the list's own, or the word of a kind of demand."""
    return KIND_LABELS[Kind(category)] if category in set(Kind) else category


def _recorded(edition: Edition) -> str:
    whole = "整张清单都已录入" if edition.complete else "只录入了一部分，没有列出的不等于不在清单上"
    return f"{whole}；逐条汇编，不是一次公布的整张清单" if edition.compilation else whole


def item_pairs(item: Item) -> list[Pair]:
    """What is known of an item, without empty lines."""
    spec: dict[str, Any] = item.spec
    said = [
        ("类别", category_label(item.category)),
        ("也叫", "、".join(spec.get("aliases", []))),
        ("适用", "、".join(_UNITS.get(unit, unit) for unit in spec.get("units", []))),
        ("挂在哪里", _choice("location", spec.get("location"))),
        ("多久一次", _choice("frequency", spec.get("frequency"))),
        ("依据", "；".join(spec.get("basis", []))),
        ("牵头单位", item.lead_body),
        ("改由谁办", spec.get("handled_by", "")),
        ("说明", spec.get("note", "")),
    ]
    return [Pair(label, value) for label, value in said if value]


def _choice(fact: str, value: object) -> str:
    return dict(FACTS[fact].choices).get(str(value), str(value)) if value else ""


def _lists_crumb() -> Crumb:
    return Crumb("清单", reverse("lists:lists"))

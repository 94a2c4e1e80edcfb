"""Pages of the lists on record; what is not public is shown only to people with an account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from qingdan.foundation.clock.moments import today
from qingdan.foundation.documents.downloads import file_response, word_response
from qingdan.foundation.documents.steady import not_collecting
from qingdan.foundation.orgs.divisions import contains
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.access import open_to_all
from qingdan.foundation.web.components import Crumb, Pair
from qingdan.foundation.web.listing import Listing
from qingdan.foundation.web.spreadsheets import CONTENT_TYPE
from qingdan.foundation.web.text import clean_words
from qingdan.policy.gate.labels import LIST_KIND_LABELS
from qingdan.policy.gate.model import ListKind
from qingdan.policy.packs.queries import newest_versions
from qingdan.register.lists.access import ListPowers, readable_editions
from qingdan.register.lists.annexes.excel import write_excel
from qingdan.register.lists.basis import parse
from qingdan.register.lists.fields import category_label, in_words
from qingdan.register.lists.files import JSON_TYPE, annex_items
from qingdan.register.lists.forms.filters import ItemFilter, ListFilter
from qingdan.register.lists.kept_files import excel_of, json_of, word_of
from qingdan.register.lists.models import Edition, EditionState, Item
from qingdan.register.lists.queries import items_of, own_division
from qingdan.register.lists.reading import history_of, item_by_code, published_editions
from qingdan.register.lists.rulebooks import ended_bases
from qingdan.register.lists.services import what_is_missing
from qingdan.register.lists.views.pages import readable, reader_of

_BRIEF = frozenset({"改由谁办", "牵头单位"})
_ON_PAPER = frozenset({"依据", "最多多久一次"})


@open_to_all
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """The published editions of all lists."""
    packs = newest_versions(today())
    form = ListFilter(request.GET or None, packs=packs)
    chosen = form.cleaned_data if form.is_valid() else {}
    filters = {name: clean_words(chosen.get(name), longest=60) for name in ("q", "pack", "kind")}
    rows = _found(published_editions(reader_of(request)).filter(state=EditionState.PUBLISHED), filters).annotate(
        size=Count("items")
    )
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
    """One edition with its items; of a draft also what may be done with it."""
    shown = readable(request, pk)
    words = clean_words(request.GET.get("q"), longest=60)
    sorts = {"position": ["position"], "title": ["title", "position"], "category": ["category", "position"]}
    listing: Listing[Item] = Listing(request, items_of(shown, words), sorts=sorts, filters={"q": words}, per_page=100)
    categories = shown.items.order_by("category").values_list("category", flat=True).distinct()[:2]
    reader = reader_of(request)
    ended = _ended_for(reader, shown)
    context = {
        "shown": shown, "listing": listing, "form": ItemFilter({"q": words}), "kind": kind_label(shown),
        "standing": shown.standing(today()), "pairs": edition_pairs(shown), "has_categories": len(categories) > 1,
        "rows": [(item, category_label(item.category), ended_of(item, ended), *_said(item)) for item in listing.page],
        "others": list(readable_editions(reader).filter(item_list=shown.item_list).exclude(pk=pk).order_by("-number")[:20]),
        "today": today(), "crumbs": [_lists_crumb(), Crumb(shown.item_list.title)], **_acts(reader, shown),
    }  # fmt: skip
    return render(request, "lists/edition.html", context)


def _said(item: Item) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What stands under an item's title: always who does it, on paper also on what it rests and for whom it is."""
    said = in_words(item.spec)
    return [pair for pair in said if pair[0] in _BRIEF], [pair for pair in said if pair[0] in _ON_PAPER]


def _acts(reader: Account | None, shown: Edition) -> dict[str, Any]:
    """What the reader may do with an edition now."""
    if reader is None:
        return {"may_change": False, "may_publish": False}
    powers = ListPowers(reader)
    prepares = powers.may_prepare(shown.item_list.division, shown.item_list.kind)
    publishes = powers.may_publish(shown.item_list)
    waits = shown.is_draft and shown.submitted_at is not None
    draft = None if shown.is_draft else shown.item_list.editions.filter(state=EditionState.DRAFT).first()
    return {
        "prepares": prepares,
        "may_change": prepares and shown.is_draft and not waits,
        "missing": what_is_missing(shown) if prepares and shown.is_draft and not waits else [],
        "may_withdraw": prepares and waits,
        "may_publish": publishes.allowed and waits and shown.submitted_by_id != reader.pk,
        "may_return": publishes.allowed and waits,
        "may_open": prepares and not shown.is_draft and draft is None,
        "may_set_openness": publishes.allowed and not shown.is_draft,
        "draft": draft if prepares else None,
        "publishers": publishes.who,
        "removals": list(shown.removals.all()[:200]) if shown.is_draft else [],
    }


def _ended_for(reader: Account | None, shown: Edition) -> frozenset[str]:
    """The documents that have ended: as recorded where the reader is, if the list binds that place, else where it is kept."""
    place = shown.item_list.division
    own = own_division(reader) if reader else None
    if own is not None and contains(place, own.pk):
        place = own.pk
    return frozenset(ended_bases(place, today()))


def ended_of(item: Item, ended: frozenset[str]) -> str:
    """The bases of an item that are no longer valid, in words."""
    return "；".join(text for text in item.spec.get("basis", ()) if ended and parse(text).key in ended)


@open_to_all
@require_safe
def edition_excel(request: HttpRequest, pk: int) -> HttpResponse:
    """The items of an edition, or those found, as the Excel file that import reads."""
    shown = readable(request, pk)
    words = clean_words(request.GET.get("q"), longest=60)
    data = found_excel(shown, words) if words else excel_of(shown)
    return file_response(data, f"{shown.item_list.title}.xlsx", CONTENT_TYPE)


@not_collecting()
def found_excel(shown: Edition, words: str) -> bytes:
    """The items of an edition that some words find, as an Excel file."""
    return write_excel(shown.item_list.title, annex_items(items_of(shown, words).order_by("position")))


@open_to_all
@require_safe
def edition_word(request: HttpRequest, pk: int) -> HttpResponse:
    """The edition as a Word annex."""
    shown = readable(request, pk)
    return word_response(word_of(shown), shown.item_list.title)


@open_to_all
@require_safe
def edition_json(request: HttpRequest, pk: int) -> HttpResponse:
    """The edition as data; import reads it too."""
    shown = readable(request, pk)
    return file_response(json_of(shown), f"{shown.item_list.title}.json", JSON_TYPE)


@open_to_all
@require_safe
def item(request: HttpRequest, code: str) -> HttpResponse:
    """One item by its code, in the newest published edition that has it."""
    reader = reader_of(request)
    found = item_by_code(reader, code)
    if found is None:
        raise Http404
    parent = found.edition
    context = {
        "shown": found, "edition": parent, "kind": kind_label(parent), "pairs": item_pairs(found), "document": document_of(parent),
        "conflict": found.spec.get("conflict", ""), "standing": parent.standing(today()),
        "ended": ended_of(found, _ended_for(reader_of(request), parent)),
        "history": history_of(reader, found),
        "crumbs": [
            _lists_crumb(),
            Crumb(parent.item_list.title, reverse("lists:edition", args=[parent.pk])),
            Crumb(found.code),
        ],
    }  # fmt: skip
    return render(request, "lists/item.html", context)


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
        Pair("发布", f"{edition.published_on:%Y-%m-%d}" if edition.published_on else ""),
        Pair("生效", f"{edition.effective_on:%Y-%m-%d}" if edition.effective_on else ""),
        Pair("终止", f"{edition.ends_on:%Y-%m-%d}" if edition.ends_on else ""),
        Pair("被新版替代", f"{edition.superseded_on:%Y-%m-%d}" if edition.superseded_on else ""),
        Pair("录入情况", _recorded(edition)),
        Pair("公开属性", edition.get_openness_display()),
        Pair("为什么修订", edition.reason),
        Pair("来源", edition.source_url),
        Pair("说明", edition.note),
    ]
    return [pair for pair in pairs if pair.value]


def document_of(edition: Edition) -> str:
    """The document with its number, each once."""
    number = "" if edition.document_number in edition.document else edition.document_number
    return f"{edition.document} {number}".strip()


def _recorded(edition: Edition) -> str:
    whole = "整张清单都已录入" if edition.complete else "只录入了一部分，没有列出的不等于不在清单上"
    return f"{whole}；逐条汇编，不是一次公布的整张清单" if edition.compilation else whole


def item_pairs(item: Item) -> list[Pair]:
    """What is known of an item, without empty lines."""
    said = [Pair(label, words) for label, words in in_words(item.spec) if label not in {"事项", "与之不一致的规定"}]
    return [*said, *([Pair("为什么增改", item.reason)] if item.reason else [])]


def _lists_crumb() -> Crumb:
    return Crumb("清单", reverse("lists:lists"))

"""Lists, editions, items and differences to read: for visitors what is public, for a token what its account may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query

from qingdan.foundation.clock.moments import today
from qingdan.foundation.web.api_calls import FOR_READING, kept_by_caller, reader_of
from qingdan.foundation.web.text import clean_words
from qingdan.register.lists.api.routers import items as items_router
from qingdan.register.lists.api.routers import router
from qingdan.register.lists.api.shapes import (
    DifferenceOut,
    EditionOut,
    ItemsOut,
    ItemStandingOut,
    ItemsWanted,
    ListOut,
    Other,
)
from qingdan.register.lists.files import JSON_TYPE
from qingdan.register.lists.kept_files import difference_json_of, json_of
from qingdan.register.lists.models import Edition, Item, Removal
from qingdan.register.lists.queries import items_of
from qingdan.register.lists.reading import (
    edition_by_number,
    editions_of,
    held_against,
    history_of,
    item_by_code,
    removal_of,
)
from qingdan.register.lists.showing import shown_heading, shown_item, shown_lists


@router.get("", summary="一个地方现行的清单，连同事项", **FOR_READING)
def lists(
    request: HttpRequest, response: HttpResponse, division: str, kind: str | None = None, on: date | None = None
) -> list[dict[str, Any]]:
    """The lists in force for a division on a day; to visitors the public ones."""
    return shown_lists(division=division, kind=kind, on=on, public_only=reader_of(request) is None)


@router.get("/{code}", response=ListOut, summary="一份清单和它的各版，新的在前", **FOR_READING)
def one_list(request: HttpRequest, response: HttpResponse, code: str) -> Any:
    """One list by its code with every edition that the caller may see."""
    editions = list(editions_of(reader_of(request), code).annotate(size=Count("items")))
    if not editions:
        raise Http404
    unchanged = kept_by_caller(request, response, [_state(each) for each in editions])
    if unchanged is not None:
        return unchanged
    kept = editions[0].item_list
    return {
        "code": kept.code,
        "kind": kept.kind,
        "title": kept.title,
        "division": kept.division,
        "publisher": kept.publisher,
        "pack": kept.pack_id,
        "editions": [shown_heading(each, each.size) for each in editions],
    }


@router.get(
    "/{code}/editions/{int:number}", response=EditionOut, summary="一版的文件、日期、公开属性和项数", **FOR_READING
)
def edition(request: HttpRequest, response: HttpResponse, code: str, number: int) -> Any:
    """One edition without its items."""
    found = edition_or_404(request, code, number)
    return kept_by_caller(request, response, _state(found)) or shown_heading(found, found.items.count())


@router.get(
    "/{code}/editions/{int:number}/items", response=ItemsOut, summary="一版的事项，分页，可以筛选", **FOR_READING
)
def items(
    request: HttpRequest,
    response: HttpResponse,
    code: str,
    number: int,
    wanted: Query[ItemsWanted],
) -> Any:
    """The items of an edition in their order, a page at a time."""
    found = edition_or_404(request, code, number)
    unchanged = kept_by_caller(request, response, _state(found))
    if unchanged is not None:
        return unchanged
    rows = items_of(found, clean_words(wanted.q)).order_by("position")
    tests = {"category": clean_words(wanted.category), "lead_body": clean_words(wanted.lead_body)}
    rows = rows.filter(**{name: value for name, value in tests.items() if value})
    first = (wanted.page - 1) * wanted.per_page
    return {
        "total": rows.count(),
        "page": wanted.page,
        "per_page": wanted.per_page,
        "items": [shown_item(item) for item in rows[first : first + wanted.per_page]],
    }


@router.get("/{code}/editions/{int:number}/annex", summary="一版的全部内容，就是导入能读的样子", **FOR_READING)
def annex(request: HttpRequest, response: HttpResponse, code: str, number: int) -> HttpResponse:
    """The whole edition as the JSON that ``PUT …/annex`` and the import page read."""
    found = edition_or_404(request, code, number)
    answer = HttpResponse(content_type=JSON_TYPE)
    unchanged = kept_by_caller(request, answer, _state(found))
    if unchanged is not None:
        return unchanged
    answer.content = json_of(found)
    return answer


@router.get(
    "/{code}/editions/{int:number}/difference",
    response=DifferenceOut,
    by_alias=True,
    summary="这一版和另一版的不同，逐项，带理由",
    **FOR_READING,
)
def difference(
    request: HttpRequest,
    response: HttpResponse,
    code: str,
    number: int,
    other: Query[Other],
) -> Any:
    """What an edition has otherwise than another of its list, item by item with the reasons."""
    new = edition_or_404(request, code, number)
    old = held_against(reader_of(request), new, other.number)
    if old is None and other.number is not None:
        raise Http404
    # Thousands of lines are written as they are: to check each against the schema would take longer than to find it.
    answer = HttpResponse(content_type=JSON_TYPE)
    unchanged = kept_by_caller(request, answer, _state(new), _state(old) if old else None)
    if unchanged is not None:
        return unchanged
    answer.content = difference_json_of(old, new)
    return answer


@items_router.get("/{code}", response=ItemStandingOut, summary="一个事项：现在算不算数，以前什么样", **FOR_READING)
def item(request: HttpRequest, response: HttpResponse, code: str) -> Any:
    """One item by its code, in the newest published edition that has it, with where it stands and its history."""
    reader = reader_of(request)
    found = item_by_code(reader, code)
    if found is None:
        raise Http404
    history, removal = history_of(reader, found), removal_of(reader, found)
    state = [_state(each.edition) for each in (found, *history)]
    unchanged = kept_by_caller(request, response, state, _state(removal.edition) if removal else None)
    return unchanged or _standing(found, history, removal)


def _standing(found: Item, history: Iterable[Item], removal: Removal | None) -> dict[str, Any]:
    parent = found.edition
    return {
        "item": shown_item(found),
        "edition": shown_heading(parent, parent.items.count()),
        "in_force": parent.standing(today()) == "现行",
        "removed": removal and _where(removal.edition) | {"reason": removal.reason},
        "history": [
            _where(each.edition)
            | {"standing": each.edition.standing(today()), "title": each.title, "reason": each.reason}
            for each in history
        ],
    }


def _where(edition: Edition) -> dict[str, Any]:
    day = edition.effective_on
    return {
        "edition": edition.id_text,
        "number": edition.number,
        "effective_on": day.isoformat() if day else None,
    }


def edition_or_404(request: HttpRequest, code: str, number: int) -> Edition:
    """An edition that the caller may see."""
    found = edition_by_number(reader_of(request), code, number)
    if found is None:
        raise Http404
    return found


def _state(edition: Edition) -> list[object]:
    """What an answer about an edition is made of: published content never changes, a draft counts its changes."""
    return [
        edition.pk,
        edition.content_hash,
        edition.state,
        edition.openness,
        edition.superseded_on,
        edition.revision,
        edition.submitted_at,
        edition.standing(today()),
    ]

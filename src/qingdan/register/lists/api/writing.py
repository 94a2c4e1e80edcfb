"""Keeping lists by program: the same services as the pages, for a token that may write.

Every write takes ``Idempotency-Key``; repeated with the same key it is done once and answered as the first time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Status

from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.api_calls import FOR_WRITING, done_once
from qingdan.register.lists import services
from qingdan.register.lists.api.given import (
    AnnexGiven,
    HeadingGiven,
    ItemChange,
    ItemsGiven,
    NewDraft,
    NewList,
    OnlyReason,
    OnlyRevision,
    Publication,
)
from qingdan.register.lists.api.routers import router
from qingdan.register.lists.api.shapes import (
    AnnexDoneOut,
    DiscardedOut,
    EditionOut,
    ItemsDoneOut,
    RevisionOut,
)
from qingdan.register.lists.incoming import EFFECT_LABELS, Incoming
from qingdan.register.lists.models import Edition, Item, Openness
from qingdan.register.lists.reading import edition_by_number, list_for_preparing
from qingdan.register.lists.services import StaleDraft
from qingdan.register.lists.showing import shown_heading, shown_item

_EDITION = "/{code}/editions/{int:number}"


@router.post("", response={201: EditionOut}, summary="新建一份清单，开第一版草稿", **FOR_WRITING)
def create_list(request: HttpRequest, response: HttpResponse, given: NewList) -> Any:
    """Begin a list with an empty first draft."""

    def act(actor: Account) -> dict[str, Any]:
        begun = services.create_list(
            actor=actor, division_code=given.place(), kind=given.kind, title=given.title, publisher=given.publisher,
            document=given.document,
        )  # fmt: skip
        return _shown(begun.editions.select_related("item_list").get())

    return Status(201, done_once(request, response, given, act))


@router.post("/{code}/drafts", response={201: EditionOut}, summary="开下一版草稿，现行版照常有效", **FOR_WRITING)
def open_draft(request: HttpRequest, response: HttpResponse, code: str, given: NewDraft) -> Any:
    """Open the next edition as a copy of the newest published one."""

    def act(actor: Account) -> dict[str, Any]:
        item_list = list_for_preparing(actor, code)
        if item_list is None:
            raise Http404
        return _shown(services.open_draft(actor=actor, item_list=item_list, reason=given.reason))

    return Status(201, done_once(request, response, given, act))


@router.patch(_EDITION, response=EditionOut, summary="写草稿的文件、日期、是不是整张、为什么修订", **FOR_WRITING)
def set_heading(request: HttpRequest, response: HttpResponse, code: str, number: int, given: HeadingGiven) -> Any:
    """Write what the draft says of itself; what is not named stays."""

    def act(actor: Account) -> dict[str, Any]:
        draft = _edition(actor, code, number)
        heading = given.heading(draft)
        return _shown(
            services.set_heading(actor=actor, edition=draft, heading=heading, revision=_seen(draft, given.revision))
        )

    return done_once(request, response, given, act)


@router.post(_EDITION + "/items", response={201: ItemsDoneOut}, summary="往草稿里加事项", **FOR_WRITING)
def add_items(request: HttpRequest, response: HttpResponse, code: str, number: int, given: ItemsGiven) -> Any:
    """Add items; all of them or none. Codes are given by the register."""

    def act(actor: Account) -> dict[str, Any]:
        draft = _edition(actor, code, number)
        added = services.add_items(
            actor=actor, edition=draft, revision=given.revision,
            rows=[item.spec() for item in given.items], reasons=[item.reason for item in given.items],
        )  # fmt: skip
        return _done(draft, added)

    return Status(201, done_once(request, response, given, act))


@router.patch(_EDITION + "/items/{item}", response=ItemsDoneOut, summary="改草稿里的一项，写明理由", **FOR_WRITING)
def amend_item(
    request: HttpRequest, response: HttpResponse, code: str, number: int, item: str, given: ItemChange
) -> Any:
    """Change the named fields of an item."""

    def act(actor: Account) -> dict[str, Any]:
        draft = _edition(actor, code, number)
        found = _item(draft, item)
        amended = services.amend_item(
            actor=actor, edition=draft, code=found.code, spec=given.spec(found), reason=given.reason,
            revision=_seen(draft, given.revision),
        )  # fmt: skip
        return _done(draft, [amended])

    return done_once(request, response, given, act)


@router.post(
    _EDITION + "/items/{item}/remove", response=RevisionOut, summary="从草稿里删去一项，写明理由", **FOR_WRITING
)
def remove_item(
    request: HttpRequest, response: HttpResponse, code: str, number: int, item: str, given: OnlyReason
) -> Any:
    """Take an item out of the draft; it can be put back."""

    def act(actor: Account) -> dict[str, Any]:
        draft = _edition(actor, code, number)
        found = _item(draft, item)
        services.remove_item(actor=actor, edition=draft, code=found.code, reason=given.reason, revision=given.revision)
        return _done(draft, [])

    return done_once(request, response, given, act)


@router.post(_EDITION + "/items/{item}/restore", response=ItemsDoneOut, summary="把草稿里删去的一项恢复", **FOR_WRITING)
def restore_item(
    request: HttpRequest, response: HttpResponse, code: str, number: int, item: str, given: OnlyRevision
) -> Any:
    """Put an item back as the edition before has it."""

    def act(actor: Account) -> dict[str, Any]:
        draft = _edition(actor, code, number)
        restored = services.restore_item(actor=actor, edition=draft, code=item, revision=given.revision)
        return _done(draft, [restored])

    return done_once(request, response, given, act)


@router.put(
    _EDITION + "/annex", response=AnnexDoneOut, summary="把整张清单导入草稿（导出的 JSON），或只预览", **FOR_WRITING
)
def put_annex(request: HttpRequest, response: HttpResponse, code: str, number: int, given: AnnexGiven) -> Any:
    """Take the items of an annex into the draft: all of them, or none where one has a fault."""

    def act(actor: Account) -> dict[str, Any]:
        draft = _edition(actor, code, number)
        said: dict[str, Any] = {
            "actor": actor, "edition": draft, "items": given.plain_items(), "whole": given.whole,
            "revision": given.revision,
        }  # fmt: skip
        if given.preview:
            return _annex(draft, services.preview_annex(**said), stored=False)
        return _annex(draft, services.put_annex(**said, reason=given.reason), stored=True)

    return done_once(request, response, given, act)


@router.post(_EDITION + "/submit", response=EditionOut, summary="提交审查发布", **FOR_WRITING)
def submit(request: HttpRequest, response: HttpResponse, code: str, number: int, given: OnlyRevision) -> Any:
    """Hand the draft over for review."""

    def act(actor: Account) -> dict[str, Any]:
        draft = _edition(actor, code, number)
        return _shown(services.submit_edition(actor=actor, edition=draft, revision=given.revision))

    return done_once(request, response, given, act)


@router.post(_EDITION + "/withdraw", response=EditionOut, summary="撤回提交，接着改", **FOR_WRITING)
def withdraw(request: HttpRequest, response: HttpResponse, code: str, number: int, given: OnlyRevision) -> Any:
    """Take the submitted draft back."""

    def act(actor: Account) -> dict[str, Any]:
        draft = _seen_by(_edition(actor, code, number), given.revision)
        return _shown(services.withdraw_submission(actor=actor, edition=draft))

    return done_once(request, response, given, act)


@router.post(_EDITION + "/return", response=EditionOut, summary="退回修改，写明理由（有权发布的）", **FOR_WRITING)
def send_back(request: HttpRequest, response: HttpResponse, code: str, number: int, given: OnlyReason) -> Any:
    """Send the submitted draft back with the reason."""

    def act(actor: Account) -> dict[str, Any]:
        draft = _seen_by(_edition(actor, code, number), given.revision)
        return _shown(services.return_edition(actor=actor, edition=draft, reason=given.reason))

    return done_once(request, response, given, act)


@router.post(
    _EDITION + "/publish", response=EditionOut, summary="审查公开属性和保密后发布（有权发布的）", **FOR_WRITING
)
def publish(request: HttpRequest, response: HttpResponse, code: str, number: int, given: Publication) -> Any:
    """Publish the submitted draft: by the role that the pack names, not by the one who submitted it."""

    def act(actor: Account) -> dict[str, Any]:
        draft = _seen_by(_edition(actor, code, number), given.revision)
        return _shown(
            services.publish_edition(
                actor=actor, edition=draft, openness=Openness(given.openness),
                openness_review=given.openness_review, not_secret=given.not_secret,
            )
        )  # fmt: skip

    return done_once(request, response, given, act)


@router.post(_EDITION + "/discard", response=DiscardedOut, summary="作废草稿，已发布的不受影响", **FOR_WRITING)
def discard(request: HttpRequest, response: HttpResponse, code: str, number: int, given: OnlyRevision) -> Any:
    """Throw the draft away."""

    def act(actor: Account) -> dict[str, Any]:
        draft = _edition(actor, code, number)
        services.discard_draft(actor=actor, edition=draft, revision=given.revision)
        return {"discarded": draft.id_text}

    return done_once(request, response, given, act)


def _edition(actor: Account, code: str, number: int) -> Edition:
    """An edition that the actor may see; what the actor may do with it, the services ask."""
    found = edition_by_number(actor, code, number)
    if found is None:
        raise Http404
    return found


def _item(draft: Edition, code: str) -> Item:
    found = draft.items.filter(code=code[:40]).first()
    if found is None:
        raise Http404
    return found


def _seen(draft: Edition, revision: int | None) -> int:
    """The state on which a change of some fields is built: the one that the caller named, or the one just read."""
    return draft.revision if revision is None else revision


def _seen_by(draft: Edition, revision: int | None) -> Edition:
    """The edition, if it is still the one that the caller saw; the services hold it to that."""
    if revision is not None and draft.revision != revision:
        raise StaleDraft
    return draft


def _shown(edition: Edition) -> dict[str, Any]:
    return shown_heading(edition, edition.items.count())


def _done(draft: Edition, items: Sequence[Item]) -> dict[str, Any]:
    draft.refresh_from_db(fields=["revision"])
    return {"items": [shown_item(item) for item in items], "revision": draft.revision}


def _annex(draft: Edition, rows: Sequence[Incoming], *, stored: bool) -> dict[str, Any]:
    draft.refresh_from_db(fields=["revision"])
    return {
        "stored": stored,
        "counts": dict(Counter(row.effect for row in rows)),
        "rows": [_row(row) for row in rows if row.effect != "same"],
        "revision": draft.revision,
    }


def _row(row: Incoming) -> dict[str, Any]:
    return {
        "place": row.place,
        "effect": row.effect,
        "label": EFFECT_LABELS[row.effect],
        "code": row.code,
        "title": row.title,
        "message": row.message,
        "warnings": list(row.warnings),
    }

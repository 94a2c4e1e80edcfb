"""What the rooms' APIs share: who calls, bodies without harmful characters, requests done once, answers not sent twice.

An endpoint that reads takes ``**FOR_READING`` (a visitor sees what is public, a token's account what it may see); one
that writes takes ``**FOR_WRITING``, one that shows what is not public ``**FOR_OWN_READING``. Sessions and cookies count for neither, so nothing here needs a CSRF token.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from ninja import Schema
from ninja.errors import AuthenticationError, AuthorizationError
from ninja.security import HttpBearer
from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from qingdan.foundation.jobs.once import once
from qingdan.foundation.orgs.choices import TokenScope
from qingdan.foundation.orgs.models import Account, Body
from qingdan.foundation.orgs.queries import names_of
from qingdan.foundation.orgs.tokens import RefusedToken, recognise
from qingdan.foundation.web.rate_limit import limit, limit_token
from qingdan.foundation.web.text import is_clean

Row = TypeVar("Row", bound=Model)
DEEPEST = 20
_MISSING = "要用令牌：请在网页“我的接口令牌”里建一个，放在请求头 Authorization: Bearer 后面。"
_READ_ONLY = "这个令牌只能读，不能写。请用“读写”的令牌。"
_PUBLIC_ONLY = "这个网站只提供公开的内容，不收令牌。"
_PROBLEM = {
    "type": "object",
    "properties": {
        "error": {"type": "string", "description": "哪里不对、怎么办，中文"},
        "field": {"type": ["string", "null"], "description": "是请求里哪一项"},
    },
    "required": ["error", "field"],
}
_PROBLEMS = {
    "default": {
        "description": "401 没有令牌或令牌不对；403 不许；404 没有或看不到；409 现在的状态不行；422 填得不对；429 太快",
        "content": {"application/json": {"schema": _PROBLEM}},
    }
}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
    "description": "防重编号：同一个编号重发，只办一次，回答和第一次一样",
}


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: an account by its token, or nobody in particular."""

    account: Account | None


class Token(HttpBearer):
    """``Authorization: Bearer qd_…``, counted against the limit of the token, or of the address without one."""

    openapi_description = "在网页“我的接口令牌”里建的令牌"

    def __init__(self, *, needed: bool, writes: bool = False) -> None:
        super().__init__()
        self._needed, self._writes = needed, writes

    def __call__(self, request: HttpRequest) -> Caller:
        """The caller; raises ``AuthenticationError``, ``AuthorizationError``, ``TooMany``."""
        found: Caller | None = super().__call__(request)
        if found is not None:
            return found
        limit(request)
        if self._needed:
            raise AuthenticationError(message=_MISSING)
        return Caller(None)

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """The token's account, which may do what it may do this minute."""
        try:
            if settings.ROLE == "portal":
                raise RefusedToken(_PUBLIC_ONLY)
            found = recognise(token)
        except RefusedToken as refusal:
            limit(request)
            raise AuthenticationError(message=str(refusal)) from refusal
        limit_token(found.pk)
        if self._writes and found.scope != TokenScope.WRITE:
            raise AuthorizationError(message=_READ_ONLY)
        return Caller(found.account)


may_read = Token(needed=False)
must_read = Token(needed=True)
must_write = Token(needed=True, writes=True)


FOR_READING: dict[str, Any] = {"auth": may_read, "openapi_extra": {"security": [{}], "responses": _PROBLEMS}}
"""What an endpoint says that a visitor may ask too: a token may be sent, and need not be."""
FOR_OWN_READING: dict[str, Any] = {"auth": must_read, "openapi_extra": {"responses": _PROBLEMS}}
"""What an endpoint says that shows what is not public: a token is needed; one that only reads will do."""
FOR_WRITING: dict[str, Any] = {"auth": must_write, "openapi_extra": {"parameters": [_KEY], "responses": _PROBLEMS}}
"""What an endpoint says that writes: a token is needed, and the request may carry a key (:func:`done_once`)."""


def reader_of(request: HttpRequest) -> Account | None:
    """The account that reads by its token, or None for a visitor."""
    caller = getattr(request, "auth", None)
    return caller.account if isinstance(caller, Caller) else None


def actor_of(request: HttpRequest) -> Account:
    """The account that writes by its token."""
    account = reader_of(request)
    if account is None:
        raise AuthenticationError(message=_MISSING)
    return account


class Told(Schema):
    """A body: no unknown keys, no characters that no text has, not deeper than any form of ours."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _refuse_harmful(cls, given: Any) -> Any:
        if isinstance(given, dict):
            demand_plain(given)
        return given


class Nothing(Told):
    """Nothing needs to be said."""


def demand_plain(given: Any) -> None:
    """Raise pydantic's error where JSON has control characters or halves of them, no number, or too many levels."""
    waiting: list[tuple[Any, int]] = [(given, 1)]
    while waiting:
        value, depth = waiting.pop()
        if depth > DEEPEST:
            raise PydanticCustomError("too_deep", "too deep")
        if isinstance(value, dict):
            waiting += [(each, depth + 1) for pair in value.items() for each in pair]
        elif isinstance(value, list):
            waiting += [(each, depth + 1) for each in value]
        elif isinstance(value, str) and not is_clean(value):
            raise PydanticCustomError("hidden_characters", "hidden characters")
        elif isinstance(value, float) and not math.isfinite(value):
            raise PydanticCustomError("no_number", "no number")


def done_once(
    request: HttpRequest, response: HttpResponse, asked: Schema | None, act: Callable[[Account], dict[str, Any]]
) -> dict[str, Any]:
    """Do a write in one transaction; with an ``Idempotency-Key`` in the request only the first time.

    A repeated request gets the first answer, with ``Idempotent-Replayed: true``. The key stands for one endpoint and
    one body; with another it raises ``BadKey``.
    """
    actor = actor_of(request)
    key = request.headers.get("Idempotency-Key")
    if key is None:
        with transaction.atomic():
            return act(actor)
    match = request.resolver_match
    answer, fresh = once(
        actor=actor,
        key=key,
        purpose=f"{request.method} {match.route if match else ''}"[:120],
        act=lambda: act(actor),
        asked=[request.path, asked.model_dump(mode="json", exclude_unset=True) if asked else None],
    )
    if not fresh:
        response["Idempotent-Replayed"] = "true"
    return answer


class PageWanted(Schema):
    """Which page of a list."""

    page: int = Field(1, ge=1, le=1_000_000)
    per_page: int = Field(50, ge=1, le=500)


def a_page(rows: QuerySet[Row], wanted: PageWanted, shown: Callable[[Row], dict[str, Any]]) -> dict[str, Any]:
    """A page of rows as the API shows it, with how many there are."""
    first = (wanted.page - 1) * wanted.per_page
    found = [shown(row) for row in rows[first : first + wanted.per_page]]
    return {"total": rows.count(), "page": wanted.page, "per_page": wanted.per_page, "items": found}


def kept_by_caller(request: HttpRequest, response: HttpResponse, *state: object) -> HttpResponse | None:
    """Mark an answer with what it was made of; where the caller has that one, the 304 to give instead."""
    reader = reader_of(request)
    words = json.dumps([request.get_full_path(), reader and reader.pk, state], cls=DjangoJSONEncoder)
    etag = f'"{hashlib.sha256(words.encode()).hexdigest()[:32]}"'
    known = parse_etags(request.headers.get("If-None-Match", ""))
    answer = HttpResponse(status=304) if etag in known or f"W/{etag}" in known else None
    for each in (response, answer):
        if each is not None:
            each["ETag"] = etag
            each["Cache-Control"] = "private, no-cache" if reader else "no-cache"
            patch_vary_headers(each, ["Authorization"])
    return answer


def iso(moment: date | None) -> str | None:
    """A day or moment as ISO 8601; None for none."""
    return moment.isoformat() if moment else None


def body_meant(bodies: QuerySet[Body], name: str) -> Body | None:
    """The body of that name (any of its names) among the caller's; without a name the only one; None: it must be said."""
    found = [body for body in bodies if not name or name.strip() in names_of(body)]
    return found[0] if len(found) == 1 else None

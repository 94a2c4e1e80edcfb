"""Tokens with which programs act for an account: made, recognised, revoked. Only a digest of each is stored."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet

from qingdan.foundation.audit.services import record
from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import Role, TokenScope
from qingdan.foundation.orgs.models import Account, ApiToken
from qingdan.foundation.orgs.queries import roles_of
from qingdan.foundation.orgs.services import OrgsProblem

LONGEST_LIFE = timedelta(days=365)
MOST_TOKENS = 10
_MARK = "qd_"
"""Begins every token, so that people and secret scanners know one when they see it."""
_SHOWN = 8
"""How many characters of a token are kept, so that its owner can tell which one it is."""


@dataclass(frozen=True, slots=True)
class MadeToken:
    """A new token; ``secret`` is shown once and kept nowhere."""

    token: ApiToken
    secret: str


class RefusedToken(Exception):
    """A token that does not count, or no longer; the message is Chinese."""


@transaction.atomic
def make_token(*, actor: Account, name: str, scope: TokenScope, expires_on: date) -> MadeToken:
    """Make a token for oneself, valid to a day at most one year from now."""
    Account.objects.select_for_update().get(pk=actor.pk)
    live = ApiToken.objects.filter(account=actor, revoked_at=None, expires_on__gte=today())
    if not name.strip():
        raise OrgsProblem("请写这个令牌用在哪里。")
    if live.filter(name=name.strip()).exists():
        raise OrgsProblem(f"您已经有一个叫“{name.strip()}”的令牌，请换个名称，或者先撤销那一个。")
    if live.count() >= MOST_TOKENS:
        raise OrgsProblem(f"一个账号最多同时有 {MOST_TOKENS} 个令牌，请先撤销不用的。")
    if not today() <= expires_on <= today() + LONGEST_LIFE:
        raise OrgsProblem(f"有效期最长一年，请选今天到 {today() + LONGEST_LIFE} 之间的一天。")
    secret = _MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        account=actor,
        name=name.strip(),
        scope=scope,
        begins=secret[:_SHOWN],
        digest=_digest(secret),
        made_on=today(),
        expires_on=expires_on,
    )
    _record(actor, "make_token", token, {"name": token.name, "scope": scope.value, "until": str(expires_on)})
    return MadeToken(token, secret)


@transaction.atomic
def revoke_token(*, actor: Account, token: ApiToken) -> ApiToken:
    """End a token now (its owner or a security administrator); revoking twice changes nothing."""
    if token.account_id != actor.pk and Role.SECURITY_ADMIN not in roles_of(actor):
        raise NotAllowed("令牌由本人或安全管理员撤销，您没有这个权限。")
    kept = ApiToken.objects.select_for_update().get(pk=token.pk)
    if kept.revoked_at is None:
        kept.revoked_at, kept.revoked_by = now(), actor
        kept.save(update_fields=["revoked_at", "revoked_by"])
        _record(actor, "revoke_token", kept, {"name": kept.name, "account": kept.account_id})
    return kept


def recognise(secret: str) -> ApiToken:
    """The token with its account; raises :class:`RefusedToken`. That it was used today is noted, once a day."""
    token = ApiToken.objects.select_related("account").filter(digest=_digest(secret)).first()
    if token is None:
        raise RefusedToken("令牌不对。请核对请求头 Authorization: Bearer 后面的内容。")
    if token.revoked_at is not None:
        raise RefusedToken("这个令牌已经撤销，请到“我的接口令牌”里另建一个。")
    if token.expires_on < today():
        raise RefusedToken(f"这个令牌到 {token.expires_on} 为止，已经过期，请到“我的接口令牌”里另建一个。")
    if not token.account.is_active:
        raise RefusedToken("这个令牌的账号已经停用。")
    if token.account.must_change_password:
        raise RefusedToken("这个令牌的账号还要先改密码：请登录网页改好密码，令牌就能再用。")
    if token.last_used_on != today():
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today())
    return token


def manageable_tokens(actor: Account) -> QuerySet[ApiToken]:
    """The tokens that somebody may revoke: their own; a security administrator everybody's."""
    rows = ApiToken.objects.select_related("account", "revoked_by")
    return rows if Role.SECURITY_ADMIN in roles_of(actor) else rows.filter(account=actor)


def _digest(secret: str) -> str:
    """SHA-256 is enough: a token is 256 random bits, which no list of guesses holds."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _record(actor: Account, verb: str, token: ApiToken, detail: object) -> None:
    record(
        verb=verb, object_type="api_token", object_id=token.pk, actor_id=actor.pk, actor_name=str(actor), detail=detail
    )

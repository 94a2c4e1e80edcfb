"""Reading divisions, bodies and scopes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.divisions import ancestors, contains, subtree_end
from qingdan.foundation.orgs.models import Account, AdministeredBy, Body, Division, Post, RoleGrant
from qingdan.foundation.orgs.names import short_names
from qingdan.foundation.reading import read_once


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a person is at home: their post, its body and its division."""

    post: Post | None
    body: Body | None
    division: Division | None


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that an account holds for a division, and for which body, if for one."""

    role: Role
    division: str
    body: int | None


def live_grants(account: Account, on: date | None = None) -> QuerySet[RoleGrant]:
    """The account's grants that hold on a day; none for an account that is switched off."""
    day = on or today()
    if not account.is_active:
        return RoleGrant.objects.none()
    running = Q(until=None) | Q(until__gte=day)
    return RoleGrant.objects.filter(running, account=account, revoked_at=None, since__lte=day)


def grants_of(account: Account, on: date | None = None) -> tuple[Grant, ...]:
    """What :func:`live_grants` holds, by division; read once while one page is read."""
    day = on or today()
    return read_once(("grants", account.pk, account.is_active, day), lambda: _grants_of(account, day))


def _grants_of(account: Account, day: date) -> tuple[Grant, ...]:
    rows = live_grants(account, day).order_by("division_id", "pk").values_list("role", "division_id", "body_id")
    return tuple(Grant(Role(role), division, body) for role, division, body in rows)


def roles_of(account: Account) -> frozenset[Role]:
    """The roles that the account holds today, in any scope."""
    return frozenset(grant.role for grant in grants_of(account))


def scopes_of(account: Account, roles: Collection[str]) -> list[str]:
    """The divisions for which the account holds one of these roles, those above first."""
    return sorted({grant.division for grant in grants_of(account) if grant.role in roles})


def holds(account: Account, roles: Collection[str], division: str) -> bool:
    """Whether the account holds one of these roles in a scope that covers a division."""
    return any(grant.role in roles and contains(grant.division, division) for grant in grants_of(account))


def may(account: Account, role: Role, division: str) -> bool:
    """Whether the account holds a role in a scope that covers a division."""
    return holds(account, (role,), division)


def bodies_held(account: Account, roles: Collection[str]) -> set[int]:
    """The bodies for which the account acts in one of these roles."""
    return {grant.body for grant in grants_of(account) if grant.body is not None and grant.role in roles}


def accounts_holding(role: Role, division: str) -> QuerySet[Account]:
    """The accounts that hold a role today in a scope that covers a division."""
    day = today()
    running = Q(grants__until=None) | Q(grants__until__gte=day)
    covering = Q(grants__role=role, grants__division_id__in=ancestors(division))
    return Account.objects.filter(
        running, covering, is_active=True, grants__revoked_at=None, grants__since__lte=day
    ).distinct()


def divisions_within(account: Account, roles: Iterable[Role]) -> QuerySet[Division]:
    """The divisions that the account's grants of these roles cover: a union of ranges on the primary key."""
    scopes = scopes_of(account, frozenset(roles))
    if not scopes:
        return Division.objects.none()
    ranges = (Q(code__gte=scope, code__lt=subtree_end(scope)) for scope in scopes)
    return Division.objects.filter(reduce(or_, ranges))


def home_scope(account: Account) -> Scope | None:
    """The account's post with its body and division; without a post, the scope of its first grant."""
    return read_once(("home", account.pk, account.post_id), lambda: _home_scope(account))


def _home_scope(account: Account) -> Scope | None:
    if account.post_id:
        kept = account.post if Account.post.is_cached(account) else None
        post = kept or Post.objects.select_related("body", "division").get(pk=account.post_id)
        return Scope(post, post.body, post.division)
    grant = live_grants(account).select_related("body", "division").order_by("since", "pk").first()
    return Scope(None, grant.body, grant.division) if grant else None


def division_path(code: str) -> list[Division]:
    """The loaded divisions from the province down to this one."""
    return list(Division.objects.filter(code__in=ancestors(code)).order_by("code"))


def children(code: str) -> QuerySet[Division]:
    """The divisions one level below, by code."""
    return Division.objects.filter(parent_id=code)


def administering(code: str, on: date) -> str:
    """The division that runs this one on a day: by an overlay of it or of one above, else itself."""
    overlay = (
        AdministeredBy.objects.filter(Q(until=None) | Q(until__gte=on), division_id__in=ancestors(code), since__lte=on)
        .order_by("-division_id")
        .values_list("by_id", flat=True)
        .first()
    )
    return overlay or code


def overlaid_divisions(on: date) -> list[str]:
    """The divisions that are run by another than their code says on a day."""
    running = Q(until=None) | Q(until__gte=on)
    return list(AdministeredBy.objects.filter(running, since__lte=on).values_list("division_id", flat=True))


def resolve_body(name: str, division: str, on: date | None = None) -> Body | None:
    """The body that people mean by a name, seen from a division, on a day.

    区民政局, 民政局 and 天津市宁河区民政局 are one body in 宁河区; the nearest division wins, an abolished body's
    successor stands in for it.
    """
    day = on or today()
    wanted = name.strip()
    if not wanted:
        return None
    bodies = Body.objects.filter(division_id__in=ancestors(division)).order_by("-division_id", "pk")
    found = next((body for body in bodies if wanted in names_of(body)), None)
    while found is not None and found.valid_to is not None and found.valid_to < day and found.successor_id:
        found = Body.objects.get(pk=found.successor_id)
    return found


def names_of(body: Body) -> tuple[str, ...]:
    """All ways of calling a body."""
    every = [form for name in (body.name, *body.aliases) for form in short_names(name)]
    return tuple(dict.fromkeys(every))

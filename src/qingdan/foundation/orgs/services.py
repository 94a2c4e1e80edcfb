"""Accounts and grants: every change with its permission, its rule and its audit, in one transaction."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from qingdan.foundation.audit.services import record
from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.orgs.access import demand_role
from qingdan.foundation.orgs.choices import ADMINISTRATORS, Role
from qingdan.foundation.orgs.models import Account, Body, Division, Post, RoleGrant, SessionMark


class OrgsProblem(ValueError):
    """A change that the rules refuse; the message is Chinese and says what to do."""


@transaction.atomic
def create_account(
    *,
    actor: Account | None,
    username: str,
    display_name: str,
    password: str | None = None,
    post: Post | None = None,
    is_demo: bool = False,
) -> Account:
    """Make an account (system administrator). Without a password it cannot sign in until one is set."""
    demand_role(actor, Role.SYSTEM_ADMIN)
    name = username.strip()
    if not name or not display_name.strip():
        raise OrgsProblem("用户名和姓名都要填。")
    if Account.objects.filter(username__iexact=name).exists():
        raise OrgsProblem(f"用户名“{name}”已经有人用了，请换一个。")
    account = Account(username=name, display_name=display_name.strip(), post=post, is_demo=is_demo)
    if password is None:
        account.set_unusable_password()
    else:
        _check_password(password, account)
        account.set_password(password)
    account.must_change_password = password is not None and not is_demo
    account.password_changed_at = now()
    account.save()
    _record(actor, "create_account", account, {"username": name})
    return account


@transaction.atomic
def grant_role(
    *,
    actor: Account | None,
    account: Account,
    role: Role,
    division: Division,
    body: Body | None = None,
    until: date | None = None,
) -> RoleGrant:
    """Give a role in a scope (security administrator). Administrators hold one administrator's role and no other."""
    demand_role(actor, Role.SECURITY_ADMIN)
    if actor is not None and actor.pk == account.pk:
        raise OrgsProblem("不能给自己授权，请由另一位安全管理员来做。")
    Account.objects.select_for_update().get(pk=account.pk)
    held = set(RoleGrant.objects.filter(account=account, revoked_at=None).values_list("role", flat=True))
    if any((other in ADMINISTRATORS or role in ADMINISTRATORS) and other != role for other in held):
        raise OrgsProblem("三类管理员互相不能兼任，也不能办理业务。请先撤销原来的授权。")
    try:
        with transaction.atomic():
            grant = RoleGrant.objects.create(
                account=account, role=role, body=body, division=division, since=today(), until=until
            )
    except IntegrityError as error:
        raise OrgsProblem("已经有一样的授权，不必再授。") from error
    _record(actor, "grant_role", account, {"role": role.value, "division": division.pk, "body": body and body.pk})
    return grant


@transaction.atomic
def revoke_role(*, actor: Account | None, grant: RoleGrant) -> RoleGrant:
    """End a grant now (security administrator); revoking twice changes nothing."""
    demand_role(actor, Role.SECURITY_ADMIN)
    grant = RoleGrant.objects.select_for_update().get(pk=grant.pk)
    if grant.revoked_at is None:
        grant.revoked_at = now()
        grant.save(update_fields=["revoked_at"])
        _record(actor, "revoke_role", grant.account, {"role": grant.role, "division": grant.division_id})
    return grant


@transaction.atomic
def set_active(*, actor: Account | None, account: Account, active: bool) -> Account:
    """Switch an account on or off (system administrator); switching off ends its sessions."""
    demand_role(actor, Role.SYSTEM_ADMIN)
    if actor is not None and actor.pk == account.pk and not active:
        raise OrgsProblem("不能停用自己的账号。")
    account = Account.objects.select_for_update().get(pk=account.pk)
    account.is_active = active
    account.save(update_fields=["is_active"])
    if not active:
        end_sessions(account)
    _record(actor, "set_active", account, {"active": active})
    return account


@transaction.atomic
def reset_password(*, actor: Account | None, account: Account, password: str) -> None:
    """Set a first password that the person must change (system administrator); ends all sessions."""
    demand_role(actor, Role.SYSTEM_ADMIN)
    _set_password(account, password, must_change=True)
    _record(actor, "reset_password", account, None)


@transaction.atomic
def change_password(*, account: Account, old: str, new: str) -> None:
    """A person's own change; the old password must be right, the new one another."""
    if not account.check_password(old):
        raise OrgsProblem("原密码不对。")
    if old == new:
        raise OrgsProblem("新密码不能和原密码一样。")
    _set_password(account, new, must_change=False)
    _record(account, "change_password", account, None)


def _set_password(account: Account, password: str, *, must_change: bool) -> None:
    _check_password(password, account)
    account.set_password(password)
    account.must_change_password = must_change
    account.password_changed_at = now()
    account.save(update_fields=["password", "must_change_password", "password_changed_at"])
    end_sessions(account)


def _check_password(password: str, account: Account) -> None:
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise OrgsProblem(" ".join(error.messages)) from error


def end_sessions(account: Account, *, keep: str | None = None) -> None:
    """End the account's running sessions, but for one that is kept."""
    from django.contrib.sessions.models import Session

    marks = SessionMark.objects.filter(account=account).exclude(key=keep or "")
    Session.objects.filter(session_key__in=list(marks.values_list("key", flat=True))).delete()
    marks.delete()


def _record(actor: Account | None, verb: str, account: Account, detail: object) -> None:
    record(
        verb=verb,
        object_type="account",
        object_id=account.pk,
        actor_id=actor.pk if actor else None,
        actor_name=str(actor) if actor else "系统",
        detail=detail,
    )

"""Signing in and out: lock-out by django-axes, a limit of sessions, and the duty to change a first password."""

from __future__ import annotations

from enum import Enum

from axes.exceptions import AxesBackendPermissionDenied
from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest

from qingdan.foundation.audit.services import record
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account, SessionMark

_BACKEND = "qingdan.foundation.orgs.backend.AccountBackend"


class SignIn(Enum):
    """How signing in ended, and what to tell the person."""

    OK = ""
    MUST_CHANGE = "请先改密码，再继续。"
    WRONG = "用户名或密码不对。连续输错会暂时锁定。"
    LOCKED = "输错次数太多，已暂时锁定，请 15 分钟后再试，或者请系统管理员重置密码。"


def sign_in(request: HttpRequest, username: str, password: str) -> SignIn:
    """Try to sign in; a success starts a new session and ends the oldest beyond the limit."""
    if not AxesProxyHandler.is_allowed(request, {"username": username}):
        return SignIn.LOCKED
    try:
        account = authenticate(request, username=username.strip(), password=password)
    except (PermissionDenied, AxesBackendPermissionDenied):
        return SignIn.LOCKED
    if not isinstance(account, Account):
        locked = not AxesProxyHandler.is_allowed(request, {"username": username})
        return SignIn.LOCKED if locked else SignIn.WRONG
    _begin(request, account, "sign_in")
    return SignIn.MUST_CHANGE if account.must_change_password else SignIn.OK


def enter_demo(request: HttpRequest, account: Account) -> None:
    """One click into a demo account; refused outside the demo and for every other account."""
    if not settings.DEMO or settings.PRODUCTION or not account.is_demo or not account.is_active:
        raise NotAllowed("只有演示环境里的演示账号可以一键进入。")
    _begin(request, account, "enter_demo")


def sign_out(request: HttpRequest) -> None:
    """End this session."""
    SessionMark.objects.filter(key=request.session.session_key or "").delete()
    logout(request)


@transaction.atomic
def _begin(request: HttpRequest, account: Account, verb: str) -> None:
    login(request, account, backend=_BACKEND)
    if request.session.session_key is None:
        request.session.save()
    Account.objects.select_for_update().get(pk=account.pk)
    key = request.session.session_key or ""
    SessionMark.objects.update_or_create(key=key, defaults={"account": account})
    _end_oldest(account)
    record(verb=verb, object_type="account", object_id=account.pk, actor_id=account.pk, actor_name=str(account))


def _end_oldest(account: Account) -> None:
    """Keep the newest sessions up to the limit (demo accounts are shared, so they are not limited)."""
    if account.is_demo:
        return
    keys = list(account.session_marks.order_by("-started", "-pk").values_list("key", flat=True))
    surplus = keys[settings.MOST_SESSIONS :]
    Session.objects.filter(session_key__in=surplus).delete()
    SessionMark.objects.filter(key__in=surplus).delete()

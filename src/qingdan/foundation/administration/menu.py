"""What the administration pages offer to the shell."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from qingdan.foundation.orgs.choices import VILLAGE_ROLES, Role
from qingdan.foundation.web.registry import register_account_menu, register_home_part, register_menu_entry

_GROUP = "系统"
MESSAGES_ON_HOME = 4


def offer() -> None:
    """Register the menu entries and the account's own entries."""
    both = [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN]
    register_menu_entry("消息", "administration:messages", list(Role), "", 30, count=_unread)
    register_home_part(list(Role), 12, "administration/home_messages.html", _messages)
    register_menu_entry("账号和授权", "administration:accounts", both, _GROUP, 910)
    register_menu_entry("接口令牌", "administration:all_tokens", [Role.SECURITY_ADMIN], _GROUP, 915)
    register_menu_entry("审计", "administration:audit", [Role.AUDIT_ADMIN], _GROUP, 920)
    register_menu_entry("单位", "administration:bodies", list(Role), _GROUP, 930)
    register_menu_entry("行政区划", "administration:divisions", list(Role), _GROUP, 940)
    register_menu_entry("工作日历", "administration:calendar", list(Role), _GROUP, 950)
    offices = [role for role in Role if role not in VILLAGE_ROLES]
    register_menu_entry("我的接口令牌", "administration:tokens", offices, _GROUP, 960)
    register_home_part([Role.SYSTEM_ADMIN], 20, "administration/home_system.html", _system)
    register_home_part([Role.SECURITY_ADMIN], 20, "administration/home_security.html", _security)
    register_home_part([Role.AUDIT_ADMIN], 20, "administration/home_audit.html", _audit)
    register_account_menu("administration/account_menu.html")


def _unread(request: HttpRequest) -> int | None:
    """How many messages the person has not read; nothing where all are read."""
    from qingdan.foundation.administration.actors import actor_of
    from qingdan.foundation.alerts.queries import unread

    return unread(actor_of(request)).number or None


def _messages(request: HttpRequest) -> dict[str, Any] | None:
    """The newest messages that the person has not read."""
    from qingdan.foundation.administration.actors import actor_of
    from qingdan.foundation.alerts.queries import unread

    waiting = unread(actor_of(request))
    return {"rows": waiting.rows, "unread": waiting.number} if waiting.rows else None


def _system(_request: HttpRequest) -> dict[str, Any]:
    """Numbers of accounts, bodies and divisions, and whether next year's notice is on record."""
    from qingdan.foundation.clock.moments import today
    from qingdan.foundation.clock.queries import year_is_covered
    from qingdan.foundation.orgs.models import Account, Body, Division

    following = today().year + 1
    return {
        "accounts": Account.objects.filter(is_active=True).count(),
        "bodies": Body.objects.filter(valid_to=None).count(),
        "divisions": Division.objects.filter(valid_to=None).count(),
        "year": following,
        "covered": year_is_covered(following),
    }


def _security(_request: HttpRequest) -> dict[str, Any]:
    """Accounts that wait for a grant."""
    from qingdan.foundation.orgs.models import Account, RoleGrant

    granted = RoleGrant.objects.filter(revoked_at=None).values("account")
    waiting = Account.objects.filter(is_active=True).exclude(pk__in=granted)
    return {"waiting": list(waiting[:20]), "count": waiting.count(), "grants": granted.count()}


def _audit(_request: HttpRequest) -> dict[str, Any]:
    """The streams of the audit."""
    from qingdan.foundation.audit.models import StreamHead

    heads = list(StreamHead.objects.order_by("stream"))
    return {"heads": heads, "records": sum(head.number for head in heads)}

"""Checks that refuse an unsafe production start; ``qingdan serve`` and the WSGI entry run them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register, run_checks
from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 50


@register(Tags.security)
def production_settings(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:
    """Errors of a production installation: debug, demo, a secret that nobody chose, plain HTTP, open hosts."""
    if not settings.PRODUCTION:
        return []
    findings = [
        (settings.DEBUG, "qingdan.E001", "正式环境不能打开调试（QINGDAN_DEBUG）。"),
        (settings.DEMO, "qingdan.E002", "正式环境不能打开演示入口（QINGDAN_DEMO）。"),
        (
            _secret_is_weak(),
            "qingdan.E003",
            f"正式环境必须自己设置 QINGDAN_SECRET_KEY（至少 {SHORTEST_SECRET} 个字符）。",
        ),
        (not settings.PUBLIC_URL.startswith("https://"), "qingdan.E004", "QINGDAN_PUBLIC_URL 必须以 https:// 开头。"),
        ("QINGDAN_HOSTS" not in os.environ, "qingdan.E005", "请用 QINGDAN_HOSTS 写明本站的域名。"),
        ("*" in settings.ALLOWED_HOSTS, "qingdan.E006", "QINGDAN_HOSTS 不能是 *。"),
    ]
    return [Error(message, id=code) for wrong, code, message in findings if wrong]


@register(Tags.database)
def no_demo_accounts(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    """In production no demo account may exist: anybody could enter by it."""
    if not settings.PRODUCTION or not databases:
        return []
    from qingdan.foundation.orgs.demo.queries import demo_accounts

    if demo_accounts().exists():
        return [Error("数据库里有演示账号，正式环境不能启动。请换一个新的数据库。", id="qingdan.E007")]
    return []


def _secret_is_weak() -> bool:
    given = os.environ.get("QINGDAN_SECRET_KEY", "")
    return len(given) < SHORTEST_SECRET or len(set(given)) < 10


def refuse_unsafe_production() -> None:
    """Raise :class:`ImproperlyConfigured` with every error if this is production and something is unsafe."""
    if not settings.PRODUCTION:
        return
    errors = [
        message for message in run_checks(include_deployment_checks=True, databases=["default"]) if message.level >= 40
    ]
    if errors:
        raise ImproperlyConfigured(
            "设置有问题，没有启动：\n" + "\n".join(f"  {error.id}：{error.msg}" for error in errors)
        )

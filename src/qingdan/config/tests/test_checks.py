"""A production start refuses what is unsafe."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from qingdan.config.checks import no_demo_accounts, production_settings, refuse_unsafe_production

GOOD_SECRET = "k3J9-mQ2x_Vb7Lw0pZr8TyUe5HsDf1GaNc4XiOo6Bq-Rt_WvYz"


@pytest.fixture
def production(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A production installation with everything right."""
    settings.PRODUCTION = True
    settings.DEBUG = settings.DEMO = False
    settings.PUBLIC_URL = "https://qingdan.example.gov.cn"
    settings.ALLOWED_HOSTS = ["qingdan.example.gov.cn"]
    monkeypatch.setenv("QINGDAN_SECRET_KEY", GOOD_SECRET)
    monkeypatch.setenv("QINGDAN_HOSTS", "qingdan.example.gov.cn")
    return settings


def _found() -> list[str | None]:
    return [message.id for message in production_settings(None)]


def test_a_right_production_has_no_finding(production: Any) -> None:
    assert _found() == []


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("DEBUG", True, "qingdan.E001"),
        ("DEMO", True, "qingdan.E002"),
        ("PUBLIC_URL", "http://qingdan.example.gov.cn", "qingdan.E004"),
        ("ALLOWED_HOSTS", ["*"], "qingdan.E006"),
    ],
)
def test_one_unsafe_setting_is_one_finding(production: Any, name: str, value: object, code: str) -> None:
    setattr(production, name, value)
    assert _found() == [code]


@pytest.mark.parametrize("secret", ["", "short", "a" * 60])
def test_a_default_short_or_monotonous_secret_is_refused(
    production: Any, monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    monkeypatch.setenv("QINGDAN_SECRET_KEY", secret)
    assert _found() == ["qingdan.E003"]


def test_unnamed_hosts_are_refused(production: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QINGDAN_HOSTS")
    assert _found() == ["qingdan.E005"]


def test_outside_production_nothing_is_demanded(settings: Any) -> None:
    settings.PRODUCTION = False
    assert _found() == []


@pytest.mark.django_db
def test_demo_accounts_in_the_database_refuse_the_start(production: Any) -> None:
    from qingdan.foundation.orgs.demo.services import install_demo

    assert no_demo_accounts(None, databases=["default"]) == []
    production.PRODUCTION = False
    install_demo()
    production.PRODUCTION = True
    assert [message.id for message in no_demo_accounts(None, databases=["default"])] == ["qingdan.E007"]
    with pytest.raises(ImproperlyConfigured, match="演示账号"):
        refuse_unsafe_production()

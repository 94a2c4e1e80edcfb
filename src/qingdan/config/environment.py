"""Reading settings from the environment: safe defaults, and a clear refusal of unclear values."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

CHECKOUT = Path(__file__).resolve().parents[3]
_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def flag(environment: Mapping[str, str], name: str, *, default: bool) -> bool:
    """A yes/no setting; anything but 1/true/yes/on and 0/false/no/off is refused."""
    value = environment.get(name)
    if value is None:
        return default
    if value.strip().lower() in _TRUE:
        return True
    if value.strip().lower() in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} 只能填 1 或 0，现在是“{value}”。")


def one_of(environment: Mapping[str, str], name: str, allowed: set[str], *, default: str) -> str:
    """One of a few words; anything else is refused."""
    value = environment.get(name, default).strip().lower() or default
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} 只能填 {'、'.join(sorted(allowed))}，现在是“{value}”。")
    return value


def number(environment: Mapping[str, str], name: str, *, default: int, at_least: int) -> int:
    """A whole number of at least ``at_least``."""
    value = environment.get(name)
    if value is None:
        return default
    if not value.strip().isdigit() or int(value) < at_least:
        raise ImproperlyConfigured(f"{name} 要填不小于 {at_least} 的整数，现在是“{value}”。")
    return int(value)


def host_list(environment: Mapping[str, str], name: str, *, default: list[str]) -> list[str]:
    """Host names separated by commas."""
    value = environment.get(name, "")
    return [part.strip() for part in value.split(",") if part.strip()] or default


def home_folder(environment: Mapping[str, str]) -> Path:
    """The data folder, made if it is not there, readable by its owner only."""
    folder = Path(environment.get("QINGDAN_HOME") or CHECKOUT / "var").expanduser().resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def secret_key(environment: Mapping[str, str], home: Path) -> str:
    """``QINGDAN_SECRET_KEY``, else a random one kept in the data folder (made once, also by two starts at once)."""
    given = environment.get("QINGDAN_SECRET_KEY")
    if given:
        return given
    path = home / "secret_key"
    try:
        with path.open("x", encoding="ascii") as fresh:
            path.chmod(0o600)
            fresh.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")


def local_address(environment: Mapping[str, str], name: str) -> str:
    """An address on this machine or in a private network, or nothing; anything else is refused."""
    from qingdan.foundation.local_services import is_local

    value = environment.get(name, "").strip()
    if value and not is_local(value):
        raise ImproperlyConfigured(f"{name} 只能填本机或内网的地址，例如 http://127.0.0.1:8080/v1，现在是“{value}”。")
    return value

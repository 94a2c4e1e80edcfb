"""Asking a service of the organisation's own, on this machine or in its private network; nothing is sent anywhere else.

Its answer is words of a stranger: bounded in size and time. No proxy is used and no redirection is followed.
"""

from __future__ import annotations

import http.client
import ipaddress
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit


class ServiceFailed(RuntimeError):
    """The service did not answer as it must; the message is Chinese and says why, without naming the service."""


def is_local(url: str) -> bool:
    """Whether an address is plainly on this machine or in a private network; a name other than localhost is not."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        return False
    if parts.hostname == "localhost":
        return True
    try:
        address = ipaddress.ip_address(parts.hostname)
    except ValueError:
        return False
    return address.is_loopback or address.is_private


def post(url: str, body: bytes, headers: dict[str, str], *, seconds: float, largest: int) -> bytes:
    """The answer to a POST, at most ``largest`` bytes; raises :class:`ServiceFailed`."""
    if not is_local(url):
        raise ServiceFailed("地址不在本机或内网，没有发送。")
    request = urllib.request.Request(url, body, headers)  # noqa: S310 - the address was looked at
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())
    try:
        with opener.open(request, timeout=seconds) as answer:
            data: bytes = answer.read(largest + 1)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise ServiceFailed(f"没有回答（{type(error).__name__}）。") from error
    if len(data) > largest:
        raise ServiceFailed("回答太长，没有采用。")
    return data


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The words go to the address that was set and to no other."""

    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        """Refuse."""
        raise ServiceFailed("转到了别的地址，没有发送。")

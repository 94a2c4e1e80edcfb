"""Response headers that Django does not set: the content security policy and what the browser may not do.

Nothing is fetched from elsewhere and nothing inline runs: no inline script, style element or style attribute.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase

from qingdan.foundation.web.access import access_of
from qingdan.foundation.web.errors import not_found

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"


class ContentSecurityPolicyMiddleware:
    """Sets the policy on every response that has none of its own, and keeps what an account sees out of caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request and add the headers."""
        response = self._get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        user = getattr(request, "user", None)
        if (user is not None and user.is_authenticated) or "Authorization" in request.headers:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class ClientAddressMiddleware:
    """Behind proxies of our own, the caller's address is the one that the outermost of them saw.

    Lock-out and limits count by address; without this they would count the proxy. What callers write into the header
    themselves stands further left and is never believed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request with the caller's own address."""
        hops = settings.TRUSTED_PROXIES
        seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        if hops and len(seen) >= hops:
            request.META["REMOTE_ADDR"] = seen[-hops]
        return self._get_response(request)


class PortalOnlyMiddleware:
    """Where only the portal runs (``QINGDAN_ROLE=portal``): public pages to read, nobody signed in, nothing written.

    Everything else is as if it were not there, sign-in included.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request as a visitor's."""
        request.user = AnonymousUser()
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Refuse what is not a public page to read; the API's endpoints ask for a token themselves where they write."""
        match = request.resolver_match
        namespace = match.namespace if match else ""
        access = access_of(view)
        open_page = access is not None and not access.signed_in and namespace != "administration"
        readable = request.method in {"GET", "HEAD"} and (open_page or namespace == "api")
        question = (access is not None and access.asks) or (namespace == "api" and request.path.endswith("/gate/check"))
        asks = request.method == "POST" and question
        return None if readable or asks else not_found(request)

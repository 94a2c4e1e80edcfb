"""Who may open a page: every view declares it, and a test refuses a URL whose view does not.

The declaration stands on the view as ``view.access``; the decorator also enforces it. Roles only open the door of
a page: what the actor may see and do behind it is decided by the services and queries that the view calls.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

if TYPE_CHECKING:
    from qingdan.foundation.orgs.models import Account

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Access:
    """A view's declaration. ``roles`` None: any account; not ``signed_in``: anybody, without an account too.

    ``first_password``: also for an account that still has to replace the password that somebody else chose. ``asks``: its
    POST only asks and stores nothing, so that it is served where only the portal runs.
    """

    signed_in: bool
    roles: frozenset[str] | None = None
    first_password: bool = False
    asks: bool = False


def open_to_all(view: View[P]) -> View[P]:
    """Anybody may open this page, without an account too."""
    return _declare(view, Access(signed_in=False))


def open_to_ask(view: View[P]) -> View[P]:
    """Anybody may open this page and send its form, which only asks and stores nothing."""
    return _declare(view, Access(signed_in=False, asks=True))


def signed_in(view: View[P]) -> View[P]:
    """Any account may open this page; others are asked to sign in."""
    return _declare(_guard(view, Access(signed_in=True)), Access(signed_in=True))


def signed_in_with_first_password(view: View[P]) -> View[P]:
    """Any account, also one that has to change its password first: the password page itself and signing out."""
    access = Access(signed_in=True, first_password=True)
    return _declare(_guard(view, access), access)


def for_roles(*roles: str) -> Callable[[View[P]], View[P]]:
    """Accounts that hold one of these roles now may open this page; other accounts get 404, as if it were not there."""
    if not roles:
        raise ValueError("for_roles needs at least one role")
    access = Access(signed_in=True, roles=frozenset(str(role) for role in roles))

    def decorate(view: View[P]) -> View[P]:
        return _declare(_guard(view, access), access)

    return decorate


def roles_of_request(request: HttpRequest) -> frozenset[str]:
    """The role names that the signed-in account holds now; asked once a request."""
    cached: frozenset[str] | None = getattr(request, "_qingdan_roles", None)
    if cached is None:
        cached = _roles(request)
        request._qingdan_roles = cached  # type: ignore[attr-defined]  # our own mark on the request
    return cached


def account_of(request: HttpRequest) -> Account:
    """The signed-in account; pages that call this are behind a sign-in, so the 404 is the type's, not a person's."""
    from qingdan.foundation.orgs.models import Account

    if not isinstance(request.user, Account):
        raise Http404
    return request.user


def _roles(request: HttpRequest) -> frozenset[str]:
    from qingdan.foundation.orgs.queries import roles_of

    if not request.user.is_authenticated:
        return frozenset()
    return frozenset(str(role) for role in roles_of(request.user))


def _guard(view: View[P], access: Access) -> View[P]:
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not access.first_password and getattr(request.user, "must_change_password", False):
            return redirect(settings.PASSWORD_CHANGE_URL)
        if access.roles is not None and not access.roles & roles_of_request(request):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _declare(view: View[P], access: Access) -> View[P]:
    @wraps(view)
    def declared(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    declared.access = access  # type: ignore[attr-defined]  # functions carry their declaration
    return declared


def access_of(view: Any) -> Access | None:
    """The declaration of a view function, or None where somebody forgot it."""
    found = getattr(view, "access", None)
    return found if isinstance(found, Access) else None

"""The account that acts in a request."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from qingdan.foundation.orgs.models import Account


def actor_of(request: HttpRequest) -> Account:
    """The signed-in account; the views that call this are behind a role, so the 404 is the type's, not a person's."""
    if not isinstance(request.user, Account):
        raise Http404
    return request.user

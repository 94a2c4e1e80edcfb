"""Whom a session belongs to, read with the post: every page shows the person with their body and place."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from qingdan.foundation.orgs.models import Account

PATH = "qingdan.foundation.orgs.backend.AccountBackend"
"""How settings and sessions name it."""


class AccountBackend(ModelBackend):
    """Django's backend, but that an account comes with its post, the post's body and division in one query."""

    def get_user(self, user_id: Any) -> Account | None:
        """The account of a session; None where it is gone or switched off."""
        found = Account.objects.select_related("post__body", "post__division").filter(pk=user_id).first()
        return found if found is not None and self.user_can_authenticate(found) else None

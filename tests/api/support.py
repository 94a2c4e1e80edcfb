"""Programs of the demonstration's people: each with a token of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import TokenScope
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.orgs.tokens import make_token
from qingdan.register.lists.tests.cast import person

API = "/api/v1"


def token_of(account: Account, scope: TokenScope = TokenScope.WRITE) -> str:
    """A new token of an account."""
    number = account.api_tokens.count()
    made = make_token(actor=account, name=f"程序{number}", scope=scope, expires_on=today() + timedelta(days=30))
    return made.secret


class Program:
    """Somebody's program: its requests carry a token and JSON, and no cookie."""

    def __init__(self, who: str | Account, scope: TokenScope = TokenScope.WRITE) -> None:
        self.account = person(who) if isinstance(who, str) else who
        self.token = token_of(self.account, scope)
        self._client = Client(enforce_csrf_checks=True)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The answer to a request."""
        said = {"Authorization": f"Bearer {self.token}"} | {name.replace("_", "-"): v for name, v in headers.items()}
        given: dict[str, Any] = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(self._client, method)(f"{API}{path}", headers=said, **given)

    def get(self, path: str, **headers: str) -> Any:
        """A read."""
        return self.ask("get", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        """A write; an empty object where nothing is said."""
        return self.ask("post", path, {} if body is None else body, **headers)

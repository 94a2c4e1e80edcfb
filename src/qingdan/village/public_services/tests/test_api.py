"""``/api/v1/services`` for anybody, ``/api/v1/tickets`` for a token: as much as the account may, once for a key."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import TokenScope
from qingdan.foundation.orgs.tokens import make_token
from qingdan.foundation.web.rate_limit import forget_all
from qingdan.village.public_services.models import Ticket
from qingdan.village.public_services.tests.cast import CARD, GAMES, VILLAGE, code, demo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


def call(who: str, method: str, address: str, body: Any = None, key: str = "") -> Any:
    forget_all()
    secret = make_token(actor=demo(who), name=f"试{uuid4().hex[:8]}", scope=TokenScope.WRITE, expires_on=today()).secret
    headers = {"Authorization": f"Bearer {secret}"} | ({"Idempotency-Key": key} if key else {})
    return getattr(Client(), method)(
        f"/api/v1/{address}", data=body or {}, content_type="application/json", headers=headers
    )


def test_anybody_reads_the_public_services_of_a_place() -> None:
    forget_all()
    found = Client().get(f"/api/v1/services?division={VILLAGE}").json()
    titles = {each["title"]: each for each in found["items"]}
    assert titles[CARD]["agency"] and titles[CARD]["materials"] and GAMES not in titles
    assert Client().get("/api/v1/services?division=x").status_code == 422


def test_a_token_takes_a_number_once_and_ends_the_matter() -> None:
    said = {"division": VILLAGE, "matter": "代办残疾人证", "item_code": code(CARD), "mode": "agency"}
    first = call("village-clerk", "post", "tickets", said, "k1")
    again = call("village-clerk", "post", "tickets", said, "k1")
    assert (first.status_code, again.json()["id"], Ticket.objects.count()) == (201, first.json()["id"], 1)
    address = f"tickets/{first.json()['id']}"
    assert call("village-clerk", "get", address).json()["receipt"].endswith("-001")
    assert call("village-clerk", "post", f"{address}/close", {"outcome": "self_solved"}).status_code == 422
    assert call("village-clerk", "post", f"{address}/close", {"outcome": "done"}).json()["state"] == "closed"
    assert call("village-clerk", "post", f"{address}/close", {"outcome": "done"}).status_code == 409
    assert call("kongtong-village", "get", address).status_code == 404
    assert call("department-officer", "post", "tickets", said).status_code == 403

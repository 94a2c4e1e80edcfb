"""Obligations for tests: given by the demo district's 区残联 to villages of 苗庄镇."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.models import Account, Body
from qingdan.register.obligations.models import Assignment, Obligation
from qingdan.register.obligations.services import Given, assign, owe

TOWN = "120117103000"
VILLAGE = "120117103201"
SIBLING = "120117103202"
FOREIGN = "120117104201"


def demo(name: str) -> Account:
    """A demo account by the end of its user name."""
    return Account.objects.get(username=f"demo-{name}")


def disabled() -> Body:
    return Body.objects.get(name="宁河区残联")


def given(*divisions: str, due: date | None = None, **more: Any) -> Assignment:
    """A quarterly form, owed by these villages (刘庄村 where none is named)."""
    words: dict[str, Any] = {
        "origin": "test:1", "occurrence": 1, "issuer": disabled(), "kind": "form", "title": "残疾人需求调查表", "on": today(),
        "due": due or today() + timedelta(days=10), "frequency": "quarterly",
    }  # fmt: skip
    made = assign(Given(**(words | more)))
    owe(made, divisions or (VILLAGE,))
    return made


def owed(*divisions: str, **more: Any) -> Obligation:
    """The obligation of the first of these villages."""
    made = given(*divisions, **more)
    return Obligation.objects.get(assignment=made, division_id=(divisions or (VILLAGE,))[0])

"""Who screens in the tests."""

from __future__ import annotations

from qingdan.foundation.orgs.models import Account, Body
from qingdan.register.obligations.tests.cast import demo

DISTRICT = "120117000000"


def disabled() -> Body:
    """The office whose drafts are screened."""
    return Body.objects.get(name="宁河区残联")


def officer() -> Account:
    """Its officer."""
    return demo("department-officer")

"""The people of the demonstration around the ledger, and short ways to leads and findings."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.demo.cast import DISTRICT, TOWN, VILLAGE
from qingdan.foundation.orgs.models import Account, Body
from qingdan.ledger import services
from qingdan.ledger.models import Finding, Lead
from qingdan.ledger.services import Opening

__all__ = ["DISTRICT", "TOWN", "VILLAGE"]
_counter = itertools.count(1)


def person(name: str) -> Account:
    """An account of the demonstration: lead-civil, town-clerk …"""
    return Account.objects.get(username=f"demo-{name}")


def civil() -> Account:
    """Of the lead body 区民政局."""
    return person("lead-civil")


def party() -> Account:
    """Of another lead body, 区委组织部."""
    return person("lead-party")


def officer() -> Account:
    """Of 区残联, which sends things to villages."""
    return person("department-officer")


def body(name: str = "宁河区残联") -> Body:
    """A body of the district."""
    return Body.objects.get(name=name)


def soon(days: int = 30) -> date:
    """A day ahead."""
    return today() + timedelta(days=days)


def lead(**more: Any) -> Lead:
    """A lead of the village about 区残联."""
    said: dict[str, Any] = {
        "actor": person("village-clerk"), "source": "dispute", "reference": f"t-{next(_counter)}", "division": VILLAGE,
        "title": "每月报残疾人情况，清单上是每季度", "about_name": "区残联", "kind": "form", "finding_kind": "more_than_listed",
    }  # fmt: skip
    with transaction.atomic():
        return services.record_lead(**(said | more))


def opening(**more: Any) -> Opening:
    """What is said of a finding."""
    said: dict[str, Any] = {
        "body": body(), "division": VILLAGE, "title": "每月报残疾人情况", "finding_kind": "more_than_listed", "kind": "form",
        "due": soon(), "text": "清单上写的是每季度，实际每月都要。",
    }  # fmt: skip
    return Opening(**(said | more))


def confirmed(*leads: Lead, actor: Account | None = None, **more: Any) -> Finding:
    """A finding from leads (one is made where none is given)."""
    chosen = [each.pk for each in leads] or [lead().pk]
    return services.confirm_leads(actor=actor or civil(), leads=chosen, opening=opening(**more))


def mending(**more: Any) -> Finding:
    """A finding whose body has stated its measure."""
    return services.plan(actor=officer(), finding=confirmed(**more), measure="改为每季度一次，发更正通知。")


def reported(**more: Any) -> Finding:
    """A finding that its body says is mended."""
    return services.report_mended(actor=officer(), finding=mending(**more), result="更正通知已发，八月起改为每季度。")


def closed(**more: Any) -> Finding:
    """A verified finding."""
    return services.verify(actor=civil(), finding=reported(**more), words="看了通知，问了两个村。")

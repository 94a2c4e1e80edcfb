"""Things of the room of services, for its routes: a village's window, what its town and the offices have."""

from __future__ import annotations

from typing import Any

from qingdan.foundation.orgs.demo.cast import DISTRICT, VILLAGE
from qingdan.foundation.orgs.models import Account, Body
from qingdan.village.public_services.models import (
    Booking,
    Condition,
    Coordination,
    Entry,
    Organisation,
    Purchase,
    ServiceItem,
    Ticket,
)
from qingdan.village.public_services.services.purchasing import PurchaseTested, record_test


def things_of_services() -> dict[str, dict[str, Any]]:
    """By the beginning of a route, the parameters of one thing of 刘庄村 or of 宁河区."""
    disabled = Body.objects.get(name="宁河区残联")
    officer = Account.objects.get(username="demo-department-officer")
    test = record_test(
        actor=officer, body=disabled, division=DISTRICT, tested=PurchaseTested("试一试的服务", True, True, "文件写明")
    )
    open_ = Ticket.objects.filter(division=VILLAGE, state="waiting").order_by("pk")[0]
    known = Ticket.objects.filter(division=VILLAGE).order_by("pk")[0]
    booked = Booking.objects.filter(division=VILLAGE).order_by("pk")[0]
    Ticket.objects.filter(pk=known.pk).update(subject=booked.subject, sealed=booked.sealed)
    bought = Purchase.objects.filter(opinions__division=VILLAGE).order_by("pk")[0]
    opinion = bought.opinions.get(division=VILLAGE)
    entry = Entry.objects.filter(division=VILLAGE, sort="meeting").order_by("pk")[0]
    item = ServiceItem.objects.filter(title__startswith="残疾人证").order_by("pk")[0]
    return {
        "window/": {"pk": open_.pk, "slug": "close"}, "window/<int:pk>/look/": {"pk": known.pk},
        "window/bookings/": {"pk": booked.pk, "slug": "missed"}, "coordination/": {"pk": Coordination.objects.order_by("pk")[0].pk},
        "conditions/": {"pk": Condition.objects.filter(division=VILLAGE).order_by("pk")[0].pk}, "help/new/": {"body": disabled.pk},
        "coverage/items/": {"code": item.code}, "coverage/<str:division>/": {"division": VILLAGE, "code": item.code},
        "purchases/new/": {"body": disabled.pk}, "purchases/tests/new/": {"body": disabled.pk}, "purchases/tests/": {"pk": test.pk},
        "purchases/": {"pk": bought.pk, "opinion": opinion.pk, "division": VILLAGE, "slug": "stop"}, "community/": {"pk": entry.pk},
        "community/new/": {"sort": "need"}, "community/organisations/": {"pk": Organisation.objects.filter(division=VILLAGE).order_by("pk")[0].pk},
        "api/v1/tickets/": {"pk": open_.pk},
    }  # fmt: skip

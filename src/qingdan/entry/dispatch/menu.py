"""What dispatch offers to the shell and to the village's page: menu entries, what waits for whom, links of an obligation."""

from __future__ import annotations

from qingdan.entry.dispatch.menu_village import offer_to_villages
from qingdan.entry.dispatch.offers import offer_for
from qingdan.entry.dispatch.roles import CONTACT_READERS, PLANNERS, READERS, RECORDERS, SENDERS
from qingdan.entry.dispatch.waits import waiting
from qingdan.foundation.web.registry import register_menu_entry
from qingdan.foundation.web.waiting import register_waiting
from qingdan.register.obligations.origins import register_origin


def offer() -> None:
    """Register all of it."""
    register_origin("dispatch", offer_for)
    offer_to_senders()
    offer_to_villages()


def offer_to_senders() -> None:
    """Menu entries and what waits for those who send, plan, and put emergencies on record."""
    register_menu_entry("年度计划", "dispatch:plan", PLANNERS, "", 45)
    register_menu_entry("派发", "dispatch:dispatches", READERS, "", 48)
    register_menu_entry("紧急情况", "dispatch:emergencies", READERS, "", 130)
    register_menu_entry("普通联系", "dispatch:contacts", CONTACT_READERS, "", 140)
    register_waiting(dict.fromkeys((*PLANNERS, *SENDERS, *RECORDERS)), waiting)

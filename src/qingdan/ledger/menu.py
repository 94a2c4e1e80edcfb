"""What the ledger offers to the shell: menu entries, sources that people write by hand, and what waits for whom."""

from __future__ import annotations

from qingdan.foundation.orgs.choices import VILLAGE_ROLES
from qingdan.foundation.web.registry import register_menu_entry
from qingdan.foundation.web.waiting import register_waiting
from qingdan.ledger.roles import DECIDERS, OFFICERS, READERS
from qingdan.ledger.sources import OWN, register_source


def offer() -> None:
    """Register all of it."""
    from qingdan.ledger.waiting import waiting

    others = [role for role in READERS if role not in VILLAGE_ROLES]
    register_menu_entry("线索", "ledger:leads", others, "管住它", 500)
    # villages reach their leads from 反馈核实, the one entry for whatever they said
    register_menu_entry("问题台账", "ledger:findings", READERS, "管住它", 510)
    register_waiting(dict.fromkeys((*DECIDERS, *OFFICERS)), waiting)
    for key, label in OWN:
        register_source(key, label)

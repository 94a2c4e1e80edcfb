"""What admission offers to the shell: menu entries, and what waits for whom."""

from __future__ import annotations

from qingdan.entry.admission.roles import APPLICANTS, CASE_READERS, OVERSEERS, READERS, VILLAGES
from qingdan.foundation.web.registry import register_menu_entry
from qingdan.foundation.web.waiting import register_waiting


def offer() -> None:
    """Register all of it."""
    from qingdan.entry.admission.waiting import asked, waiting

    register_menu_entry("准入申请", "admission:cases", CASE_READERS, "", 30)
    register_menu_entry("上级事项反映", "admission:upwards", dict.fromkeys((*APPLICANTS, *OVERSEERS)), "", 32)
    register_menu_entry("本地准入办法", "admission:methods", OVERSEERS, "依据", 345)
    register_menu_entry("准入事项", "admission:items", READERS, "依据", 340)
    register_waiting(CASE_READERS, waiting)
    register_waiting(VILLAGES, asked)

"""What admission offers to the shell: menu entries, and what waits for whom."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from qingdan.entry.admission.roles import CASE_READERS, READERS, VILLAGES
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.registry import register_menu_entry
from qingdan.foundation.web.waiting import Waiting, register_waiting


def offer() -> None:
    """Register all of it."""
    register_menu_entry("准入申请", "admission:cases", CASE_READERS, "", 30)
    register_menu_entry("准入事项", "admission:items", READERS, "依据", 340)
    register_waiting(CASE_READERS, _waiting)
    register_waiting(VILLAGES, _asked)


def _waiting(account: Account, most: int) -> Iterator[Waiting]:
    """Cases that wait for the account's bodies, and papers that wait for a second person."""
    from qingdan.entry.admission.queries.cases import papers_to_check, waiting_cases_of
    from qingdan.entry.admission.rules import WITH_APPLICANT

    for case in waiting_cases_of(account)[:most]:
        url = reverse("admission:case", args=[case.pk])
        since = case.since or case.created_at.date()
        note = f"{case.body} {case.number}".strip()
        until = None if case.state in WITH_APPLICANT else case.due
        yield Waiting(case.title, url, str(case.get_state_display()), since, until, note)
    for paper in papers_to_check(account)[:most]:
        url = reverse("admission:case", args=[paper.case_id])
        yield Waiting(paper.case.title, url, "对照原件确认", paper.recorded_at.date(), None, str(paper))


def _asked(account: Account, most: int) -> Iterator[Waiting]:
    """Voluntary questions to the account's towns and villages."""
    from qingdan.entry.admission.queries.cases import consultations_open_to

    for row in consultations_open_to(account)[:most]:
        url = reverse("admission:consultation", args=[row.pk])
        asked = row.consultation
        note = "自愿，不回复也没有关系"
        yield Waiting(
            f"{asked.case.title}（{row.division}）", url, "说说意见", asked.asked_at.date(), asked.until, note
        )

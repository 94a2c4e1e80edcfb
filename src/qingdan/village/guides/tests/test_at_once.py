"""Several who confirm their sheets at the same moment: each kind has one draft, by one of them, whole; the audit holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.separate import DATABASES, at_once, environment_on, run_python

SET_UP = """
import json
from qingdan.commands.preparing import prepare
from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.village.guides import services
from qingdan.village.guides.queries.catalogue import catalogue
from qingdan.village.guides.tests.cast import DISTRICT, lead, steward
from qingdan.village.guides.tests.test_sheet import workbook
prepare(); install_demo()
titles = [row.kind.title for row in catalogue(DISTRICT, today()) if row.kind.regime == "retained"]
def file(rows, who, purpose):
    data = workbook(*({"证明": title, "办理用途": purpose} for title in rows), head=("证明", "办理用途"))
    return services.prepare_import(actor=who, division=DISTRICT, name="a.xlsx", data=data).pk
print(json.dumps([file(titles, steward(), "甲"), file(titles[::-1], lead(), "乙"), len(titles)]))
"""
CONFIRM = """
import sys
from qingdan.village.guides import services
from qingdan.village.guides.models import PendingGuides
from qingdan.village.guides.problems import GuidesProblem
sys.stdin.readline()
pending = PendingGuides.objects.get(pk=int(sys.argv[1]))
try:
    print("made", services.confirm_import(actor=pending.owner, pending=pending))
except GuidesProblem:
    print("refused")
"""
LOOK = """
import json
from qingdan.foundation.audit.queries import verify
from qingdan.village.guides.models import GuideVersion
print(json.dumps([sorted({each.content["purpose"] for each in GuideVersion.objects.all()}), GuideVersion.objects.count(), len(verify())]))
"""


@pytest.fixture(params=DATABASES)
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    yield from environment_on(request.param, tmp_path)


@pytest.mark.full
def test_two_who_confirm_the_same_kinds_at_once_and_one_of_them_twice(installation: dict[str, str]) -> None:
    one, other, kinds = json.loads(run_python(SET_UP, installation).splitlines()[-1])
    said = at_once(CONFIRM, installation, [str(one)], [str(one)], [str(other)])
    purposes, drafts, faults = json.loads(run_python(LOOK, installation).splitlines()[-1])
    assert drafts == kinds and len(purposes) == 1 and faults == 0
    assert sorted(said) in (
        sorted([f"made {kinds}"] * 2 + ["refused"]),
        sorted([f"made {kinds}", "refused", "refused"]),
    )

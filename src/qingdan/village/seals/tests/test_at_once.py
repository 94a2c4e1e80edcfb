"""Several at the same moment, by real processes: no gap, no double, no more copies than were approved."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.separate import DATABASES, at_once, environment_on, run_python

SET_UP = """
from qingdan.commands.preparing import prepare
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.village.seals.tests import cast
from qingdan.village.seals import services
prepare(); install_demo()
of = cast.seal()
one = services.approve(actor=cast.head(), approval=cast.asked(of, copies=5))
many = [services.approve(actor=cast.head(), approval=cast.asked(of, copies=1)).pk for _ in range(8)]
waiting = cast.asked(of)
print(__import__("json").dumps([one.pk, many, waiting.pk]))
"""
PRESS = """
import sys
from qingdan.village.seals import services
from qingdan.village.seals.models import SealApproval
from qingdan.village.seals.problems import SealProblem
from qingdan.village.seals.tests import cast
sys.stdin.readline()
for key in sys.argv[1:]:
    try:
        services.record_use(actor=cast.clerk(), approval=SealApproval.objects.get(pk=int(key)), copies=1)
        print("done")
    except SealProblem as problem:
        print(problem)
"""
APPROVE = """
import sys
from qingdan.village.seals import services
from qingdan.village.seals.models import SealApproval
from qingdan.village.seals.problems import SealProblem
from qingdan.village.seals.tests import cast
sys.stdin.readline()
try:
    services.approve(actor=cast.head(), approval=SealApproval.objects.get(pk=int(sys.argv[1])))
    print("done")
except SealProblem as problem:
    print(problem)
"""
LOOK = """
import json
from qingdan.foundation.audit.queries import verify
from qingdan.foundation.audit.models import Record
from qingdan.village.seals.models import SealUse
print(json.dumps([sorted(SealUse.objects.values_list("number", flat=True)), len(verify()), Record.objects.filter(verb="approve_seal").count()]))
"""


@pytest.fixture(params=DATABASES)
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    yield from environment_on(request.param, tmp_path)


@pytest.mark.full
def test_pressing_and_approving_at_once(installation: dict[str, str]) -> None:
    one, many, waiting = json.loads(run_python(SET_UP, installation).splitlines()[-1])
    mixed = [str(one)] * 3 + [str(key) for key in many[:4]]
    other = [str(one)] * 3 + [str(key) for key in many[4:]]
    said = " ".join(at_once(PRESS, installation, mixed, other)).split()
    assert said.count("done") == 5 + 8
    told = at_once(APPROVE, installation, [str(waiting)], [str(waiting)])
    assert sorted(word == "done" for word in told) == [False, True]
    numbers, faults, approvals = json.loads(run_python(LOOK, installation).splitlines()[-1])
    assert numbers == list(range(1, 14)) and faults == 0
    assert approvals == 1 + 8 + 1

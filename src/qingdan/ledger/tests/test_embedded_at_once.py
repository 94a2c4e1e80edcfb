"""The same on the embedded database: processes that confirm one lead make one finding."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

_PREPARE = """
import django, json
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from qingdan.policy.packs.services import install_library_packs
from qingdan.foundation.orgs.demo.services import install_demo
install_library_packs()
install_demo()
from qingdan.ledger.tests.cast import lead
print(json.dumps(lead().pk))
"""
_CONFIRM = """
import django, json, sys
django.setup()
from qingdan.ledger import services
from qingdan.ledger.tests.cast import opening, person
actor, said = person(sys.argv[2]), opening()
sys.stdout.write("ready\\n"); sys.stdout.flush()
sys.stdin.readline()
try:
    made = services.confirm_leads(actor=actor, leads=[int(sys.argv[1])], opening=said).code
except services.LedgerProblem as problem:
    made = str(problem)
print(json.dumps(made))
"""


def test_processes_on_one_file_confirm_a_lead_once(tmp_path: Path) -> None:
    environment = os.environ | {
        "PYTHONPATH": f"{settings.SOURCE.parent}{os.pathsep}{settings.SOURCE.parents[1]}",
        "DJANGO_SETTINGS_MODULE": "qingdan.config.settings_test", "QINGDAN_HOME": str(tmp_path),
        "QINGDAN_DATABASE_URL": f"sqlite:///{tmp_path / 'qingdan.sqlite3'}",
    }  # fmt: skip
    prepared = subprocess.run(
        [sys.executable, "-c", _PREPARE], env=environment, check=True, capture_output=True, text=True, timeout=300
    )
    lead = prepared.stdout.split()[-1]
    people = ("demo-lead-civil", "demo-lead-party", "demo-lead-rural")
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _CONFIRM, lead, name.removeprefix("demo-")], env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        for name in people
    ]  # fmt: skip
    for each in running:
        assert each.stdout is not None and each.stdout.readline() == "ready\n"
    said = [json.loads(each.communicate("go\n", timeout=120)[0]) for each in running]
    assert sum(words.startswith("WT-") for words in said) == 1, said
    assert sum("已经由" in words for words in said) == 2, said

"""Which clause is proven: only by tests that passed, alone and in parallel, and a stale record is found."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from qingdan.policy.packs import proof, proof_check
from qingdan.policy.packs.clauses import clauses_report
from qingdan.policy.packs.proof import Proof, as_json, known_clauses, merge, proven_by
from qingdan.policy.packs.reading import library_packs

SAMPLE = """
import pytest

@pytest.mark.clause("NH-12", "NH-13")
def test_passes(): pass

@pytest.mark.clause("NH-14")
def test_fails(): assert False

@pytest.mark.clause("NH-15")
def test_is_skipped(): pytest.skip("no browser")

@pytest.mark.clause("NH-16")
@pytest.mark.xfail(strict=False)
def test_passes_against_expectation(): pass

@pytest.fixture
def breaks_afterwards():
    yield
    raise RuntimeError

@pytest.mark.clause("NH-17")
def test_whose_teardown_fails(breaks_afterwards): pass

@pytest.mark.parametrize("n", [1, pytest.param(2, marks=pytest.mark.clause("NH-18"))])
def test_of_one_parameter(n): pass

@pytest.mark.clause("NH-19")
@pytest.mark.browser
def test_left_out(): pass

@pytest.mark.clause("ZZ-99")
def test_of_a_clause_that_does_not_exist(): pass

def test_unmarked(): pass
"""


def run(folder: Path, *arguments: str) -> tuple[str, dict[str, object]]:
    """Run the sample in a process of its own; its output and the file that it wrote."""
    (folder / "test_sample.py").write_text(SAMPLE, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n  browser\n", encoding="utf-8")
    path = folder / "proof.json"
    plugins = ["-p", "qingdan.policy.packs.proof_plugin", "-p", "no:django", "-p", "no:cacheprovider"]
    source = str(Path(proof.__file__).parents[3])
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *plugins, f"--clause-proof={path}", "-m", "not browser", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": source, "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr, json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("arguments", [(), ("-n", "2")], ids=["alone", "in parallel"])
def test_only_tests_that_passed_wholly_prove_their_clauses(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    output, written = run(tmp_path, *arguments)
    assert written["proven"] == {
        "NH-12": ["test_sample.py::test_passes"],
        "NH-13": ["test_sample.py::test_passes"],
        "NH-18": ["test_sample.py::test_of_one_parameter[2]"],
    }
    assert written["not_run"] == ["test_sample.py::test_is_skipped", "test_sample.py::test_left_out"]
    assert "没有这些条款：ZZ-99" in output


def test_the_file_is_the_same_in_whatever_order_tests_ended() -> None:
    phases = [("b", ["NH-02", "NH-01"]), ("a", ["NH-01"])]
    files = []
    for order in (phases, phases[::-1]):
        gathered = Proof()
        for test, clauses in order:
            gathered.add(test, clauses, phase="call", passed=True, skipped=False)
        files.append(as_json(gathered.by_clause()))
    assert files[0] == files[1]
    assert json.loads(files[0]) == {"NH-01": ["a", "b"], "NH-02": ["b"]}


def test_runs_add_up_and_a_proof_whose_test_did_not_run_stays() -> None:
    sqlite = {"proven": {"NH-01": ["a"]}, "not_run": ["page"]}
    browser = {"proven": {"NH-02": ["page"]}, "not_run": ["a"]}
    assert merge([sqlite, browser], {}) == {"NH-01": ["a"], "NH-02": ["page"]}
    assert merge([sqlite], {"NH-02": ["page"]}) == {"NH-01": ["a"], "NH-02": ["page"]}


def test_a_recorded_proof_whose_test_is_gone_or_failed_is_dropped() -> None:
    assert merge([{"proven": {}, "not_run": []}], {"NH-01": ["gone"]}) == {}


def test_a_stale_record_is_told_and_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    record = tmp_path / "proof.json"
    monkeypatch.setattr(proof_check, "PROOF_FILE", record)
    written = tmp_path / "run.json"
    written.write_text(as_json({"proven": {"NH-01": ["a"]}, "not_run": []}), encoding="utf-8")
    assert proof_check.main([str(written)]) == 1
    assert "NH-01" in capsys.readouterr().err
    assert json.loads(record.read_text(encoding="utf-8")) == {"NH-01": ["a"]}
    assert proof_check.main([str(written)]) == 0
    assert proof_check.main([]) == 2


def test_the_known_clauses_are_those_of_the_packs() -> None:
    assert known_clauses() == {clause.id for pack in library_packs().values() for clause in pack.clauses}


def test_the_recorded_proof_speaks_only_of_clauses_that_exist() -> None:
    assert set(proven_by()) <= known_clauses()


def test_the_report_tells_of_each_clause_what_implements_it_and_who_proves_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qingdan.policy.packs.clauses.proven_by", lambda: {"NH-12": ("a::b",)})
    lines = {line.id: line for line in clauses_report([library_packs()["ninghe"]])}
    assert len(lines) == 113
    assert lines["NH-12"].proven_by == ("a::b",)
    plain = lines["NH-12"].to_json()
    assert list(plain) == ["id", "pack", "area", "class", "implemented_by", "proven_by", "awaits"]
    assert (plain["pack"], plain["proven_by"]) == ("ninghe", ["a::b"])

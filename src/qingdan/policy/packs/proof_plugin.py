"""A pytest plugin: which clauses the tests that passed prove (``@pytest.mark.clause("NH-12")``).

``--clause-proof=PATH`` writes them as JSON; it works alone and under pytest-xdist. A clause that no pack of the
library has makes its test fail: a mark that proves nothing must not stand.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from qingdan.policy.packs.proof import Proof, known_clauses, write_run

_PROPERTY = "clause"
_DESELECTED = "clause_tests_deselected"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option that names the file to write."""
    parser.addoption("--clause-proof", metavar="PATH", default=None, help="write which clauses passed tests prove")


def pytest_configure(config: pytest.Config) -> None:
    """Register the mark, and the collector of reports in the process that writes."""
    config.addinivalue_line("markers", "clause(*ids): the clauses that this test proves")
    if config.getoption("--clause-proof") or _is_worker(config):
        config.pluginmanager.register(_Collector(config), "clause-proof")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put each test's clauses where its reports, also those of other processes, carry them."""
    for item in items:
        item.user_properties += [(_PROPERTY, clause) for clause in clauses_of(item)]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test marked with a clause that does not exist fails."""
    unknown = [clause for clause in clauses_of(item) if clause not in known_clauses()]
    if unknown:
        pytest.fail(f"没有这些条款：{'、'.join(unknown)}（见各政策包的 clauses.yaml）", pytrace=False)


def clauses_of(item: pytest.Item) -> list[str]:
    """The clauses in a test's marks, its parameters' marks included, each once, sorted."""
    return sorted({str(clause) for mark in item.iter_markers("clause") for clause in mark.args})


class _Collector:
    """Gathers reports of the whole run (with xdist: in the controller)."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._proof = Proof()
        self._deselected: list[str] = []

    def pytest_deselected(self, items: Iterable[pytest.Item]) -> None:
        """Marked tests that this run leaves to another one."""
        self._deselected += [item.nodeid for item in items if clauses_of(item)]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """One phase of one test."""
        clauses = [str(value) for name, value in report.user_properties if name == _PROPERTY]
        if clauses:
            self._proof.add(
                report.nodeid,
                clauses,
                phase=str(report.when),
                passed=report.passed and not hasattr(report, "wasxfail"),
                skipped=report.skipped,
            )

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:
        """What a worker of pytest-xdist left out."""
        self._deselected += getattr(node, "workeroutput", {}).get(_DESELECTED, [])

    def pytest_sessionfinish(self) -> None:
        """A worker hands over what it left out; the process in charge writes the file."""
        if _is_worker(self._config):
            self._config.workeroutput[_DESELECTED] = self._deselected  # type: ignore[attr-defined]  # set by xdist
            return
        path = Path(self._config.getoption("--clause-proof"))
        write_run(path, self._proof, self._deselected)


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")

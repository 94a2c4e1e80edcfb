"""Starting for real: first start, two at once, a second start, a taken port, a killed part, unsafe production."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from qingdan.foundation.orgs.demo.cast import PEOPLE

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = ("QINGDAN_", "DJANGO_SETTINGS_MODULE")


def environment(home: Path, **more: str) -> dict[str, str]:
    """A clean environment with its own data folder."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)}
    return {**plain, "QINGDAN_HOME": str(home), "PYTHONPATH": str(ROOT / "src"), "QINGDAN_WEB_WORKERS": "1", **more}


def command(*arguments: str) -> list[str]:
    """The command line in this interpreter."""
    return [sys.executable, "-m", "qingdan", *arguments]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(until: object, seconds: float = 240) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            if until():
                return
        time.sleep(0.2)
    raise AssertionError("waited in vain")


def answers(port: int, path: str = "/readyz") -> bool:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as response:
        return bool(response.status == 200)


@contextlib.contextmanager
def serving(home: Path, port: int, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """A service that is up; it is stopped at the end and must stop cleanly."""
    with (home.parent / f"log-{port}").open("wb") as log:
        process = subprocess.Popen(
            command("serve", "--port", str(port), *options), env=environment(home), stdout=log, stderr=log
        )
        try:
            wait_for(lambda: answers(port))
            yield process
        finally:
            process.terminate()
            assert process.wait(30) == 0


def table(home: Path, name: str) -> int:
    with contextlib.closing(sqlite3.connect(home / "qingdan.sqlite3")) as database:
        return int(database.execute(f"SELECT count(*) FROM {name}").fetchone()[0])  # noqa: S608 - names of this test


def children_of(process: subprocess.Popen[bytes]) -> dict[int, str]:
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(process.pid)], capture_output=True, text=True, check=False
    )
    return {int(line.split()[0]): line for line in listed.stdout.splitlines() if line.strip()}


def test_a_first_start_makes_the_demo_and_a_second_keeps_the_data(tmp_path: Path) -> None:
    home, port = tmp_path / "home", free_port()
    with serving(home, port, "--demo"):
        assert answers(port, "/demo/")
        counts = [table(home, name) for name in ("orgs_account", "orgs_division", "packs_packversion", "lists_item")]
        assert counts[0] == len(PEOPLE) and counts[1] > 343 and counts[2] == 6 and counts[3] > 150
    with serving(home, port, "--demo"):
        assert counts == [
            table(home, name) for name in ("orgs_account", "orgs_division", "packs_packversion", "lists_item")
        ]


def test_two_first_starts_at_once_end_in_one_good_database(tmp_path: Path) -> None:
    home = tmp_path / "home"
    asked = command("gate", "--division", "120117", "--kind", "trace", "--title", "上传照片", "--format", "json")
    running = [
        subprocess.Popen(asked, env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)
    ]
    results = [process.communicate(timeout=300) for process in running]
    assert [process.returncode for process in running] == [1, 1, 1], [err.decode() for _out, err in results]
    assert len({out for out, _err in results}) == 1
    assert table(home, "packs_packversion") == 6


def test_a_killed_part_is_started_again(tmp_path: Path) -> None:
    home, port = tmp_path / "home", free_port()
    with serving(home, port, "--demo") as service:
        wait_for(lambda: any(" worker" in line for line in children_of(service).values()))
        old = next(pid for pid, line in children_of(service).items() if " worker" in line)
        os.kill(old, signal.SIGKILL)
        wait_for(lambda: any(" worker" in line for pid, line in children_of(service).items() if pid != old))
        web = next(pid for pid, line in children_of(service).items() if "granian" in line)
        os.kill(web, signal.SIGTERM)
        wait_for(lambda: web not in children_of(service))
        wait_for(lambda: answers(port))


def test_a_taken_port_is_said_plainly(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            command("serve", "--port", str(port)),
            env=environment(tmp_path),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 2
    assert "请换一个端口" in done.stderr


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"QINGDAN_PRODUCTION": "1"}, "QINGDAN_SECRET_KEY"),
        ({"QINGDAN_PRODUCTION": "1", "QINGDAN_DEBUG": "1"}, "调试"),
        ({"QINGDAN_PRODUCTION": "perhaps"}, "只能填 1 或 0"),
        ({"QINGDAN_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "数据库"),
    ],
)
def test_an_unsafe_or_unclear_start_is_refused_in_chinese(settings: dict[str, str], says: str, tmp_path: Path) -> None:
    done = subprocess.run(
        command("serve", "--port", str(free_port())),
        env=environment(tmp_path, **settings), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_production_never_takes_the_demo(tmp_path: Path) -> None:
    done = subprocess.run(
        command("serve", "--demo"),
        env=environment(tmp_path, QINGDAN_PRODUCTION="1"),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2 and "正式环境" in done.stderr


def test_a_full_disk_is_said_plainly_and_loses_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    limited = "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000)); sys.argv = ['qingdan', 'packs', 'list']; from qingdan.commands.main import main; main()"
    full = subprocess.run(
        [sys.executable, "-c", limited], env=environment(home), capture_output=True, text=True, timeout=300, check=False
    )
    assert full.returncode == 2, full.stderr[-2000:]
    assert any("\u4e00" <= character <= "\u9fff" for character in full.stderr)
    assert "Traceback" not in full.stderr
    again = subprocess.run(
        command("packs", "list"), env=environment(home), capture_output=True, text=True, timeout=300, check=False
    )
    assert again.returncode == 0, again.stderr


def test_a_backup_comes_back(tmp_path: Path) -> None:
    home, other, file = tmp_path / "home", tmp_path / "other", tmp_path / "all.tar.gz"

    def run(*arguments: str, at: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command(*arguments), env=environment(at), capture_output=True, text=True, timeout=300, check=False
        )

    assert run("packs", "list", at=home).returncode == 0
    assert run("backup", str(file), at=home).returncode == 0
    assert "已经存在" in run("backup", str(file), at=home).stderr
    assert run("restore", str(file), at=other).returncode == 0
    assert table(other, "packs_packversion") == 6
    refused = run("restore", str(file), at=home)
    assert refused.returncode == 2 and "--replace" in refused.stderr
    assert run("restore", str(file), "--replace", at=home).returncode == 0
    file.write_bytes(b"\x1f\x8bbroken")
    broken = run("restore", str(file), "--replace", at=home)
    assert broken.returncode == 2 and "损坏" in broken.stderr
    assert table(home, "packs_packversion") == 6

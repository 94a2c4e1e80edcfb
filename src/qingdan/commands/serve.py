"""``qingdan serve``: prepare everything, then run the web server and the worker and keep both alive."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

import click
from django.conf import settings
from django.core.management import call_command

from qingdan.commands.base import BadInput, say
from qingdan.commands.demonstration import install_demonstration
from qingdan.commands.preparing import only_one, prepare
from qingdan.config.checks import refuse_unsafe_production

RESTART_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
CALM_SECONDS = 60.0
STOP_SECONDS = 15.0


@click.command(help="启动服务和后台任务。")
@click.option("--demo", is_flag=True, help="第一次启动时装入演示区，并允许一键进入演示账号。")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址。")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="监听的端口。")
def serve(demo: bool, host: str, port: int) -> None:
    """Start the service; returns when it is told to stop (Ctrl-C or SIGTERM)."""
    if demo and settings.PRODUCTION:
        raise BadInput("正式环境（QINGDAN_PRODUCTION=1）不能装入演示数据。请去掉 --demo。")
    _refuse_taken_port(host, port)
    prepare()
    refuse_unsafe_production()
    if demo:
        with only_one("prepare"):
            install_demonstration()
    with only_one("static"):
        call_command("collectstatic", interactive=False, verbosity=0, clear=False)
    environment = dict(os.environ, QINGDAN_DEMO="1") if demo else dict(os.environ)
    say(f"清单已启动：http://{host}:{port}/  （按 Ctrl-C 停止）")
    Supervisor([_web(host, port, environment), _worker(environment)]).run()


def _refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise BadInput(
                f"{host}:{port} 用不了（{error.strerror}）。请换一个端口，例如 --port {port + 1}。"
            ) from error


@dataclass
class Child:
    """A process to keep alive; its pause before a restart doubles while it keeps dying at once."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = RESTART_PAUSE_SECONDS
    due: float = 0.0

    def start(self) -> None:
        """Start it now."""
        self.process = subprocess.Popen(self.command, env=self.environment)  # noqa: S603 - our own fixed command
        self.started = time.monotonic()

    def check(self) -> None:
        """Start it again if it ended and its pause is over."""
        if self.process is not None and self.process.poll() is not None:
            calm = time.monotonic() - self.started > CALM_SECONDS
            self.pause = RESTART_PAUSE_SECONDS if calm else min(self.pause * 2, LONGEST_PAUSE_SECONDS)
            self.due = time.monotonic() + self.pause
            say(f"{self.name}意外退出（{self.process.returncode}），{self.pause:.0f} 秒后重新启动。")
            self.process = None
        if self.process is None and time.monotonic() >= self.due:
            self.start()


@dataclass
class Supervisor:
    """Keeps its children alive until it is told to stop, then stops them in order and waits."""

    children: list[Child]
    stopping: bool = field(default=False, init=False)

    def run(self) -> None:
        """Returns after SIGTERM or SIGINT, when all children have ended."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        while not self.stopping:
            for child in self.children:
                child.check()
            time.sleep(0.2)
        self._end_children()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _end_children(self) -> None:
        living = [child.process for child in self.children if child.process is not None]
        for process in living:
            with suppress(ProcessLookupError):
                process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in living:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()


def _web(host: str, port: int, environment: dict[str, str]) -> Child:
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(settings.WEB_WORKERS), "--blocking-threads", "4", "--respawn-failed-workers",
        "--no-ws", "--log-level", "warning", "qingdan.config.wsgi:application",
    ]  # fmt: skip
    return Child("网页服务", command, environment)


def _worker(environment: dict[str, str]) -> Child:
    return Child("后台任务", [sys.executable, "-m", "qingdan", "worker"], environment)

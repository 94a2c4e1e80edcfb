"""A second opinion comes from a local server only, is bounded and parsed strictly, and changes no verdict."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker
from tests.kept import installed_for_module

from qingdan.entry.screening.models import OpinionState, Screening, SecondOpinion, Side
from qingdan.entry.screening.opinions.server import Opinion, OpinionFailed, Server, ask, opinions_in
from qingdan.entry.screening.problems import ScreeningProblem
from qingdan.entry.screening.reading import read_words
from qingdan.entry.screening.services.opinions import JOB, ask_opinion
from qingdan.entry.screening.services.screening import Asked, keep_text, screen
from qingdan.entry.screening.tests.cast import DISTRICT, disabled, officer
from qingdan.entry.screening.tests.notices import FORMS
from qingdan.foundation.jobs.models import Job
from qingdan.foundation.jobs.services import run, take
from qingdan.foundation.local_services import is_local
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.policy.packs.services import install_library_packs
from qingdan.register.obligations.tests.cast import demo

Answer = Callable[[dict[str, Any]], tuple[int, bytes]]


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://127.0.0.1:8080/v1", True),
        ("http://localhost:11434/v1", True),
        ("http://[::1]:1/v1", True),
        ("http://192.168.1.9/v1", True),
        ("https://10.0.0.1/v1", True),
        ("http://8.8.8.8/v1", False),
        ("https://api.example.com/v1", False),
        ("http://127.0.0.1@evil.example/v1", False),
        ("file:///etc/passwd", False),
        ("http://user:x@127.0.0.1/", False),
        ("127.0.0.1", False),
        ("", False),
    ],
)
def test_only_this_machine_and_private_networks_are_local(url: str, local: bool) -> None:
    assert is_local(url) is local


def test_what_fits_is_taken_and_what_does_not_is_left_out() -> None:
    words = '好的：[{"n":1,"demand":true,"kinds":["form","x"],"why":"要填表"},{"n":2,"demand":"yes"},{"n":9,"demand":true},{"n":3,"demand":false,"kinds":["form"]}] 完'
    assert opinions_in(words, 3) == [Opinion(True, ("form",), "要填表"), None, Opinion(False)]


@pytest.mark.parametrize("words", ["", "不知道", "{}", "[1,", "]["])
def test_no_array_is_no_answer(words: str) -> None:
    with pytest.raises(OpinionFailed):
        opinions_in(words, 1)


@given(
    st.text()
    | st.recursive(
        st.none() | st.booleans() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    ).map(json.dumps)
)
def test_whatever_a_model_says_it_is_opinions_or_a_failure(words: str) -> None:
    try:
        assert len(opinions_in(words, 2)) == 2
    except OpinionFailed as failure:
        assert str(failure)


class _Model(HTTPServer):
    """A model server of our own that answers as a test says, and keeps what it was asked."""

    answer: Answer
    asked: list[dict[str, Any]]


class _Handler(BaseHTTPRequestHandler):
    server: _Model

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(body)
        status, data = self.server.answer(body)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:9/")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_args: Any) -> None:
        """Quiet."""


def says(body: dict[str, Any]) -> tuple[int, bytes]:
    """Every sentence is a demand for a form."""
    lines = body["messages"][1]["content"].splitlines()
    rows = [{"n": number, "demand": True, "kinds": ["form"], "why": "模型说"} for number in range(1, len(lines) + 1)]
    return 200, json.dumps({"choices": [{"message": {"content": json.dumps(rows)}}]}).encode()


@pytest.fixture
def model() -> Iterator[_Model]:
    """A running model server."""
    with _Model(("127.0.0.1", 0), _Handler) as server:
        server.answer, server.asked = says, []
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()


def address(model: _Model) -> str:
    return f"http://127.0.0.1:{model.server_port}/v1"


def test_sentences_are_asked_in_parts_as_single_lines(model: _Model) -> None:
    answers = ask(Server(address(model), "小"), ["一\n二。"] * 45)
    assert answers == [Opinion(True, ("form",), "模型说")] * 45
    assert [len(each["messages"][1]["content"].splitlines()) for each in model.asked] == [20, 20, 5]
    assert model.asked[0]["model"] == "小"


@pytest.mark.parametrize(
    ("status", "data", "says"),
    [
        (500, b"", "没有回答"),
        (302, b"", "别的地址"),
        (200, b"not json", "约定的格式"),
        (200, b'{"choices": []}', "约定的格式"),
        (200, b"[" * 100_000, "约定的格式"),
        (200, json.dumps({"choices": [{"message": {"content": 5}}]}).encode(), "不是文字"),
        (200, b"x" * 1_200_000, "太长"),
    ],
    ids=["fault", "elsewhere", "no-json", "no-choice", "deep", "number", "long"],
)
def test_a_server_that_does_not_answer_as_it_must_is_told(model: _Model, status: int, data: bytes, says: str) -> None:
    model.answer = lambda _body: (status, data)
    with pytest.raises(OpinionFailed, match=says):
        ask(Server(address(model), "小"), ["一。"])


def test_nothing_is_sent_to_an_address_that_is_not_local() -> None:
    with pytest.raises(OpinionFailed, match="内网"):
        ask(Server("https://api.example.com/v1", "大"), ["一。"])


@pytest.mark.django_db
class TestOfAScreening:
    @pytest.fixture(autouse=True, scope="class")
    @classmethod
    def district(cls, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
        yield from installed_for_module(django_db_blocker, install_library_packs, install_demo)

    def made(self) -> Screening:
        asked = Asked(DISTRICT, Side.DRAFT, disabled())
        return screen(actor=officer(), paper=read_words(FORMS), asked=asked)

    def work(self) -> None:
        while (job := take("test")) is not None:
            if job.name == JOB:
                run(job)

    def test_without_a_server_nobody_is_asked(self, settings: Any) -> None:
        settings.OPINION_URL = ""
        with pytest.raises(ScreeningProblem, match="没有接"):
            ask_opinion(actor=officer(), screening=self.made())

    def test_it_stands_beside_the_verdicts_and_changes_none(self, settings: Any, model: _Model) -> None:
        settings.OPINION_URL, settings.OPINION_MODEL = address(model), "小"
        made = self.made()
        before = list(made.found.values("pk", "outcome", "kinds", "state")), made.verdict
        first, again = (ask_opinion(actor=officer(), screening=made) for _ in range(2))
        assert first.pk == again.pk and Job.objects.filter(name=JOB).count() == 1
        self.work()
        first.refresh_from_db()
        made.refresh_from_db()
        assert (first.state, first.model) == (OpinionState.ANSWERED, "小")
        assert len(first.said) == made.sentences
        assert all(made.text[each["start"] : each["end"]].strip() for each in first.said)
        assert (list(made.found.values("pk", "outcome", "kinds", "state")), made.verdict) == before

    def test_a_failure_says_why_and_it_can_be_asked_again(self, settings: Any, model: _Model) -> None:
        settings.OPINION_URL = address(model)
        made = self.made()
        model.answer = lambda _body: (500, b"")
        opinion = ask_opinion(actor=officer(), screening=made)
        self.work()
        opinion.refresh_from_db()
        assert opinion.state == OpinionState.FAILED and "没有回答" in opinion.error
        model.answer = says
        ask_opinion(actor=officer(), screening=made)
        self.work()
        opinion.refresh_from_db()
        assert (opinion.state, opinion.error) == (OpinionState.ANSWERED, "")
        assert SecondOpinion.objects.count() == 1

    def test_only_its_people_ask_and_only_while_the_text_is_there(self, settings: Any) -> None:
        settings.OPINION_URL = "http://127.0.0.1:9/v1"
        made = self.made()
        with pytest.raises(NotAllowed):
            ask_opinion(actor=demo("lead-civil"), screening=made)
        keep_text(actor=officer(), screening=made, keep=False)
        with pytest.raises(ScreeningProblem, match="已经删除"):
            ask_opinion(actor=officer(), screening=made)

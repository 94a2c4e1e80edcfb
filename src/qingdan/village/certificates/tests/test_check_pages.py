"""``/v/CODE``: valid, expired, revoked, unknown; what was typed from paper agrees or not, and nobody may guess for long."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.web.rate_limit import forget_all
from qingdan.village.certificates.checking import attempts
from qingdan.village.certificates.checking.answers import Status
from qingdan.village.certificates.checking.page import TEMPLATE, page_for_visitors, shown
from qingdan.village.certificates.checking.record import recorded
from qingdan.village.certificates.codes import new_code, shown_code
from qingdan.village.certificates.models import Certificate
from qingdan.village.certificates.services import erasing, handing, handling, issuing
from qingdan.village.certificates.tests import cast
from qingdan.village.certificates.tries import TooManyTries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]
RIGHT = {"name": "王小明", "last_four": cast.id_number()[-4:]}


@pytest.fixture(autouse=True)
def _fresh(settings: Any, tmp_path: Any) -> None:
    settings.HOME = tmp_path
    forget_all()


def page(certificate: Certificate, **typed: str) -> tuple[int, str]:
    url = f"/v/{certificate.code}"
    answer = Client().post(url, typed) if typed else Client().get(url)
    return answer.status_code, answer.content.decode()


def test_a_valid_certificate_shows_what_stands_on_the_paper_and_no_name() -> None:
    made = cast.issued()
    status, words = page(made)
    assert status == 200
    for wanted in ("没有作废", made.number, made.kind_title, "村民委员会", shown_code(made.code), "演示，无效"):
        assert wanted in words
    assert "王小明" not in words and cast.id_number() not in words and "刘庄村二区八号" not in words


def test_an_expired_one_says_so() -> None:
    made = cast.issued()
    with time_machine.travel(now() + timedelta(days=40)):
        assert "已过期" in page(made)[1]


def test_a_revoked_a_replaced_and_a_void_one_are_no_longer_good_and_the_reason_is_not_told() -> None:
    made = cast.issued()
    newer = issuing.replace(actor=cast.clerk(), certificate=made, reason="弄丢了")
    assert "换发了新的证明" in page(made)[1]
    assert "没有作废" in page(newer)[1]
    handing.revoke(actor=cast.clerk(), certificate=newer, reason="王小明说了假话")
    words = page(newer)[1]
    assert "已作废" in words and "假话" not in words
    void = cast.issued(order=2)
    issuing.void_certificate(actor=cast.clerk(), certificate=void, reason="纸卡住了")
    assert "作废件" in page(void)[1]


def test_an_unknown_and_a_mistyped_code_get_404_with_words() -> None:
    unknown = Client().get(f"/v/{new_code()}")
    assert unknown.status_code == 404 and "没有登记过" in unknown.content.decode()
    mistyped = Client().get("/v/ABCDEFGHJKLM")
    assert mistyped.status_code == 404 and "抄错了" in mistyped.content.decode()
    assert Client().post(f"/v/{new_code()}", RIGHT).status_code == 404


@pytest.mark.parametrize("code", ["x" * 5000, "<script>", "%00", "１２３", "🀄" * 20, "a/b"])
def test_hostile_codes_get_404(code: str) -> None:
    assert Client().get(f"/v/{code}").status_code == 404


def test_the_code_is_taken_as_people_type_it() -> None:
    made = cast.issued()
    typed = shown_code(made.code).lower()
    answer = Client().get("/v/", {"code": f" {typed} "})
    assert answer.status_code == 302 and answer["Location"] == f"/v/{made.code}"
    assert Client().get(f"/v/{typed}").status_code == 200
    assert "查验码" in Client().get("/v/").content.decode()


def test_one_read_answers() -> None:
    made = cast.issued()
    with CaptureQueriesContext(connection) as asked:
        page(made)
    assert len(asked) == 1
    assert '"sealed"' not in asked[0]["sql"]


def test_the_frame_for_visitors_is_the_page_that_the_template_gives() -> None:
    """Byte for byte, for the first visitor and for later ones, also where words look like markup."""
    for order, title in enumerate((cast.LIVING, cast.LIVING), start=1):
        found = recorded(cast.issued(title, order).code, today())
        assert found is not None
        odd = replace(found, title="<b>证明 & '甲'", issuer='"村"')
        for each in (found, odd, replace(odd, demo=False, status=Status.REVOKED, valid_until=None)):
            request = RequestFactory().get(f"/v/{each.code}")
            request.user = AnonymousUser()
            assert page_for_visitors(request, each) == render_to_string(TEMPLATE, shown(each), request)


def test_somebody_signed_in_gets_their_own_menu_and_visitors_none_of_it() -> None:
    made, client = cast.issued(), Client()
    client.force_login(cast.clerk(), backend="qingdan.foundation.orgs.backend.AccountBackend")
    assert "王文书" in client.get(f"/v/{made.code}").content.decode()
    assert "王文书" not in page(made)[1]


def test_the_paper_of_the_person_agrees_another_does_not() -> None:
    made = cast.issued()
    assert ">一致<" in page(made, **RIGHT)[1]
    assert (
        ">一致<" in page(made, name=" 王小明", last_four="".join(chr(ord(c) + 0xFEE0) for c in RIGHT["last_four"]))[1]
    )
    status, words = page(made, name="王小", last_four=RIGHT["last_four"])
    assert status == 200 and ">不一致<" in words
    assert ">不一致<" in page(made, name="王小明", last_four="0000")[1]


def test_what_was_typed_is_neither_shown_again_nor_kept() -> None:
    made = cast.issued()
    answer = Client().post(f"/v/{made.code}", {"name": "赵无极", "last_four": "4321"})
    words = answer.content.decode()
    assert "赵无极" not in words and "4321" not in words
    assert answer["Cache-Control"] == "no-store"


def test_empty_and_odd_words_are_told() -> None:
    made = cast.issued()
    assert "请照着纸上填姓名" in page(made, name="", last_four="1234")[1]
    assert "最后四位" in page(made, name="王小明", last_four="12")[1]
    assert page(made, name="王" * 10_000, last_four="1234")[0] == 200
    assert page(made, name="\x00\u202e", last_four="1234")[0] == 200


def test_the_sixth_wrong_try_within_an_hour_is_not_answered() -> None:
    made = cast.issued()
    for _ in range(5):
        assert page(made, name="王小明", last_four="0000")[0] == 200
    status, words = page(made, **RIGHT)
    assert status == 429 and "次数太多" in words and ">一致<" not in words
    with time_machine.travel(now() + timedelta(minutes=61)):
        assert ">一致<" in page(made, **RIGHT)[1]


def test_right_answers_are_not_counted() -> None:
    made = cast.issued()
    for _ in range(8):
        assert ">一致<" in page(made, **RIGHT)[1]


def test_an_address_that_tries_many_papers_is_stopped() -> None:
    for _ in range(20):
        attempts.enter(new_code(), "10.0.0.1")
    with pytest.raises(TooManyTries):
        attempts.enter(new_code(), "10.0.0.1")
    attempts.enter(new_code(), "10.0.0.2")


def test_the_tries_hold_no_code_and_no_address(settings: Any) -> None:
    settings.ROLE = "portal"
    attempts.enter("7K3M9XWQ2T4B", "10.9.8.7")
    kept = (settings.HOME / "check-tries.sqlite3").read_bytes()
    assert b"7K3M9XWQ2T4B" not in kept and b"10.9.8.7" not in kept


def test_after_erasure_the_state_is_told_and_the_name_cannot_be_compared() -> None:
    made = cast.issued()
    erasing.forget(made.subject)
    made.refresh_from_db()
    assert "没有作废" in page(made)[1]
    words = page(made, **RIGHT)[1]
    assert "已按期删除" in words and ">一致<" not in words


def test_the_portal_alone_serves_the_check_and_the_comparison(settings: Any) -> None:
    made = cast.issued()
    settings.ROLE = "portal"
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "qingdan.foundation.web.security.PortalOnlyMiddleware"]
    assert page(made)[0] == 200
    with CaptureQueriesContext(connection) as asked:
        assert ">一致<" in page(made, **RIGHT)[1]
    assert all(each["sql"].strip().startswith("SELECT") for each in asked)


def test_the_check_is_limited_like_other_public_questions(settings: Any) -> None:
    settings.PUBLIC_CHECKS_PER_MINUTE = 3
    made = cast.issued()
    assert [page(made)[0] for _ in range(4)] == [200, 200, 200, 429]


def test_a_certificate_of_the_day_before_today_is_still_good_on_its_last_day() -> None:
    made = cast.issued()
    assert made.valid_until is not None
    with time_machine.travel(now() + (made.valid_until - today())):
        assert "没有作废" in page(made)[1]


@pytest.mark.parametrize(
    "typed", ["a/b", "..", "/", "http://other.example/v/7K3M9XWQ2T4B", "https://u.wechat.com/a?b#c", "中" * 400, "%2F"]
)
def test_what_is_typed_and_is_no_code_is_told(typed: str) -> None:
    answer = Client().get("/v/", {"code": typed})
    assert answer.status_code == 404 and "抄错了" in answer.content.decode()


def test_the_whole_address_of_the_check_is_taken_for_its_code(settings: Any) -> None:
    made = cast.issued()
    for typed in (f"{settings.PUBLIC_URL}/v/{made.code}", made.payload["qr"], shown_code(made.code).lower()):
        assert Client().get("/v/", {"code": f" {typed} "})["Location"] == f"/v/{made.code}"


@pytest.mark.parametrize("dot", "·•‧∙・･．.﹒●⋅")
def test_a_minority_name_agrees_with_whatever_dot_the_checker_has(dot: str) -> None:
    made = issuing.issue(
        actor=cast.clerk(), verified_how=cast.HOW,
        application=handling.fill(
            actor=cast.clerk(), application=cast.received(who=cast.party("买买提．吐尔逊")), values=cast.VALUES
        ),
    )  # fmt: skip
    assert ">一致<" in page(made, name=f"买买提{dot}吐尔逊", last_four=RIGHT["last_four"])[1]
    assert ">不一致<" in page(made, name="买买提吐尔逊", last_four=RIGHT["last_four"])[1]


def test_a_clock_before_the_issue_is_told_and_nothing_is_called_valid() -> None:
    made = cast.issued()
    with time_machine.travel(now() - timedelta(days=400)):
        status, words = page(made)
        assert status == 200 and "时钟不对" in words and "不能确认" in words and ">有效<" not in words
    handing.revoke(actor=cast.clerk(), certificate=made, reason="内容不实")
    with time_machine.travel(now() - timedelta(days=400)):
        assert "已作废" in page(made)[1]

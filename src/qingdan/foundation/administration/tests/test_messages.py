"""Messages: seen on the home page and in the menu, opened once, one's own only."""

from __future__ import annotations

import pytest
from django.test import Client

from qingdan.foundation.alerts.queries import unread
from qingdan.foundation.alerts.services import mark_read, send
from qingdan.foundation.orgs.demo.services import install_demo
from qingdan.foundation.orgs.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture
def steward(client: Client) -> Account:
    install_demo()
    account = Account.objects.get(username="demo-list-steward")
    client.force_login(account)
    return account


def test_a_message_is_on_the_home_page_until_it_was_opened(client: Client, steward: Account) -> None:
    message = send(recipient=steward, title="苗庄镇划了红线", body="请核对", link="/calendar/")
    home = client.get("/").content.decode()
    assert "新消息" in home and "苗庄镇划了红线" in home
    assert client.post(f"/messages/{message.pk}/open/").headers["Location"] == "/calendar/"
    assert unread(steward).number == 0
    assert "新消息" not in client.get("/").content.decode()
    assert "苗庄镇划了红线" in client.get("/messages/").content.decode()


def test_nobody_opens_or_sees_the_messages_of_others(client: Client, steward: Account) -> None:
    other = Account.objects.get(username="demo-lead-civil")
    message = send(recipient=other, title="别人的事", link="/calendar/")
    assert "别人的事" not in client.get("/messages/").content.decode()
    assert client.post(f"/messages/{message.pk}/open/").status_code == 404
    client.post("/messages/read/")
    assert unread(other).number == 1


def test_all_are_marked_as_read_at_once(client: Client, steward: Account) -> None:
    for number in range(3):
        send(recipient=steward, title=f"第{number}件")
    assert "3 条都标为看过" in client.post("/messages/read/", follow=True).content.decode()
    assert unread(steward).number == 0


def test_the_number_of_queries_does_not_grow_with_messages(
    client: Client, steward: Account, django_assert_max_num_queries: object
) -> None:
    def queries() -> int:
        with django_assert_max_num_queries(100) as caught:
            client.get("/messages/")
        return len(caught.captured_queries)

    send(recipient=steward, title="一")
    few = queries()
    for number in range(25):
        send(recipient=steward, title=f"第{number}件")
    assert queries() == few


def test_those_not_yet_read_can_be_seen_alone(client: Client, steward: Account) -> None:
    for number in range(40):
        send(recipient=steward, title=f"第{number:02}件")
    mark_read(reader=steward, message_id=send(recipient=steward, title="看过的").pk)
    assert "<p>看过的</p>" in client.get("/messages/").content.decode()
    unread = client.get("/messages/?unread=on").content.decode()
    assert "<p>看过的</p>" not in unread and "第39件" in unread and "第 1 页，共 2 页，40 条" in unread
    client.post("/messages/read/")
    assert "都看过了" in client.get("/messages/?unread=on").content.decode()


def test_the_lines_of_a_message_stay_lines_and_nothing_more(client: Client, steward: Account) -> None:
    send(recipient=steward, title="x", body="第一行\n<b>第二行")
    assert "第一行<br>&lt;b&gt;第二行" in client.get("/messages/").content.decode()

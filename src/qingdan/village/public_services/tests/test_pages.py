"""The pages of the room: who gets them, what they do once, how many queries they ask, what they show when empty."""

from __future__ import annotations

from typing import Any

import pytest

from qingdan.foundation.orgs.tests.browsing import MOST_QUERIES, browser, page, queries, sheet
from qingdan.village.public_services.choices import Mode, PurchaseState, ServiceClass, TicketState
from qingdan.village.public_services.models import (
    Condition,
    Coordination,
    Entry,
    Help,
    Organisation,
    Purchase,
    ServiceItem,
    Ticket,
    VillageService,
)
from qingdan.village.public_services.persons import Resident
from qingdan.village.public_services.services import window
from qingdan.village.public_services.tests.cast import (
    CARD,
    MEALS,
    SIBLING,
    VILLAGE,
    body,
    code,
    demo,
    personal,
    ticket,
    town_body,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]
READERS = ("village-clerk", "town-clerk", "department-officer", "lead-civil", "list-steward", "supervisor", "inspector")
LISTS = (
    "/coverage/", "/coverage/fields/", "/coverage/standing-out/", "/coverage/no-guide/", "/help/", "/help/kept/", "/purchases/",
    "/purchases/tests/", "/community/", "/community/organisations/", "/community/without/", "/community/report/",
)  # fmt: skip
EXCEL = (
    "/coverage/excel/", "/coverage/fields/excel/", "/help/excel/", "/help/kept/excel/", "/purchases/excel/", "/community/excel/",
    "/community/organisations/excel/", "/community/report/excel/",
)  # fmt: skip


def post(who: str, address: str, **said: Any) -> Any:
    return browser(who).post(address, said)


@pytest.mark.parametrize("address", LISTS)
def test_every_list_opens_for_every_reader_empty_and_filled(address: str) -> None:
    for who in READERS:
        page(browser(who), address)
    ticket()
    personal()
    for who in ("village-clerk", "town-clerk", "lead-civil"):
        page(browser(who), f"{address}?q=%E6%B2%A1%E6%9C%89&sort=xx&page=9&year=abcd&state=zz")


@pytest.mark.parametrize("address", [*EXCEL, "/window/excel/", "/coordination/excel/"])
def test_every_excel_opens(address: str) -> None:
    ticket()
    assert sheet(browser("town-clerk"), address)[0]


def test_the_window_from_number_to_end() -> None:
    clerk = browser("village-clerk")
    assert "窗口还没有登记过事" in page(clerk, "/window/")
    words = {"title": "问低保", "service_class": "public", "mode": "window", "once": "a"}
    first = clerk.post("/window/new/", words)
    again = clerk.post("/window/new/", words)
    made = Ticket.objects.get()
    assert first["Location"] == again["Location"] == f"/window/{made.pk}/"
    assert "叫号，开始办" in page(clerk, f"/window/{made.pk}/") and "问低保" in page(clerk, "/window/")
    assert made.receipt in page(clerk, f"/window/{made.pk}/receipt/")
    assert clerk.post(f"/window/{made.pk}/begin/", {"once": "b"}).status_code == 302
    assert clerk.post(f"/window/{made.pk}/close/", {"outcome": "not_done", "once": "c"}).status_code == 400
    done = clerk.post(f"/window/{made.pk}/close/", {"outcome": "done", "result": "讲清楚了", "once": "d"})
    made.refresh_from_db()
    assert done.status_code == 302 and made.state == TicketState.CLOSED
    assert clerk.get(f"/window/{made.pk}/close/").status_code == 302, "whoever comes second is led back"


def test_a_town_chooses_for_which_village_it_takes_a_number() -> None:
    town = browser("town-clerk")
    assert "替哪个村" in page(town, "/window/new/")
    said = {
        "item_code": code(CARD),
        "service_class": "public",
        "mode": "agency",
        "name": "王小明",
        "phone": "138 0000 1234",
    }
    assert town.post(f"/window/new/?village={VILLAGE}", said).status_code == 302
    made = Ticket.objects.get()
    assert made.on_behalf and made.matter == CARD and made.mode == Mode.AGENCY
    shown = page(town, f"/window/{made.pk}/")
    assert "王*明" in shown and "王小明" not in shown
    assert "请写明" in post("town-clerk", f"/window/{made.pk}/look/", reason=" x ").content.decode()
    seen = post("town-clerk", f"/window/{made.pk}/look/", reason="打电话叫他来取")
    assert "13800001234" in seen.content.decode() and seen["Cache-Control"] == "no-store"
    assert "打电话叫他来取" in page(town, f"/window/{made.pk}/")
    assert town.get("/window/new/?village=620802101201").status_code == 404


def test_half_a_resident_is_told() -> None:
    answer = post("village-clerk", "/window/new/", title="代办", service_class="public", mode="agency", name="王小明")
    assert answer.status_code == 400 and "请写电话号码" in answer.content.decode()


def test_a_personal_matter_shows_no_way_to_the_town() -> None:
    made = personal()
    shown = page(browser("village-clerk"), f"/window/{made.pk}/")
    assert "交镇街协调" not in shown and "村里只引导" in shown
    assert browser("village-clerk").get(f"/window/{made.pk}/hand-to-town/").status_code == 302


def test_what_goes_to_the_town_waits_there_and_comes_back() -> None:
    made = ticket("桥断了")
    assert post("village-clerk", f"/window/{made.pk}/hand-to-town/", reason="没有钱修").status_code == 302
    handed = Coordination.objects.get()
    assert "桥断了" in page(browser("town-clerk"), "/")
    town = browser("town-clerk")
    assert "登记结果" in page(town, f"/coordination/{handed.pk}/")
    assert post("town-clerk", f"/coordination/{handed.pk}/", act="take", with_body="交通局").status_code == 302
    assert post("town-clerk", f"/coordination/{handed.pk}/", act="result", outcome="solved").status_code == 400
    done = post("town-clerk", f"/coordination/{handed.pk}/", act="result", outcome="solved", result="修好了")
    assert done.status_code == 302 and "修好了" in page(browser("village-clerk"), f"/window/{made.pk}/")
    assert browser("kongtong-village").get(f"/coordination/{handed.pk}/").status_code == 404
    assert browser("village-clerk").get("/coordination/").status_code == 200


def test_conditions_are_asked_for_and_answered() -> None:
    assert post("village-clerk", "/conditions/new/", sort="equipment", text="没有打印机").status_code == 302
    made = Condition.objects.get()
    assert "没有打印机" in page(browser("town-clerk"), "/")
    assert browser("village-clerk").get(f"/conditions/{made.pk}/answer/").status_code == 404
    answer = post("town-clerk", f"/conditions/{made.pk}/answer/", answer="granted", text="下周送一台")
    assert answer.status_code == 302
    for who in ("village-clerk", "supervisor"):
        assert "下周送一台" in page(browser(who), "/conditions/")


def test_guidance_is_recorded_by_the_office() -> None:
    own = town_body().pk
    said = {
        "division": VILLAGE,
        "sort": "guidance",
        "service_class": "personal",
        "day": "2020-01-02",
        "text": "讲了怎么引导",
    }
    assert post("town-clerk", f"/help/new/{own}/", **said).status_code == 302
    assert "讲了怎么引导" in page(browser("village-clerk"), "/help/")
    answer = post("town-clerk", f"/help/new/{own}/", **(said | {"service_class": "", "item": "没有这一项"}))
    assert answer.status_code == 400
    assert post("town-clerk", f"/help/new/{own}/", **(said | {"service_class": "", "item": CARD})).status_code == 302
    assert Help.objects.filter(item_code=code(CARD)).count() == 1
    assert code(CARD) not in page(browser("town-clerk"), "/help/kept/?none=on&q=" + CARD)
    assert browser("town-clerk").get(f"/help/new/{body('宁河区残联').pk}/").status_code == 404


def test_a_village_says_what_it_can_do_and_the_district_sees_it() -> None:
    address = f"/coverage/{VILLAGE}/{code(MEALS)}/"
    assert post("village-clerk", address, takes="yes", place="elsewhere").status_code == 400
    assert post("village-clerk", address, takes="yes", place="elsewhere", elsewhere="镇里").status_code == 302
    assert VillageService.objects.get().elsewhere == "镇里"
    assert "不在一站式大厅" in page(browser("lead-civil"), "/coverage/standing-out/")
    assert browser("village-clerk").get(f"/coverage/{SIBLING}/{code(MEALS)}/").status_code == 404
    assert "能办" in page(browser("village-clerk"), "/coverage/")


def test_a_service_is_described_by_its_department_and_nobody_elses() -> None:
    address = f"/coverage/items/{code(CARD)}/"
    said = {
        "service_class": "public",
        "field": "relief",
        "provider": "代办员",
        "seen": 1,
        "online": ["published", "query"],
    }
    assert post("department-officer", address, **said).status_code == 302
    assert ServiceItem.objects.get(code=code(CARD)).online == ["published", "query"]
    assert "刚有人改过" in post("department-officer", address, **said).content.decode()
    assert browser("department-officer").get(f"/coverage/items/{code(MEALS)}/").status_code == 404
    assert browser("kongtong-civil").get(address).status_code == 404


def test_a_purchase_asks_first() -> None:
    buyer = body("宁河区民政局").pk
    said = {
        "title": "助餐",
        "text": "送餐到家",
        "towns": ["120117103000"],
        "opinions_until": "2999-01-04",
        "item_code": code(MEALS),
    }
    answer = post("lead-civil", f"/purchases/new/{buyer}/", **said)
    made = Purchase.objects.get()
    assert answer.status_code == 302 and made.opinions.count() > 20
    made.opinions.exclude(division__in=[VILLAGE, SIBLING]).delete()
    assert "助餐" in page(browser("village-clerk"), "/")
    contract = {
        "provider_kind": "social", "provider": "某中心", "contract": "（合同）", "begins": "2026-01-01", "ends": "2026-12-31",
    }  # fmt: skip
    early = post("lead-civil", f"/purchases/{made.pk}/conclude/", **contract)
    assert early.status_code == 400 and "NH-26" in early.content.decode()
    assert post("village-clerk", f"/purchases/{made.pk}/villages/{VILLAGE}/", stance="agree").status_code == 302
    assert browser("village-clerk").get(f"/purchases/{made.pk}/villages/{SIBLING}/").status_code == 404
    assert (
        post("town-clerk", f"/purchases/{made.pk}/villages/{SIBLING}/", stance="against", text="太远").status_code
        == 302
    )
    assert "怎么处理" in post("lead-civil", f"/purchases/{made.pk}/conclude/", **contract).content.decode()
    differs = made.opinions.get(division=SIBLING)
    assert (
        post("lead-civil", f"/purchases/{made.pk}/opinions/{differs.pk}/settle/", taken_up="not_adopted").status_code
        == 400
    )
    settled = post(
        "lead-civil", f"/purchases/{made.pk}/opinions/{differs.pk}/settle/", taken_up="partly", why="近的先送"
    )
    assert settled.status_code == 302
    assert post("lead-civil", f"/purchases/{made.pk}/conclude/", **contract).status_code == 302
    made.refresh_from_db()
    assert made.state == PurchaseState.CONCLUDED
    assert VillageService.objects.get(division=VILLAGE, code=code(MEALS)).provider == "某中心"
    assert "某中心" in page(browser("village-clerk"), f"/purchases/{made.pk}/")
    assert browser("kongtong-village").get(f"/purchases/{made.pk}/").status_code == 404


ENTRIES: dict[str, dict[str, Any]] = {
    "need": {"title": "吃饭难", "field": "elderly", "people": 20, "urgency": 3, "day": "2026-01-05"},
    "activity": {"title": "送饭", "kind": "volunteering", "group": "elderly", "part": "serve", "field": "elderly", "day": "2026-01-05", "hours": "2.5"},
    "visit": {"title": "看望", "day": "2026-01-05"},
    "meeting": {"title": "修路", "day": "2026-01-05", "text": "都同意"},
    "self_rules": {"title": "村规民约", "kind": "covenant", "day": "2026-01-05", "workers": "村民会议", "text": "见原件"},
}  # fmt: skip


@pytest.mark.parametrize("sort", ENTRIES)
def test_entries_are_noted_read_and_followed(sort: str) -> None:
    assert post("village-clerk", f"/community/new/{sort}/", title="").status_code == 400
    assert post("village-clerk", f"/community/new/{sort}/", **ENTRIES[sort]).status_code == 302
    made = Entry.objects.get()
    for who in ("village-clerk", "town-clerk", "lead-civil"):
        assert made.title in page(browser(who), f"/community/{made.pk}/")
    assert browser("kongtong-village").get(f"/community/{made.pk}/").status_code == 404
    answer = post("village-clerk", f"/community/{made.pk}/follow-up/", text="好了", done_on="2026-01-06")
    assert answer.status_code == (404 if sort == "self_rules" else 302)
    assert "第1版" in page(browser("village-clerk"), "/community/") or sort != "self_rules"


def test_an_organisation_is_registered_and_changed() -> None:
    said = {
        "sort": "community",
        "name": "红白理事会",
        "field": "other",
        "standing": "filed",
        "leaders_party": 1,
        "members_residents": 3,
    }
    assert post("village-clerk", "/community/organisations/new/", **said).status_code == 302
    made = Organisation.objects.get()
    changed = post("village-clerk", f"/community/organisations/{made.pk}/", **(said | {"members_party": 1}))
    assert changed.status_code == 302 and Organisation.objects.get().people == 5
    assert "（25%）" in page(browser("lead-civil"), "/community/organisations/")
    assert "同名" in post("village-clerk", "/community/organisations/new/", **said).content.decode()
    assert browser("kongtong-village").get(f"/community/organisations/{made.pk}/").status_code == 404
    assert browser("lead-civil").get(f"/community/organisations/{made.pk}/").status_code == 404


def _fill(number: int) -> None:
    made = ticket(f"第{number}件", service_class=ServiceClass.CHARITY, resident=Resident("王小明", "13800001234"))
    window.hand_to_town(actor=demo("village-clerk"), ticket=made, reason="办不了")
    post("village-clerk", "/conditions/new/", sort="equipment", text=f"要{number}")
    post("village-clerk", "/community/new/need/", **(ENTRIES["need"] | {"title": f"要{number}"}))


def test_the_lists_ask_as_much_however_long_they_are() -> None:
    _fill(0)
    addresses = ("/window/?state=", "/window/bookings/", "/coordination/", "/conditions/", *LISTS)
    few = {address: queries(browser("town-clerk"), address) for address in addresses}
    for number in range(5):
        _fill(number + 1)
    many = {address: queries(browser("town-clerk"), address) for address in addresses}
    assert many == few and max(many.values()) <= MOST_QUERIES, many

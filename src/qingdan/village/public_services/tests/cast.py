"""Service lists and people of the demo district for the tests of this room."""

from __future__ import annotations

from typing import Any

from qingdan.foundation.orgs.models import Account, Body, Division
from qingdan.policy.gate.model import ListKind
from qingdan.policy.packs.list_specs import ItemSpec
from qingdan.register.lists.models import Edition, Item
from qingdan.register.lists.services import add_items
from qingdan.register.lists.tests.cast import dated, draft, lead, publish, steward, submitted
from qingdan.village.public_services.choices import Mode, ServiceClass
from qingdan.village.public_services.models import Ticket
from qingdan.village.public_services.services.items import Description, describe
from qingdan.village.public_services.services.window import Matter, take_number

DISTRICT, TOWN, VILLAGE, SIBLING = "120117000000", "120117103000", "120117103201", "120117103202"
FOREIGN = "620802101201"
CARD, MEALS, GAMES = "残疾人证代办", "老年助餐", "社区活动室"


def demo(name: str) -> Account:
    """A demo account by the end of its user name."""
    return Account.objects.get(username=name if name.startswith("kongtong") else f"demo-{name}")


def install_services() -> None:
    """A public list of three services of the district: one done on behalf, one bottom-line, one for communities only."""
    service_list(
        ItemSpec(id="001", title=CARD, lead_body="区残联"),
        ItemSpec(id="002", title=MEALS, lead_body="区民政局"),
        ItemSpec(id="003", title=GAMES, lead_body="区民政局", units=["community"]),
    )
    say(CARD, agency=True, department="区残联", materials="身份证、照片两张", time_limit="10 个工作日")
    say(MEALS, service_class=ServiceClass.CHARITY, bottom_line=True, provider="镇养老服务中心", target="七十岁以上老人")


def service_list(
    *items: ItemSpec, kind: ListKind = ListKind.SERVICE, title: str = "宁河区村（社区）公共服务事项清单"
) -> Edition:
    edition = draft(kind=kind, title=title)
    add_items(actor=steward(), edition=edition, rows=list(items), reasons=[""] * len(items))
    edition.refresh_from_db()
    return publish(submitted(dated(edition)), actor=lead())


def item(title: str) -> Item:
    return Item.objects.filter(title=title, published=True).select_related("edition__item_list").get()


def code(title: str) -> str:
    return item(title).code


def say(title: str, **more: Any) -> None:
    describe(actor=steward(), item=item(title), said=Description(**more))


def ticket(title: str = "问低保", *, division: str = VILLAGE, who: str = "village-clerk", **more: Any) -> Ticket:
    return take_number(actor=demo(who), division=division, matter=Matter(title, **more))


def personal(title: str = "邻里吵架") -> Ticket:
    return ticket(title, service_class=ServiceClass.PERSONAL)


def agency(title: str = CARD) -> Ticket:
    return ticket(title, item_code=code(title), mode=Mode.AGENCY)


def body(name: str) -> Body:
    return Body.objects.get(name=name)


def town_body() -> Body:
    return Body.objects.get(division=TOWN)


def place(pk: str = VILLAGE) -> Division:
    return Division.objects.get(pk=pk)

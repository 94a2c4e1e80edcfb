"""Services of the demonstration, made by the services themselves: what is said of the real district is invented.

Running it again changes nothing that is there.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.db import transaction

from qingdan.foundation.clock.moments import today
from qingdan.foundation.clock.queries import is_working_day
from qingdan.foundation.orgs.demo.cast import DISTRICT, TOWN, VILLAGE
from qingdan.foundation.orgs.models import Account, Body, Division
from qingdan.policy.gate.model import ListKind
from qingdan.policy.packs.list_specs import ItemSpec
from qingdan.register.lists import services as lists
from qingdan.register.lists.models import Item, ItemList, Openness
from qingdan.register.lists.services.drafting import Heading
from qingdan.village.public_services.choices import (
    ActivityKind,
    ConditionSort,
    EntrySort,
    Field,
    Group,
    Half,
    HelpSort,
    Mode,
    Online,
    OrganisationSort,
    Outcome,
    PurchaseStance,
    SelfRulesKind,
    ServiceClass,
    Standing,
    Takes,
    Urgency,
    VillagePart,
)
from qingdan.village.public_services.models import Ticket
from qingdan.village.public_services.services import booking, community, items, purchasing, town, window
from qingdan.village.public_services.services.items import Description, Offer

TITLE = "宁河区村（社区）公共服务事项清单（演示）"
_ONLINE = (Online.PUBLISHED, Online.DOWNLOAD, Online.QUERY)
SERVICES: tuple[tuple[str, str, Description], ...] = (
    ("残疾人证办理代办", "区残联", Description(ServiceClass.PUBLIC, Field.RELIEF, "村（社区）代办员", "残疾人", agency=True, department="区残联", materials="身份证、两寸照片两张、病历", time_limit="20 个工作日", online=_ONLINE)),
    ("城乡居民养老保险参保登记", "区人社局", Description(ServiceClass.PUBLIC, Field.WORK, "镇党群服务中心", "十六岁以上居民", agency=True, department="区人社局", materials="身份证、户口簿", time_limit="当场", online=_ONLINE)),
    ("城乡居民医疗保险缴费", "区医保局", Description(ServiceClass.PUBLIC, Field.INSURANCE, "村（社区）窗口", "全体居民", agency=True, department="区医保局", materials="身份证", time_limit="当场", online=(*_ONLINE, Online.HANDLE))),
    ("低保、临时救助申请", "区民政局", Description(ServiceClass.PUBLIC, Field.RELIEF, "镇民政办", "困难家庭", bottom_line=True, agency=True, department="区民政局", materials="身份证、户口簿、收入说明", time_limit="30 个工作日", online=_ONLINE)),
    ("老年助餐", "区民政局", Description(ServiceClass.CHARITY, Field.ELDERLY, "镇养老服务中心", "七十岁以上老人", bottom_line=True)),
    ("家庭医生签约", "区卫健委", Description(ServiceClass.PUBLIC, Field.HEALTH, "村卫生室", "全体居民", bottom_line=True)),
    ("图书室和活动室", "区文旅局", Description(ServiceClass.CHARITY, Field.CULTURE, "村（社区）", "全体居民")),
)  # fmt: skip
_OFFERS = {
    "残疾人证办理代办": Offer(Takes.AGENT, frequency="每周三"), "城乡居民养老保险参保登记": Offer(Takes.AGENT),
    "城乡居民医疗保险缴费": Offer(Takes.YES), "低保、临时救助申请": Offer(Takes.AGENT, second_window=True),
    "老年助餐": Offer(Takes.NO), "家庭医生签约": Offer(Takes.YES, in_hall=False, elsewhere="村卫生室", frequency="每月一次"),
}  # fmt: skip


@transaction.atomic
def install_demo_services() -> None:
    """A service list of the district, a village's window of today, what its town and an office have to do."""
    if ItemList.objects.filter(title=TITLE).exists():
        return
    _publish()
    _say()
    _window()
    _community()
    _purchase()


def _publish() -> None:
    steward, civil = _person("list-steward"), _person("lead-civil")
    begun = lists.create_list(
        actor=steward,
        division_code=DISTRICT,
        kind=ListKind.SERVICE,
        title=TITLE,
        publisher="区民政局",
        document="（演示文件）",
    )
    draft = begun.editions.get()
    specs = [
        ItemSpec(id=f"{number:03d}", title=title, lead_body=body)
        for number, (title, body, _said) in enumerate(SERVICES, 1)
    ]
    lists.add_items(actor=steward, edition=draft, rows=specs, reasons=[""] * len(specs))
    draft.refresh_from_db()
    heading = Heading(
        document="（演示文件）",
        decided_on=today(),
        published_on=today(),
        effective_on=today(),
        complete=False,
        reason="演示",
    )
    draft = lists.set_heading(actor=steward, edition=draft, heading=heading)
    draft = lists.submit_edition(actor=steward, edition=draft)
    lists.publish_edition(
        actor=civil, edition=draft, openness=Openness.PUBLIC, openness_review="演示内容可以公开", not_secret=True
    )


def _code(title: str) -> str:
    return Item.objects.get(title=title, edition__item_list__title=TITLE).code


def _say() -> None:
    for title, _body, said in SERVICES:
        item = Item.objects.select_related("edition__item_list").get(title=title, edition__item_list__title=TITLE)
        items.describe(actor=_person("list-steward"), item=item, said=said)
    for title, offer in _OFFERS.items():
        items.say_offer(actor=_person("village-clerk"), division=VILLAGE, code=_code(title), offer=offer)


def _window() -> None:
    clerk = _person("village-clerk")
    insured = _take("城乡居民医疗保险缴费", item_code=_code("城乡居民医疗保险缴费"))
    window.close(actor=clerk, ticket=insured, outcome=Outcome.DONE)
    window.begin(actor=clerk, ticket=_take("残疾人证办理代办", item_code=_code("残疾人证办理代办"), mode=Mode.AGENCY))
    neighbours = _take("邻居盖房挡光", service_class=ServiceClass.PERSONAL)
    window.close(actor=clerk, ticket=neighbours, outcome=Outcome.MUTUAL_HELP, guidance="请两家的长辈坐到一起说和。")
    bridge = _take("村东小桥坏了")
    window.hand_to_town(actor=clerk, ticket=bridge, reason="要找交通部门看，村里没有钱修（演示）。")
    _take("问老年证怎么办")
    town.ask_condition(
        actor=clerk, division=VILLAGE, sort=ConditionSort.EQUIPMENT, text="窗口没有打印机，代办要跑镇里打（演示）。"
    )
    helped = town.Helped(VILLAGE, HelpSort.GUIDANCE, today(), "到村里讲了代办怎么登记（演示）。", ServiceClass.PUBLIC)
    town.record_help(actor=_person("town-clerk"), body=Body.objects.get(division=TOWN), helped=helped)
    day = next(day for ahead in range(1, 14) if is_working_day(day := today() + timedelta(days=ahead)))
    wish = booking.Wish(_code("低保、临时救助申请"), day, Half.MORNING)
    booking.book(division=VILLAGE, wish=wish, name="演示居民", phone="13800000000", consent=True)


def _take(title: str, **more: object) -> Ticket:
    matter = window.Matter(title, **more)  # type: ignore[arg-type]  # the parts of a matter
    return window.take_number(actor=_person("village-clerk"), division=VILLAGE, matter=matter)


def _community() -> None:
    clerk = _person("village-clerk")
    council = community.Register(
        OrganisationSort.COMMUNITY,
        "红白理事会（演示）",
        Field.OTHER,
        Standing.FILED,
        leaders_party=1,
        leaders_residents=1,
        members_party=3,
        members_residents=8,
    )
    team = community.Register(
        OrganisationSort.VOLUNTEERS,
        "邻里互助队（演示）",
        Field.ELDERLY,
        Standing.FILED,
        leaders_residents=1,
        members_residents=12,
    )
    kept = [community.register_organisation(actor=clerk, division=VILLAGE, said=said) for said in (council, team)]
    _note(EntrySort.NEED, "老人吃饭没人做", field=Field.ELDERLY, people=26, urgency=Urgency.URGENT)
    _note(EntrySort.NEED, "夏天晚上没有乘凉的地方", field=Field.CULTURE, people=60, urgency=Urgency.CAN_WAIT)
    _note(
        EntrySort.ACTIVITY, "给独居老人送饭", kind=ActivityKind.VOLUNTEERING, group=Group.ELDERLY, part=VillagePart.SERVE,
        field=Field.ELDERLY, people=9, volunteers=6, hours=Decimal(12), money=Decimal(180), organisation=kept[1],
    )  # fmt: skip
    _note(
        EntrySort.MEETING,
        "助餐点放在哪里",
        text="有人想放村委会，有人想放卫生室旁边。",
        people=18,
        result="放在村委会东屋。",
    )
    _note(
        EntrySort.SELF_RULES,
        "刘庄村村规民约",
        kind=SelfRulesKind.COVENANT,
        workers="村民会议",
        text="原件在村委会（演示）。",
    )
    _note(EntrySort.VISIT, "陪护培训", workers="镇社工站两人")


def _note(sort: EntrySort, title: str, **more: object) -> None:
    said = community.Noted(title, today(), **more)  # type: ignore[arg-type]  # the parts of an entry
    community.write_entry(actor=_person("village-clerk"), division=VILLAGE, sort=sort, said=said)


def _purchase() -> None:
    officer, other = _person("lead-civil"), Division.objects.filter(parent=TOWN).exclude(pk=VILLAGE).order_by("code")[0]
    wanted = purchasing.Wanted(
        "独居老人助餐配送（演示）", "由社会组织每天中午送到家，村里不用做饭、不用送。", [VILLAGE, other.pk], today() + timedelta(days=14),
        _code("老年助餐"),
    )  # fmt: skip
    asked = purchasing.ask_villages(actor=officer, buyer=Body.objects.get(name="宁河区民政局"), wanted=wanted)
    purchasing.give_opinion(
        actor=_person("town-clerk"),
        purchase=asked,
        division=other.pk,
        stance=PurchaseStance.CONDITIONS,
        text="周末也要送。",
    )


def _person(name: str) -> Account:
    return Account.objects.get(username=f"demo-{name}")

"""A village of each place with its people and offices, and a service list as a steward would record it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.test import Client

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import BodyType, Level, Role
from qingdan.foundation.orgs.divisions import level, parent
from qingdan.foundation.orgs.models import Account, Body
from qingdan.foundation.orgs.services import create_account, grant_role
from qingdan.foundation.web.tests.people import person, place
from qingdan.policy.packs.reading import library_packs
from qingdan.register.lists.models import Item
from qingdan.register.lists.services.installing import install_list
from qingdan.village.guides.models import Guide, GuideVersion
from qingdan.village.public_services.access import ServicesAccess
from qingdan.village.public_services.choices import EntrySort, Takes
from qingdan.village.public_services.models import Entry, Ticket
from qingdan.village.public_services.queries.catalogue import Service, services_at
from qingdan.village.public_services.services import community, items, town, window
from tests.packs.support import recorded

CODES = {
    "ninghe": "120117103201", "changchun": "220102001201", "beijing": "110101001001", "kongtong": "620802101201", "anshan": "210302001001",
}  # fmt: skip
CLAUSES = {"ninghe": "NH-22", "changchun": "CC-04", "beijing": "BJ-16", "kongtong": "KT-30", "anshan": "AS-64"}
CARD, MEALS, CLINIC = "残疾人证代办", "老年助餐", "家庭医生签约"


@dataclass(frozen=True)
class Place:
    """A village with its clerk, its town's clerk and body, a county department, the steward of its lists."""

    pack: str
    code: str
    clerk: Account
    town: Account
    town_body: Body
    officer: Account
    department: Body
    steward: Account

    def take(self, title: str = "来问一件事", **more: Any) -> Ticket:
        """A number at the village's window."""
        return window.take_number(actor=self.clerk, division=self.code, matter=window.Matter(title, **more))

    def describe(self, title: str, **more: Any) -> None:
        """The steward says what a service is."""
        items.describe(actor=self.steward, item=self.item(title), said=items.Description(**more))

    def offer(self, title: str, takes: Takes, **more: Any) -> None:
        """The village says what it can do."""
        said = items.Offer(takes, **more)
        items.say_offer(actor=self.clerk, division=self.code, code=self.item(title).code, offer=said)

    def guide(self, title: str) -> None:
        """The department's guide is in force."""
        item = self.item(title)
        made = Guide.objects.create(
            subject="service", code=item.code, division=item.edition.item_list.division, title=title
        )
        content = {"purpose": "办事", "procedure": ["受理", "报送"], "materials": ["身份证"], "simple": True}
        GuideVersion.objects.create(
            guide=made, number=1, state="published", content=content, prepared_by=self.steward, submitted_by=self.steward,
            published_by=self.officer, published_on=today(), effective_on=today(),
        )  # fmt: skip

    def help(self, body: Body, actor: Account, **more: Any) -> None:
        """An office records what it did."""
        said: dict[str, Any] = {"division": self.code, "sort": "guidance", "day": today(), "text": "到村里讲了一次"}
        town.record_help(actor=actor, body=body, helped=town.Helped(**(said | more)))

    def note(self, sort: EntrySort, title: str, **more: Any) -> Entry:
        """The village notes something."""
        said = community.Noted(title, more.pop("day", today()), **more)
        return community.write_entry(actor=self.clerk, division=self.code, sort=sort, said=said)

    def item(self, title: str) -> Item:
        """A service of the list."""
        return Item.objects.select_related("edition__item_list").get(title=title)

    def services(self) -> list[Service]:
        """The services in force in the village."""
        return services_at(self.code, today())

    @cached_property
    def district(self) -> str:
        """The county of the village."""
        return parent(parent(self.code))

    def access(self, who: Account) -> ServicesAccess:
        """What one of them may do."""
        return ServicesAccess(who)

    def browser(self, who: Account) -> Client:
        """A browser in which one of them is signed in."""
        client = Client()
        client.force_login(who, backend="qingdan.foundation.orgs.backend.AccountBackend")
        return client

    def page(self, who: Account, address: str) -> str:
        """The words of a page."""
        answer = self.browser(who).get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.content.decode()


def village_of(pack: str, *titles: str, kind: str = "service") -> Place:
    """The village, its people and offices, and a list of these services."""
    code = CODES[pack]
    town_code, county = parent(code), parent(parent(code))
    for each in (county, town_code, code):
        place(each)
    made = Place(
        pack, code, person(Role.VILLAGE_CLERK, at=code, name="王文书"),
        *_of_body("镇政府", Role.TOWN_CLERK, town_code, Level.TOWN, BodyType.TOWN),
        *_of_body("区某局", Role.DEPARTMENT_OFFICER, county, Level.COUNTY, BodyType.DEPARTMENT),
        person(Role.LIST_STEWARD, at=library_packs()[pack].header.division, name="陈管"),
    )  # fmt: skip
    if titles:
        part = recorded(kind, CLAUSES[pack], *titles, lead_body="区某局").model_copy(update={"code": "ZS"})
        assert install_list(pack=library_packs()[pack], part=part) is not None
    return made


def _of_body(name: str, role: Role, at: str, at_level: Level, kind: BodyType) -> tuple[Account, Body]:
    body = Body.objects.create(name=f"{name}{at[:9]}", level=at_level, type=kind, division=place(at))
    account = create_account(actor=None, username=f"of-{body.pk}", display_name=f"{name}的人", password=None)
    grant_role(actor=None, account=account, role=role, division=place(at), body=body)
    assert level(at) is at_level
    return account, body

"""Kinds with guides in the demo district for tests, people with made-up numbers, and short ways to a state."""

from __future__ import annotations

from typing import Any

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.models import Account, Division
from qingdan.foundation.personal.id_numbers import check_sign
from qingdan.policy.gate.model import ListKind
from qingdan.policy.packs.list_specs import ItemSpec
from qingdan.register.lists.services import add_items
from qingdan.register.lists.tests.cast import dated, draft, publish, steward, submitted
from qingdan.village.certificates.choices import Demander, Need
from qingdan.village.certificates.judging import Request
from qingdan.village.certificates.models import Application, Certificate
from qingdan.village.certificates.persons import Person
from qingdan.village.certificates.services import explaining, handling, receiving
from qingdan.village.certificates.services.handling import Entry
from qingdan.village.certificates.services.issuing import issue
from qingdan.village.certificates.services.receiving import Party
from qingdan.village.certificates.ways import Answers
from qingdan.village.guides.models import Guide, GuideVersion
from qingdan.village.guides.queries import kind_at

DISTRICT, TOWN, VILLAGE, SIBLING = "120117000000", "120117103000", "120117103201", "120117103202"
FOREIGN_TOWN_VILLAGE = "120117104201"
LIVING, AID, LAND, GUARDIAN, BARE = (
    "村民居住情况证明",
    "临时救助申请人情况证明",
    "集体土地使用情况证明",
    "监护关系情况证明",
    "没有样表的证明",
)
BARRED = "亲属关系证明"
TEXT = "兹证明 {name}（证件号码 {id_number}）现住本村，住址为{address}，居住至今。"
_FIELDS = [
    {"name": "name", "label": "姓名"},
    {"name": "id_number", "label": "证件号码"},
    {"name": "address", "label": "住址"},
]
VALUES = {"address": "苗庄镇刘庄村二区八号"}
HOW = "查看户口簿，村里有登记"


def install_kinds(place: str = DISTRICT) -> None:
    """A published list of kept kinds in 宁河区 with their guides: simple, complex, of public interest, with a legal risk, none."""
    edition = draft(kind=ListKind.CERTIFICATE_RETAINED, title="宁河区村（社区）保留证明事项清单（测试）")
    titles = (LIVING, AID, LAND, GUARDIAN, BARE)
    rows = [ItemSpec(id=f"{n:03d}", title=title, basis=["津民规〔2020〕6号"]) for n, title in enumerate(titles, 1)]
    add_items(actor=steward(), edition=edition, rows=rows, reasons=[""] * len(rows))
    edition.refresh_from_db()
    publish(submitted(dated(edition)))
    publish_guide(LIVING, place, simple=True, validity_days=30)
    publish_guide(AID, place, simple=False, workdays=5)
    publish_guide(LAND, place, simple=False, public_interest=True)
    publish_guide(GUARDIAN, place, simple=False, legal_risk=True)


def publish_guide(title: str, place: str = DISTRICT, **more: Any) -> GuideVersion:
    """A guide in force of a kind."""
    kind = kind_at(VILLAGE, title, today())
    assert kind is not None, title
    guide, _fresh = Guide.objects.get_or_create(
        subject="certificate", code=kind.code, division=place, defaults={"title": title}
    )
    content = {
        "purpose": "群众办事", "issuing_body": "村（居）民委员会", "legal_basis": ["津民规〔2020〕6号"], "model_text": TEXT, "fields": _FIELDS,
        "procedure": ["申请", "核实", "出具"], "operating_rule": "据实出具", "validity_note": "",
    }  # fmt: skip
    steward_, lead = demo("list-steward"), demo("lead-civil")
    return GuideVersion.objects.create(
        guide=guide, number=guide.versions.count() + 1, state="published", content={**content, **more}, prepared_by=steward_, submitted_by=steward_,
        published_by=lead, published_on=today(), effective_on=today(),
    )  # fmt: skip


def demo(name: str) -> Account:
    """A demo account by the end of its user name."""
    return Account.objects.get(username=f"demo-{name}")


def clerk() -> Account:
    return demo("village-clerk")


def head() -> Account:
    return demo("village-head")


def town() -> Account:
    return demo("town-clerk")


def village() -> Division:
    return Division.objects.get(pk=VILLAGE)


def id_number(order: int = 1) -> str:
    """A made-up number that is possible."""
    first = f"12022119700101{order:03d}"
    return first + check_sign(first)


def resident(name: str = "王小明", order: int = 1, phone: str = "13800001111") -> Person:
    return Person(name, id_number(order), phone)


def party(name: str = "王小明", order: int = 1, **more: Any) -> Party:
    """A resident at the counter with their card."""
    return Party(person=resident(name, order), identity_checked=True, **more)


def wanted(title: str = LIVING, **more: Any) -> Request:
    """A request; without more, a resident's own."""
    return Request(division=more.pop("division", VILLAGE), title=title, **more)


def by_department(title: str, **more: Any) -> Request:
    """A request because 区残联 demands it."""
    return wanted(
        title, demander_class=Demander.PARTY_GOVERNMENT.value, demander=more.pop("demander", "区残联"), **more
    )


def by_bank(title: str, **answers: Any) -> Request:
    """A request because a bank demands it."""
    return wanted(
        title, demander_class=Demander.ENTERPRISE.value, demander="某银行宁河支行", answers=Answers(**answers)
    )


def received(request: Request | None = None, who: Party | None = None, actor: Account | None = None) -> Application:
    return receiving.receive(actor=actor or clerk(), request=request or wanted(), party=who or party())


def filled(title: str = LIVING, order: int = 1, **values: str) -> Application:
    """Received and filled in."""
    made = received(wanted(title), party(order=order))
    return handling.fill(actor=clerk(), application=made, values={**VALUES, **values})


def on_record(application: Application, need: Need, *, favourable: bool = True, **more: Any) -> None:
    """One safeguard on record."""
    entry = Entry(today(), "走访两户邻居", "属实，大家同意。", favourable, **more)
    handling.record_safeguard(actor=clerk(), application=application, need=need.value, entry=entry)


def issued(title: str = LIVING, order: int = 1) -> Certificate:
    """Issued on the spot."""
    return issue(actor=clerk(), application=filled(title, order), verified_how=HOW)


def refused(title: str = BARRED, **more: Any) -> Application:
    """Asked for by a department, not to be issued, with a telephone."""
    return receiving.receive(
        actor=clerk(), request=by_department(title, **more), party=Party(person=Person("李四", "", "13900002222", ""))
    )


def explained(title: str = BARRED, **more: Any) -> Application:
    """The same with its slip handed over."""
    return explaining.deliver_explanation(actor=clerk(), application=refused(title, **more), how="打印交给本人")

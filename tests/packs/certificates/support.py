"""A village of each place with its clerk, head and town; lists as a steward would record them; guides; requests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.divisions import parent
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.tests.people import person, place
from qingdan.policy.packs.reading import library_packs
from qingdan.register.lists.services.installing import install_list
from qingdan.village.certificates.choices import Demander, Need
from qingdan.village.certificates.judging import Request
from qingdan.village.certificates.models import Application
from qingdan.village.certificates.persons import Person
from qingdan.village.certificates.services import handling, receiving
from qingdan.village.certificates.services.handling import Entry
from qingdan.village.certificates.services.receiving import Party
from qingdan.village.certificates.tests.cast import id_number
from qingdan.village.certificates.ways import Answers
from qingdan.village.guides.models import Guide, GuideVersion
from qingdan.village.guides.queries import kind_at
from tests.packs.support import recorded

CODES = {
    "ninghe": "120117103201", "changchun": "220102001201", "beijing": "110101001001", "kongtong": "620802101201", "anshan": "210302001001",
}  # fmt: skip
CLAUSES = {"ninghe": "NH-72", "changchun": "CC-25", "beijing": "BJ-45", "kongtong": "KT-42", "anshan": "AS-47"}
BARRED, KEPT, OTHER, CANCELLED = "亲属关系证明", "居住情况证明", "租住情况说明", "已取消的证明"
TEXT = "兹证明 {name}（证件号码 {id_number}）住址为{address}。"
FIELDS = [
    {"name": "name", "label": "姓名"}, {"name": "id_number", "label": "证件号码"}, {"name": "address", "label": "住址"},
]  # fmt: skip
YES = Answers("civil_demander", True, True)


@dataclass(frozen=True)
class Place:
    """A village and its people."""

    pack: str
    code: str
    clerk: Account
    head: Account
    town: Account

    def keep(self, *titles: str, kind: str = "certificate_retained", **more: Any) -> None:
        """Record and publish a list of this place."""
        code = {"certificate_retained": "ZR", "certificate_cancelled": "ZC", "certificate_barred": "ZB"}[kind]
        part = recorded(kind, CLAUSES[self.pack], *titles, basis=["某法第一条"], **more).model_copy(
            update={"code": code}
        )
        assert install_list(pack=library_packs()[self.pack], part=part) is not None

    def guide(self, title: str, **more: Any) -> GuideVersion:
        """A guide in force for a kind."""
        kind = kind_at(self.code, title, today())
        assert kind is not None, title
        content = {
            "purpose": "群众办事", "issuing_body": "村（居）民委员会", "legal_basis": ["某法第一条"], "model_text": TEXT, "fields": FIELDS,
            "procedure": ["申请", "核实", "出具"], "operating_rule": "据实出具", "validity_note": "", "simple": True,
        }  # fmt: skip
        guide = Guide.objects.create(subject="certificate", code=kind.code, division=kind.division, title=kind.title)
        return GuideVersion.objects.create(
            guide=guide, number=1, state="published", content={**content, **more}, prepared_by=self.clerk, submitted_by=self.clerk,
            published_by=self.head, published_on=today(), effective_on=today(),
        )  # fmt: skip

    def ask(self, title: str, demander: str = "enterprise", name: str = "某银行", **more: Any) -> Application:
        """A resident comes, with their card, because somebody demands it."""
        who = Party(person=Person("王小明", id_number(more.pop("order", 1)), "13800001111"), identity_checked=True)
        named = "" if demander == Demander.INDIVIDUAL else name
        request = Request(division=self.code, title=title, demander_class=demander, demander=named, **more)
        return receiving.receive(actor=self.clerk, request=request, party=who)

    def fill(self, application: Application, address: str = "二区八号") -> Application:
        """Fill in the form."""
        return handling.fill(actor=self.clerk, application=application, values={"address": address})

    def record(self, application: Application, need: Need, *, favourable: bool = True, **more: Any) -> None:
        """Put one safeguard on record."""
        entry = Entry(today(), "走访两户邻居", "属实，大家同意。", favourable, **more)
        handling.record_safeguard(actor=self.clerk, application=application, need=need.value, entry=entry)


def village_of(pack: str) -> Place:
    """The village of a place, with accounts for its people and its town's clerk."""
    code = CODES[pack]
    place(parent(code))
    clerk = person(Role.VILLAGE_CLERK, at=code, name="王文书")
    return Place(pack, code, clerk, person(Role.VILLAGE_HEAD, at=code, name="赵主任"), person(Role.TOWN_CLERK, at=parent(code), name="孙镇办"))  # fmt: skip


@contextmanager
def nothing_issued(application: Application) -> Iterator[None]:
    """What happens inside issues no certificate."""
    yield
    application.refresh_from_db()
    assert not application.certificates.exists()

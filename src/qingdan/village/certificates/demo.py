"""Certificates of the demonstration, made by the services: issued, explained, reported, looked into, waiting for the head.

The people are invented; their numbers have a right check digit and belong to nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.orgs.demo.cast import SECOND_VILLAGE, VILLAGE
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.personal.id_numbers import check_sign
from qingdan.village.certificates.choices import Cause, Demander, Need
from qingdan.village.certificates.demo_kinds import AID, LAND, LIVING, install_kinds
from qingdan.village.certificates.hours import slots_from
from qingdan.village.certificates.judging import Request
from qingdan.village.certificates.models import Application, Certificate
from qingdan.village.certificates.persons import Person
from qingdan.village.certificates.services import booking, explaining, handing, handling, stamping
from qingdan.village.certificates.services.handling import Entry
from qingdan.village.certificates.services.issuing import issue
from qingdan.village.certificates.services.receiving import Party, receive
from qingdan.village.certificates.ways import Answers
from qingdan.village.seals.services import approve

KIN, BANK = "亲属关系证明", "某银行宁河支行（演示）"
_HOW = "查看身份证、户口簿，村里有登记"


@dataclass(frozen=True, slots=True)
class _Resident:
    name: str
    born: str
    order: int
    phone: str

    @property
    def person(self) -> Person:
        """With a number that is possible, of the demonstration's own place code."""
        first = f"120117{self.born}{self.order:03d}"
        return Person(self.name, first + check_sign(first), self.phone)


WANG, LI, ZHAO, MA = (
    _Resident("王小演", "19700101", 901, "13800000901"), _Resident("李大示", "19650315", 902, "13800000902"),
    _Resident("赵演示", "19881111", 903, "13800000903"), _Resident("买买提·演示", "19901001", 904, "13800000904"),
)  # fmt: skip


@transaction.atomic
def install_demo_certificates() -> None:
    """Make them; running it again changes nothing that is there."""
    if Application.objects.exists():
        return
    install_kinds()
    _issued_and_handed_over()
    _issued_to_print()
    _explained()
    _reported()
    _wanted()
    _looked_into()
    _waiting_for_the_head()
    _appointment()


def issued_for_demo() -> Certificate:
    """One more certificate of the demo village, issued for the command that shows one."""
    return _issue(_received(LIVING, MA), {"address": "苗庄镇刘庄村一区六号", "since": "2015-03-01"})


def _received(title: str, who: _Resident, **more: str) -> Application:
    request = Request(division=VILLAGE, title=title, **more)  # type: ignore[arg-type]  # words only
    return receive(actor=_clerk(), request=request, party=Party(person=who.person, identity_checked=True))


def _issue(application: Application, values: dict[str, str]) -> Certificate:
    filled = handling.fill(actor=_clerk(), application=application, values=values)
    return issue(actor=_clerk(), application=filled, verified_how=_HOW)


def _issued_and_handed_over() -> None:
    made = _issue(
        _received(LIVING, WANG, purpose="孩子上学（演示）"), {"address": "苗庄镇刘庄村二区八号", "since": "2008-09-01"}
    )
    handing.record_print(actor=_clerk(), certificate=made)
    asked = stamping.approval_of(made)
    if asked is not None:
        approve(actor=_head(), approval=asked)
        stamping.record_stamp(actor=_clerk(), certificate=made)
    handing.record_delivery(actor=_clerk(), certificate=made, to="self")


def _issued_to_print() -> None:
    _issue(_received(LIVING, MA), {"address": "苗庄镇刘庄村一区六号", "since": "2015-03-01"})


def _explained() -> None:
    request = Request(
        division=VILLAGE, title=KIN, demander_class=Demander.ENTERPRISE.value, demander=BANK, purpose="取存款（演示）"
    )
    made = receive(actor=_clerk(), request=request)
    explaining.deliver_explanation(actor=_clerk(), application=made, how="打印交给本人")


def _reported() -> None:
    request = Request(
        division=VILLAGE, title=KIN, demander_class=Demander.PARTY_GOVERNMENT.value, demander="区残联", basis="none"
    )
    contact = Person(ZHAO.name, "", ZHAO.phone, "")
    made = receive(actor=_clerk(), request=request, party=Party(person=contact))
    explaining.deliver_explanation(actor=_clerk(), application=made, how="打印交给本人")
    explaining.escalate(actor=_clerk(), application=made, cause="policy_gap")


def _wanted() -> None:
    """A kind on no list, in the other district: it is to be admitted first (KT-47)."""
    clerk = Account.objects.get(username="kongtong-village")
    request = Request(division=SECOND_VILLAGE, title="租住情况证明", answers=Answers(verifiable=True))
    made = receive(actor=clerk, request=request, party=Party(person=Person(LI.name, "", LI.phone, "")))
    explaining.deliver_explanation(actor=clerk, application=made, how="打印交给本人")
    explaining.escalate(actor=clerk, application=made, cause=Cause.NO_RULE, reason="孩子报名上学（演示）")


def _looked_into() -> None:
    made = _received(AID, LI)
    handling.fill(
        actor=_clerk(), application=made, values={"people": "3", "facts": "户主患病住院，家里没有其他劳力（演示）"}
    )
    handling.assign(actor=_clerk(), application=made, investigator=_head())


def _waiting_for_the_head() -> None:
    made = _received(LAND, ZHAO)
    filled = handling.fill(actor=_clerk(), application=made, values={"place": "村东二号地（演示）", "area": "320"})
    for need, method, text in (
        (Need.INVESTIGATION, "查看台账，到地里量过", "位置、面积和台账一致（演示）。"),
        (Need.DELIBERATION, "村民代表十五人参加", "大家同意出具（演示）。"),
    ):
        handling.record_safeguard(
            actor=_clerk(), application=filled, need=need.value, entry=Entry(today(), method, text, True)
        )


def _appointment() -> None:
    slot = next(slot for slot in slots_from(VILLAGE, now()) if slot.day > today())
    wish = booking.Wish(
        division=VILLAGE, title="问一问要不要开证明", code="", day=slot.day, half=slot.half, name=WANG.name, phone=WANG.phone,
        noticed=True, consented=True,
    )  # fmt: skip
    booking.book(wish=wish)


def _clerk() -> Account:
    return Account.objects.get(username="demo-village-clerk")


def _head() -> Account:
    return Account.objects.get(username="demo-village-head")

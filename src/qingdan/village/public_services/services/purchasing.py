"""Buying services: the tests before the catalogue, the villages' opinions, the conclusion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import Level
from qingdan.foundation.orgs.divisions import contains, level
from qingdan.foundation.orgs.models import Account, Body, Division
from qingdan.policy.gate.model import ListKind
from qingdan.policy.gate.normalise import key
from qingdan.register.lists.models import Edition
from qingdan.register.lists.services.problems import ListsProblem
from qingdan.village.public_services.access import ServicesAccess
from qingdan.village.public_services.choices import ProviderKind, PurchaseStance, PurchaseState, TakenUp, Takes
from qingdan.village.public_services.models import Purchase, PurchaseOpinion, PurchaseTest, VillageService
from qingdan.village.public_services.problems import ServiceProblem
from qingdan.village.public_services.services.writing import note, tell_village, words
from qingdan.village.public_services.settings import settings_at

BUYERS = (Level.COUNTY, Level.TOWN)
"""Offices of the district and towns buy (NH-26, CC-07a)."""
MOST_VILLAGES = 2000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be bought, for which villages, and until when they are asked."""

    title: str
    text: str
    villages: Sequence[str]
    opinions_until: date
    item_code: str = ""


@transaction.atomic
def ask_villages(*, actor: Account, buyer: Body, wanted: Wanted) -> Purchase:
    """Begin a purchase by asking the villages concerned (an officer of the buyer). Answering costs a village one press."""
    if buyer.pk not in ServicesAccess(actor).bodies:
        raise NotAllowed("只能以本单位的名义购买服务。")
    if level(buyer.division_id) not in BUYERS:
        raise ServiceProblem("购买服务的单位是区县的部门或者镇街。")
    codes = _villages(buyer, wanted.villages)
    if wanted.opinions_until < today():
        raise ServiceProblem("意见截止的日子不能早于今天。", "opinions_until")
    made = Purchase.objects.create(
        buyer=buyer, title=words(wanted.title, "title", "买什么服务", 200), item_code=wanted.item_code,
        text=words(wanted.text, "text", "做什么、怎么做", 2000), opinions_until=wanted.opinions_until, asked_by=actor,
    )  # fmt: skip
    PurchaseOpinion.objects.bulk_create([PurchaseOpinion(purchase=made, division_id=code) for code in codes])
    for code in codes:
        tell_village(
            code, f"{buyer}想买服务，先听村里的意见", f"{made.title}。意见截止 {made.opinions_until}。",
            f"/purchases/{made.pk}/", f"purchase-{made.pk}",
        )  # fmt: skip
    note(actor, "purchase_ask", "purchase", made.pk, buyer.division_id, [made.title, codes])
    return made


def _villages(buyer: Body, asked: Sequence[str]) -> list[str]:
    codes = sorted(set(asked))
    if not codes:
        raise ServiceProblem("请选涉及哪些村（社区）。", "villages")
    if len(codes) > MOST_VILLAGES:
        raise ServiceProblem(f"一次最多 {MOST_VILLAGES} 个村（社区）。", "villages")
    if not all(contains(buyer.division_id, code) for code in codes):
        raise ServiceProblem("只能选本单位管辖范围里的村（社区）。", "villages")
    found = set(Division.objects.filter(pk__in=codes, level=Level.VILLAGE).values_list("code", flat=True))
    if found != set(codes):
        raise ServiceProblem("选的村（社区）里有找不到的，请重新选。", "villages")
    return codes


@transaction.atomic
def give_opinion(
    *, actor: Account, purchase: Purchase, division: str, stance: PurchaseStance, text: str = ""
) -> PurchaseOpinion:
    """A village says what it thinks (its own people; its town for it, from paper); it may change until the conclusion."""
    on_behalf = ServicesAccess(actor).demand_village(division)
    kept = _asking(purchase)
    row = PurchaseOpinion.objects.select_for_update().filter(purchase=kept, division=division).first()
    if row is None:
        raise NotAllowed("这次购买没有征求这个村（社区）的意见。")
    row.text = words(text, "text", "建议或者不同意的理由", needed=stance is not PurchaseStance.AGREE)
    row.stance, row.by, row.at, row.on_behalf = stance, actor, now(), on_behalf
    row.taken_up, row.why = "", ""
    row.save()
    note(actor, "purchase_opinion", "purchase", kept.pk, division, [division, stance, row.text])
    return row


@transaction.atomic
def settle_opinion(*, actor: Account, opinion: PurchaseOpinion, taken_up: TakenUp, why: str = "") -> PurchaseOpinion:
    """The buyer says what was done with an opinion; not adopting one needs its reason."""
    kept = _bought(actor, opinion.purchase)
    row = PurchaseOpinion.objects.select_for_update().get(pk=opinion.pk, purchase=kept)
    if not row.stance:
        raise ServiceProblem("村里还没有回复，没有意见可以处理。")
    row.taken_up = taken_up
    row.why = words(why, "why", "为什么没有采纳", needed=taken_up is not TakenUp.ADOPTED)
    row.save(update_fields=["taken_up", "why"])
    note(actor, "purchase_settle", "purchase", kept.pk, row.division_id, [row.division_id, taken_up, row.why])
    return row


@dataclass(frozen=True, slots=True)
class Contract:
    """With whom, by which contract, from when to when."""

    provider_kind: ProviderKind
    provider: str
    contract: str
    begins: date
    ends: date


@transaction.atomic
def conclude(*, actor: Account, purchase: Purchase, contract: Contract) -> Purchase:
    """Record that the service is bought (AS-33): from now on the villages concerned do not handle it.

    Never before every village concerned has its opinion on record, or, where the pack lets silence pass, its time is over
    (NH-26, CC-07a); and what was done with each opinion that is no plain yes is stated.
    """
    kept = _bought(actor, purchase)
    _demand_opinions(kept)
    if contract.ends < contract.begins:
        raise ServiceProblem("结束的日子不能早于开始。", "ends")
    kept.provider_kind, kept.provider = contract.provider_kind, words(contract.provider, "provider", "承接方", 100)
    kept.contract = words(contract.contract, "contract", "合同（名称、编号、原件在哪里）", 200)
    kept.begins, kept.ends = contract.begins, contract.ends
    _end(kept, actor, PurchaseState.CONCLUDED)
    if kept.item_code:
        _no_longer_the_villages(actor, kept)
    note(actor, "purchase_conclude", "purchase", kept.pk, kept.buyer.division_id, [kept.provider, kept.contract])
    return kept


def _demand_opinions(purchase: Purchase) -> None:
    rules = settings_at(purchase.buyer.division_id, today())
    rows = list(purchase.opinions.select_related("division"))
    silent = [str(row.division) for row in rows if not row.stance]
    if silent and not (rules.silence_passes and purchase.opinions_until < today()):
        raise ServiceProblem(
            f"还有 {len(silent)} 个村（社区）的意见没有记下来{rules.cited('opinions_first')}：{'、'.join(silent[:5])}。"
        )
    open_ = [str(row.division) for row in rows if row.stance not in {"", PurchaseStance.AGREE} and not row.taken_up]
    if open_:
        raise ServiceProblem(f"请先写明这些村（社区）的意见是怎么处理的：{'、'.join(open_[:5])}。")


def _no_longer_the_villages(actor: Account, purchase: Purchase) -> None:
    for code in purchase.opinions.values_list("division_id", flat=True):
        VillageService.objects.update_or_create(
            division_id=code, code=purchase.item_code,
            defaults={"takes": Takes.AGENT, "provider": purchase.provider, "by": actor, "at": now()},
        )  # fmt: skip


@transaction.atomic
def stop(*, actor: Account, purchase: Purchase, reason: str) -> Purchase:
    """End a purchase without buying, with the reason."""
    kept = _bought(actor, purchase)
    kept.stopped_for = words(reason, "reason", "为什么不买了")
    _end(kept, actor, PurchaseState.STOPPED)
    note(actor, "purchase_stop", "purchase", kept.pk, kept.buyer.division_id, kept.stopped_for)
    return kept


def _end(purchase: Purchase, actor: Account, state: PurchaseState) -> None:
    purchase.state, purchase.closed_by, purchase.closed_at = state, actor, now()
    purchase.save()


def _asking(purchase: Purchase) -> Purchase:
    kept = Purchase.objects.select_for_update(of=("self",)).select_related("buyer").get(pk=purchase.pk)
    if kept.state != PurchaseState.ASKING:
        raise ServiceProblem(f"这次购买{kept.get_state_display()}，不能再改了。")
    return kept


def _bought(actor: Account, purchase: Purchase) -> Purchase:
    if not ServicesAccess(actor).buys(purchase):
        raise NotAllowed("由购买单位的经办人来办，您没有这个权限。")
    return _asking(purchase)


@dataclass(frozen=True, slots=True)
class PurchaseTested:
    """The two tests of a service, and why they hold."""

    title: str
    government_duty: bool
    market_suitable: bool
    reason: str


@transaction.atomic
def record_test(*, actor: Account, body: Body, division: str, tested: PurchaseTested) -> PurchaseTest:
    """The line department records both tests of a service and signs (NH-25, CC-07); finance signs after it."""
    if not ServicesAccess(actor).helps(body, division):
        raise NotAllowed("由业务主管部门的经办人来办，您没有这个权限。")
    if not (tested.government_duty and tested.market_suitable):
        raise ServiceProblem("属于政府职责、适合市场化提供，两条都成立才能进目录。", "government_duty")
    title = words(tested.title, "title", "服务事项", 200)
    if PurchaseTest.objects.filter(division=division, key=key(title)).exists():
        raise ServiceProblem("这一项已经审核过，不用再报一次。", "title")
    made = PurchaseTest.objects.create(
        division=division, title=title, key=key(title), government_duty=True, market_suitable=True,
        reason=words(tested.reason, "reason", "理由"), line_body=body, line_by=actor,
    )  # fmt: skip
    note(actor, "purchase_test", "purchase_test", made.pk, division, [title, made.reason])
    return made


@transaction.atomic
def sign_test(*, actor: Account, test: PurchaseTest) -> PurchaseTest:
    """The finance department signs: another body and another person than the line department's."""
    kept = PurchaseTest.objects.select_for_update(of=("self",)).get(pk=test.pk)
    body = ServicesAccess(actor).finance_body(kept.division)
    if body is None:
        raise NotAllowed("由财政部门的经办人来签，您没有这个权限。")
    if kept.finance_at is not None:
        raise ServiceProblem("财政部门已经签过了。")
    kept.finance_body, kept.finance_by, kept.finance_at = body, actor, now()
    kept.save(update_fields=["finance_body", "finance_by", "finance_at"])
    note(actor, "purchase_test_sign", "purchase_test", kept.pk, kept.division, kept.title)
    return kept


def untested(division: str, titles: Sequence[str]) -> list[str]:
    """The titles that may not enter a purchase catalogue of a division: without both tests and both signatures."""
    passed = PurchaseTest.objects.filter(
        division=division, government_duty=True, market_suitable=True, finance_at__isnull=False
    )
    known = set(passed.values_list("key", flat=True))
    return [title for title in titles if key(title) not in known]


def demand_tested(sender: object, *, edition: Edition, **_more: object) -> None:
    """Refuse a purchase catalogue whose items are not all tested and signed, where the place asks for it (NH-25, CC-07).

    Heard in the transaction of the publication, which is undone: raises :class:`ListsProblem`.
    """
    if edition.item_list.kind != ListKind.PURCHASE or edition.pack_hash:
        return
    place = edition.item_list.division
    rules = settings_at(place, today())
    if not rules.states("tests_first"):
        return
    missing = untested(place, list(edition.items.values_list("title", flat=True)))
    if missing:
        raise ListsProblem(
            f"这些事项还没有业务主管部门和财政部门都签的审核，不能进购买服务目录{rules.cited('tests_first')}：{'、'.join(missing[:5])}。"
        )

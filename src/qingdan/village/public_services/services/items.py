"""Saying what a service of a list is, and what a village can do of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import transaction

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.orgs.queries import resolve_body
from qingdan.register.lists.models import Item
from qingdan.village.public_services.access import ServicesAccess
from qingdan.village.public_services.choices import Field, Online, ServiceClass, Takes
from qingdan.village.public_services.models import ServiceItem, VillageService
from qingdan.village.public_services.problems import ServiceProblem
from qingdan.village.public_services.queries.catalogue import service_at
from qingdan.village.public_services.services.writing import note, words


@dataclass(frozen=True, slots=True)
class Description:
    """What a service is, beyond its line in the list."""

    service_class: ServiceClass = ServiceClass.PUBLIC
    field: Field = Field.OTHER
    provider: str = ""
    target: str = ""
    bottom_line: bool = False
    agency: bool = False
    department: str = ""
    materials: str = ""
    time_limit: str = ""
    online: Sequence[Online] = ()


@transaction.atomic
def describe(*, actor: Account, item: Item, said: Description, seen: int = 0) -> ServiceItem:
    """Say what a service of a published list is (its list's steward, a lead officer, an officer of its department).

    ``seen`` is the revision that the actor saw (0: none yet). A service done on behalf needs department, materials and time
    (BJ-15). Raises :class:`ServiceProblem` where somebody else has changed it since.
    """
    place = item.edition.item_list.division
    _demand_describer(actor, item, place)
    if said.service_class is ServiceClass.PERSONAL:
        raise ServiceProblem("清单上的服务是公共事务或者公益服务，不是个人事项。", "service_class")
    content = _content(said)
    if said.agency:
        for name, what in (("department", "主管部门"), ("materials", "要带的材料"), ("time_limit", "多久办好")):
            words(str(content[name]), name, f"{what}：代办的事项要写明", 2000)
    kept = ServiceItem.objects.select_for_update().filter(code=item.code).first()
    if (kept.revision if kept else 0) != seen:
        raise ServiceProblem("刚有人改过这一项。请重新打开，看了新的内容再改。")
    made = kept or ServiceItem(code=item.code, revision=0)
    for name, value in content.items():
        setattr(made, name, value)
    made.title, made.division, made.revision, made.by, made.at = item.title, place, made.revision + 1, actor, now()
    made.save()
    note(actor, "describe_service", "service_item", made.pk, place, [item.code, content])
    return made


def _demand_describer(actor: Account, item: Item, place: str) -> None:
    access = ServicesAccess(actor)
    department = resolve_body(item.lead_body, place) if item.lead_body else None
    if not access.describes(place, department.pk if department else None):
        raise NotAllowed("服务事项由清单管理员、牵头单位或者主管部门来说明，您没有这个权限。")


def _content(said: Description) -> dict[str, object]:
    kept = asdict(said)
    for name, what, longest in (
        ("provider", "由谁提供", 100), ("target", "服务对象", 100), ("department", "主管部门", 100),
        ("materials", "要带的材料", 2000), ("time_limit", "多久办好", 60),
    ):  # fmt: skip
        kept[name] = words(kept[name], name, what, longest, needed=False)
    kept["online"] = [step.value for step in Online if step in said.online]
    return kept


@dataclass(frozen=True, slots=True)
class Offer:
    """What a village says of a service."""

    takes: Takes
    in_hall: bool = True
    elsewhere: str = ""
    second_window: bool = False
    provider: str = ""
    frequency: str = ""


@transaction.atomic
def say_offer(*, actor: Account, division: str, code: str, offer: Offer) -> VillageService:
    """A village says whether it can take a service, where and by whom it is given (its own people, its town for it)."""
    on_behalf = ServicesAccess(actor).demand_village(division)
    if service_at(division, code, today()) is None:
        raise ServiceProblem("现行的服务清单里没有这一项。")
    if offer.takes is not Takes.NO and not offer.in_hall and not offer.elsewhere.strip():
        raise ServiceProblem("不在一站式大厅办的，请写在哪里办。", "elsewhere")
    in_hall = offer.in_hall or offer.takes is Takes.NO
    content = {
        "takes": offer.takes, "in_hall": in_hall, "second_window": offer.second_window,
        "elsewhere": "" if in_hall else words(offer.elsewhere, "elsewhere", "在哪里办", 100),
        "provider": words(offer.provider, "provider", "谁来办", 100, needed=False),
        "frequency": words(offer.frequency, "frequency", "多久一次", 60, needed=False),
        "on_behalf": on_behalf, "by": actor, "at": now(),
    }  # fmt: skip
    kept, _fresh = VillageService.objects.update_or_create(division_id=division, code=code, defaults=content)
    note(actor, "say_offer", "village_service", kept.pk, division, [code, offer.takes, in_hall, offer.second_window])
    return kept

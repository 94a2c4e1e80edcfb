"""The people of the demonstration who keep guides, and short ways to write and publish one."""

from __future__ import annotations

from datetime import date
from typing import Any

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.models import Account
from qingdan.policy.packs.guide_specs import FieldSpec, GuideContent
from qingdan.village.guides import services
from qingdan.village.guides.models import GuideVersion
from qingdan.village.guides.queries import kind_at
from qingdan.village.guides.services import Draft

DISTRICT, TOWN, VILLAGE, COMMUNITY = "120117000000", "120117103000", "120117103201", "120117001001"
LIVING = "居民在社区居住证明"


def person(name: str) -> Account:
    return Account.objects.get(username=f"demo-{name}")


def steward() -> Account:
    return person("list-steward")


def lead() -> Account:
    return person("lead-civil")


def code_of(title: str = LIVING, place: str = DISTRICT) -> str:
    kind = kind_at(place, title, today())
    assert kind is not None
    return kind.code


def content(**more: Any) -> GuideContent:
    said: dict[str, Any] = {
        "purpose": "说明住在本社区", "issuing_body": "居住地的居民委员会", "validity_days": 90, "legal_basis": ["津民规〔2020〕6号"],
        "model_text": "兹证明：{name}（{id_number}）住在{address}。",
        "fields": [FieldSpec(name="name", label="姓名"), FieldSpec(name="id_number", label="公民身份号码"), FieldSpec(name="address", label="住址")],
        "procedure": ["提出", "核对", "出具"], "operating_rule": "核实后出具。", "materials": ["居民身份证"], "simple": True,
    }  # fmt: skip
    return GuideContent.model_validate(said | more)


def drafted(
    title: str = LIVING, *, division: str = DISTRICT, actor: Account | None = None, reason: str = "", **more: Any
) -> GuideVersion:
    who = actor or steward()
    begun = services.begin_version(actor=who, division=division, code=code_of(title, division))
    return services.write_version(
        actor=who, version=begun, draft=Draft(content(**more), reason=reason, provided_by="区民政局")
    )


def published(
    title: str = LIVING, *, by: Account | None = None, effective_on: date | None = None, **more: Any
) -> GuideVersion:
    draft = services.submit_version(actor=more.get("actor") or steward(), version=drafted(title, **more))
    return services.publish_version(actor=by or lead(), version=draft, effective_on=effective_on)

"""Kept kinds of the demonstration for villages, with their guides, and cancelled ones: made by the services of lists and guides."""

from __future__ import annotations

from typing import Any

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.demo.cast import DISTRICT
from qingdan.foundation.orgs.models import Account
from qingdan.policy.gate.model import ListKind
from qingdan.policy.packs.guide_specs import GuideContent
from qingdan.policy.packs.list_specs import ItemSpec
from qingdan.register.lists import services as lists
from qingdan.register.lists.models import Openness
from qingdan.register.lists.services.drafting import Heading
from qingdan.village.guides import services as guides
from qingdan.village.guides.queries import kind_at

LIST = "宁河区村（社区）保留证明事项清单（演示）"
CANCELLED_LIST = "宁河区村（社区）取消证明事项清单（演示）"
_DOCUMENT = "演示用，不是正式清单"
LIVING, AID, LAND = "村民居住情况证明（演示）", "临时救助申请人家庭情况证明（演示）", "集体土地使用情况证明（演示）"
_OWN = [{"name": "name", "label": "姓名"}, {"name": "id_number", "label": "证件号码"}]
_KINDS: dict[str, dict[str, Any]] = {
    LIVING: {
        "purpose": "办理居住登记、子女入学等", "model_text": "兹证明 {name}（证件号码 {id_number}）现住本村，住址为{address}，自{since}起居住至今。",
        "fields": [*_OWN, {"name": "address", "label": "住址"}, {"name": "since", "label": "从哪天住起", "type": "date"}],
        "simple": True, "validity_days": 30,
    },
    AID: {
        "purpose": "申请临时救助", "model_text": "兹证明 {name}（证件号码 {id_number}）系本村村民，家庭共{people}口人。经核实：{facts}。",
        "fields": [*_OWN, {"name": "people", "label": "家庭人口", "type": "number"}, {"name": "facts", "label": "家庭情况", "type": "long"}],
        "simple": False, "workdays": 5, "validity_days": 60,
    },
    LAND: {
        "purpose": "办理土地有关手续", "model_text": "兹证明 {name}（证件号码 {id_number}）使用本村集体土地，位置为{place}，面积{area}平方米。",
        "fields": [*_OWN, {"name": "place", "label": "位置"}, {"name": "area", "label": "面积（平方米）", "type": "number"}],
        "simple": False, "workdays": 10, "public_interest": True, "validity_days": 90,
    },
}  # fmt: skip


_CANCELLED = {
    "农机购置情况证明（演示）": "农业农村部门核对购机发票和补贴系统的记录，不用证明",
    "住房困难情况证明（演示）": "住房保障部门查不动产登记和保障记录；查不到的由本人书面承诺",
}
"""Cancelled kinds, and what takes the place of each."""


def install_kinds() -> None:
    """Lists of kept and of cancelled kinds for villages, not complete (the district's own are not on record); each kept kind with its guide."""
    steward, lead = _person("demo-list-steward"), _person("demo-lead-civil")
    kept = [
        ItemSpec(id=f"{n:03d}", title=title, basis=["津民规〔2020〕6号"], lead_body="区民政局")
        for n, title in enumerate(_KINDS, 1)
    ]
    cancelled = [
        ItemSpec(id=f"{n:03d}", title=title, basis=[_DOCUMENT], handled_by=way)
        for n, (title, way) in enumerate(_CANCELLED.items(), 1)
    ]
    _publish(steward, lead, ListKind.CERTIFICATE_RETAINED, LIST, kept)
    _publish(steward, lead, ListKind.CERTIFICATE_CANCELLED, CANCELLED_LIST, cancelled)
    for title, more in _KINDS.items():
        _guide(steward, lead, title, more)


def _publish(steward: Account, lead: Account, kind: ListKind, title: str, rows: list[ItemSpec]) -> None:
    begun = lists.create_list(
        actor=steward, division_code=DISTRICT, kind=kind, title=title, publisher="区民政局", document=_DOCUMENT
    )
    edition = begun.editions.get()
    lists.add_items(actor=steward, edition=edition, rows=rows, reasons=[""] * len(rows))
    edition.refresh_from_db()
    day = today()
    heading = Heading(
        document=_DOCUMENT, decided_on=day, published_on=day, effective_on=day, complete=False, reason="演示"
    )
    lists.set_heading(actor=steward, edition=edition, heading=heading)
    edition.refresh_from_db()
    lists.submit_edition(actor=steward, edition=edition)
    edition.refresh_from_db()
    lists.publish_edition(
        actor=lead, edition=edition, openness=Openness.PUBLIC, openness_review="演示数据", not_secret=True
    )


def _guide(steward: Account, lead: Account, title: str, more: dict[str, Any]) -> None:
    kind = kind_at(DISTRICT, title, today())
    if kind is None:
        raise LookupError(title)
    content = GuideContent.model_validate(
        {
            "issuing_body": "村（居）民委员会", "legal_basis": ["津民规〔2020〕6号"], "procedure": ["本人申请", "核对、核实", "出具、盖章"],
            "operating_rule": "据实出具，只写核实过的内容。", "materials": ["居民身份证"], **more,
        }
    )  # fmt: skip
    draft = guides.begin_version(actor=steward, division=DISTRICT, code=kind.code)
    written = guides.write_version(actor=steward, version=draft, draft=guides.Draft(content, source="product"))
    guides.publish_version(actor=lead, version=guides.submit_version(actor=steward, version=written))


def _person(name: str) -> Account:
    return Account.objects.get(username=name)

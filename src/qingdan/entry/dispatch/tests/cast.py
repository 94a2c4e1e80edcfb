"""Lists, matters and dispatches of the demo district for tests."""

from __future__ import annotations

from typing import Any

from qingdan.entry.dispatch.matters import matters_of
from qingdan.entry.dispatch.models import Dispatch
from qingdan.entry.dispatch.services.drafting import Wish, draft
from qingdan.entry.dispatch.services.sending import send
from qingdan.foundation.clock.moments import today
from qingdan.foundation.jobs.services import run, take
from qingdan.foundation.orgs.models import Account, Body
from qingdan.policy.gate.model import ListKind
from qingdan.policy.packs.list_specs import ItemSpec
from qingdan.register.lists.models import Edition
from qingdan.register.lists.services import add_items
from qingdan.register.lists.tests.cast import dated, publish, steward, submitted
from qingdan.register.lists.tests.cast import draft as begin_list
from qingdan.register.obligations.tests.cast import FOREIGN, SIBLING, TOWN, VILLAGE, demo

DISTRICT = "120117000000"
FORM, TASK, BARE = "残疾人需求调查表", "残疾人康复知识宣传", "残疾人家庭走访"
SUPPLIED = {"flow_chart": "附件2流程图", "training": "每季度培训一次", "funding": "每村每次50元，区残联"}


def install_lists() -> None:
    """A form list and an assistance list of the district, led by 区残联; one item of it lacks its flow chart."""
    list_of(
        ListKind.FORM,
        "宁河区年初交镇街的报表目录",
        ItemSpec(id="001", title=FORM, lead_body="区残联", frequency="quarterly", minutes=40),
        ItemSpec(id="002", title="残疾人两项补贴核对表", lead_body="区残联", frequency="monthly", minutes=30),
    )
    list_of(
        ListKind.ASSIST,
        "宁河区依法协助事项清单",
        ItemSpec(id="001", title=TASK, lead_body="区残联", **SUPPLIED),
        ItemSpec(id="002", title=BARE, lead_body="区残联"),
        ItemSpec(id="003", title="低保对象核查", lead_body="区民政局", **SUPPLIED),
        ItemSpec(id="004", title="社区残疾人活动", lead_body="区残联", units=["community"], **SUPPLIED),
    )


def list_of(kind: ListKind, title: str, *items: ItemSpec) -> Edition:
    """A published list of the district."""
    edition = begin_list(kind=kind, title=title)
    add_items(actor=steward(), edition=edition, rows=items, reasons=[""] * len(items))
    edition.refresh_from_db()
    return publish(
        submitted(dated(edition)), actor=demo("decision-recorder" if kind is ListKind.FORM else "lead-civil")
    )


def disabled() -> Body:
    return Body.objects.get(name="宁河区残联")


def officer() -> Account:
    return demo("department-officer")


def code_of(title: str, body: Body | None = None) -> str:
    return next(matter.code for matter in matters_of(body or disabled(), today()) if matter.title == title)


def wish(title: str = TASK, **more: Any) -> Wish:
    """A task done once in 苗庄镇 within the month, unless said otherwise."""
    said: dict[str, Any] = {"divisions": [TOWN], "frequency": "once", "begins": today(), "due_on": today()}
    return Wish(**({"code": code_of(title)} | said | more))


def drafted(title: str = TASK, **more: Any) -> Dispatch:
    return draft(actor=officer(), issuer=disabled(), wish=wish(title, **more))


def worked() -> None:
    """Do every job that waits, as the worker would."""
    while (taken := take("test")) is not None:
        run(taken)


def sent(title: str = TASK, **more: Any) -> Dispatch:
    return send(actor=officer(), dispatch=drafted(title, **more))


__all__ = ["DISTRICT", "FOREIGN", "SIBLING", "TOWN", "VILLAGE", "demo"]

"""The people of the demonstration who keep lists, and short ways to prepare and publish."""

from __future__ import annotations

from datetime import date
from typing import Any

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.models import Account
from qingdan.policy.gate.model import ListKind
from qingdan.policy.packs.list_specs import ItemSpec
from qingdan.register.lists import services
from qingdan.register.lists.models import Edition, Openness
from qingdan.register.lists.services.drafting import Heading

DISTRICT, TOWN, VILLAGE = "120117000000", "120117103000", "120117103201"


def person(name: str) -> Account:
    """An account of the demonstration: steward, lead-civil, town-clerk …"""
    return Account.objects.get(username=f"demo-{name}")


def steward() -> Account:
    """Keeps the district's lists."""
    return person("list-steward")


def lead() -> Account:
    """Of 区民政局, which the pack names as publisher."""
    return person("lead-civil")


def item(title: str, **more: Any) -> ItemSpec:
    """An item's content."""
    return ItemSpec(id="000", title=title, **more)


def draft(*titles: str, kind: ListKind = ListKind.ASSIST, title: str = "宁河区协助事项清单") -> Edition:
    """A new list's first draft with items."""
    begun = services.create_list(
        actor=steward(), division_code=DISTRICT, kind=kind, title=title, publisher="区民政局", document="某通知"
    )
    edition = begun.editions.get()
    if titles:
        services.add_items(
            actor=steward(), edition=edition, rows=[item(each) for each in titles], reasons=[""] * len(titles)
        )
    edition.refresh_from_db()
    return edition


def dated(edition: Edition, *, actor: Account | None = None, effective: date | None = None, **more: Any) -> Edition:
    """The draft with what publication needs."""
    said: dict[str, Any] = {
        "document": "宁民发〔2026〕9号通知", "decided_on": today(), "published_on": today(), "effective_on": effective or today(),
        "complete": True, "reason": "年度修订",
    }  # fmt: skip
    return services.set_heading(actor=actor or steward(), edition=edition, heading=Heading(**(said | more)))


def submitted(edition: Edition, *, actor: Account | None = None) -> Edition:
    """The draft handed over."""
    return services.submit_edition(actor=actor or steward(), edition=edition)


def publish(edition: Edition, *, actor: Account | None = None, openness: Openness = Openness.PUBLIC) -> Edition:
    """The submitted draft published."""
    return services.publish_edition(
        actor=actor or lead(), edition=edition, openness=openness, openness_review="文件写明主动公开", not_secret=True
    )


def published(*titles: str, **more: Any) -> Edition:
    """A list's first edition."""
    return publish(submitted(dated(draft(*titles, **more))))

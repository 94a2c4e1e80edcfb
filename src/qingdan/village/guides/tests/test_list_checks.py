"""Lists of certificates: bases, replacements, each kind on one list only."""

from __future__ import annotations

from typing import Any

import pytest

from qingdan.policy.gate.model import ListKind
from qingdan.policy.packs.list_specs import ItemSpec
from qingdan.register.lists import services
from qingdan.register.lists.models import Edition, Openness
from qingdan.register.lists.services import ListsProblem
from qingdan.register.lists.tests.cast import dated, draft, lead, steward

pytestmark = pytest.mark.usefixtures("demo")
KEPT, GONE = ListKind.CERTIFICATE_RETAINED, ListKind.CERTIFICATE_CANCELLED


def listed(kind: ListKind, *titles: str, **more: Any) -> Edition:
    begun = draft(kind=kind, title=f"{kind.value}（测试）")
    rows = [ItemSpec(id=f"{n:03d}", title=title, **more) for n, title in enumerate(titles, 1)]
    services.add_items(actor=steward(), edition=begun, rows=rows, reasons=[""] * len(rows))
    begun.refresh_from_db()
    return dated(begun)


def submit(edition: Edition) -> Edition:
    return services.submit_edition(actor=steward(), edition=edition, revision=edition.revision)


def publish(edition: Edition) -> Edition:
    return services.publish_edition(
        actor=lead(), edition=submit(edition), openness=Openness.PUBLIC, openness_review="可以公开", not_secret=True
    )


@pytest.mark.clause("CC-25b")
def test_a_cancelled_kind_needs_the_basis_and_the_way_that_takes_its_place() -> None:
    with pytest.raises(ListsProblem, match="没有写取消的依据"):
        submit(listed(GONE, "房屋无人居住证明", handled_by="供电公司现场核实"))
    services.discard_draft(actor=steward(), edition=Edition.objects.get(state="draft"))


def test_a_cancellation_takes_effect_with_its_replacement_only() -> None:
    with pytest.raises(ListsProblem, match="改由谁办"):
        submit(listed(GONE, "房屋无人居住证明", basis=["某决定"]))


def test_a_kind_without_basis_is_not_kept() -> None:
    with pytest.raises(ListsProblem, match="只能取消"):
        submit(listed(KEPT, "房屋无人居住证明"))


def test_a_kind_stands_on_one_list_only() -> None:
    publish(listed(GONE, "房屋无人居住证明", basis=["某决定"], handled_by="供电公司现场核实"))
    with pytest.raises(ListsProblem, match="已经在取消清单上"):
        submit(listed(KEPT, "房屋 无人居住证明", basis=["某规定"]))


def test_what_the_nation_bars_is_not_kept_below() -> None:
    with pytest.raises(ListsProblem, match="已经在不应出具清单上"):
        submit(listed(KEPT, "亲属关系证明", basis=["某规定"]))


def test_other_lists_are_left_alone() -> None:
    submit(dated(draft("协助人口普查")))

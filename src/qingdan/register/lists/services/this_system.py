"""What Qingdan itself costs a village: a list of its own, which says so and permits nothing by itself."""

from __future__ import annotations

from django.db import transaction

from qingdan.foundation.orgs.divisions import NATION
from qingdan.policy.gate.model import ListKind
from qingdan.policy.packs.list_specs import ItemSpec
from qingdan.register.lists.events import edition_published
from qingdan.register.lists.models import THIS_SYSTEM, Edition, EditionState, ItemList, Openness
from qingdan.register.lists.services.publishing import close
from qingdan.register.lists.services.writing import new_item, note_bulk, store

CODE = "QD-SY"
ITEM = ItemSpec(
    id="01",
    title="清单系统",
    aliases=["本系统", "村级事务清单系统", "村社区工作事务清单系统", "Qingdan"],
    frequency="weekly",
    minutes=15,
    needs={"consent_of": {"not": ["无", "没有"]}},
    note=(
        "系统自报：看派下来的事、签收、反馈核实，测算每周15分钟。要不要用、算不算准入，由本地定。"
        "不打卡、不积分、不按登录次数排名。"
    ),
)
"""The item. Somebody's consent is among its conditions: the system's own word never makes it 清单内."""


@transaction.atomic
def install_this_system() -> Edition:
    """Publish the list once; where it stands it is left alone, also where another process has just made it."""
    kept, _made = ItemList.objects.get_or_create(
        slug=THIS_SYSTEM,
        defaults={
            "code": CODE,
            "kind": ListKind.CHANNEL.value,
            "title": "本系统占用村里多少时间（系统自报）",
            "division": NATION,
            "publisher": "本系统",
        },
    )
    kept = ItemList.objects.select_for_update().get(pk=kept.pk)
    standing = kept.editions.order_by("-number").first()
    return standing or _publish(kept)


def _publish(kept: ItemList) -> Edition:
    edition = Edition.objects.create(
        item_list=kept,
        number=1,
        state=EditionState.DRAFT,
        document="系统自报，不是文件",
        complete=False,
        note="系统建议值，没有文件依据。每次用时是测算值。",
        openness=Openness.PUBLIC,
    )
    items = store([new_item(edition, ITEM, code=f"{CODE}-{ITEM.id}", position=1)])
    close(edition)
    note_bulk(None, "publish_edition", edition, [[item.code, item.spec] for item in items])
    edition_published.send(Edition, edition=edition)
    return edition

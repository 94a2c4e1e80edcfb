"""From a kind that villagers need and no list has to the application for its admission (KT-47): nothing of anybody goes along."""

from __future__ import annotations

from qingdan.foundation.alerts.services import send_many
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.orgs.queries import resolve_body
from qingdan.ledger.access import officers_of
from qingdan.register.lists.offers import way_into_admission
from qingdan.village.certificates.choices import Cause
from qingdan.village.certificates.links import link_to_wanted
from qingdan.village.certificates.models import Coordination


def apply_url(account: Account, known: Coordination | None) -> str:
    """The application form filled in from what a village reported; empty for who applies for no body, or for another cause."""
    if known is None or known.cause != Cause.NO_RULE:
        return ""
    place = known.application.division
    content = (
        f"{place}反映：村民办事要用（{known.reason}），清单上没有这一种证明，村里能够核实。谁要的：{known.demander}。"
    )
    return way_into_admission(
        account,
        {"kind": "certificate", "title": known.application.kind_title, "content": content, "verifiable": "true"},
    )


def tell_contacted(known: Coordination) -> None:
    """Tell the officers of the body that the town has spoken to which kind is wanted, where it is to be admitted first."""
    if known.cause != Cause.NO_RULE:
        return
    body = resolve_body(known.contacted, known.application.division_id)
    if body is not None:
        send_many(
            recipients=officers_of([body.pk]), title=f"村里要一种新证明：{known.application.kind_title}",
            body=f"{known.application.division}反映，{known.town}请您单位看看要不要申请准入。", link=link_to_wanted(known),
            key=f"certificate-wanted-{known.pk}-{body.pk}",
        )  # fmt: skip

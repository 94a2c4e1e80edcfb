"""What a dispatch adds to the page of an obligation that came of it: funding, flow chart, papers, 反馈核实."""

from __future__ import annotations

from qingdan.entry.dispatch.models import Dispatch
from qingdan.entry.dispatch.origins import dispatch_of
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.components import Pair
from qingdan.register.obligations.models import Obligation
from qingdan.register.obligations.origins import Offer


def offer_for(obligation: Obligation, reader: Account) -> Offer:
    """The dispatch's record in pairs. The village's links (反馈核实, papers, files) join here."""
    dispatch = dispatch_of(obligation.assignment.origin)
    if dispatch is None:
        return Offer()
    return Offer(pairs=record_pairs(dispatch))


def record_pairs(dispatch: Dispatch) -> list[Pair]:
    """What stands on record of the matter, as a village reads it."""
    kept = dispatch.record
    pairs = [
        Pair("清单", " ".join(part for part in (kept.get("source", ""), kept.get("document", "")) if part)),
        Pair("牵头单位", kept.get("lead_body", "")),
        Pair("依据", "；".join(kept.get("basis", []))),
        Pair("流程图", kept.get("flow_chart", "")),
        Pair("经费", kept.get("funding", "")),
        Pair("业务培训", kept.get("training", "")),
    ]
    return [pair for pair in pairs if pair.value]

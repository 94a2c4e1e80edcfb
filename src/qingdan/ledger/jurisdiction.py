"""Where findings may be opened at all, and against whom: what the place's policy says of it (design §4)."""

from __future__ import annotations

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.models import Body
from qingdan.ledger.rules import above_jurisdiction, answers_for
from qingdan.ledger.services.problems import LedgerProblem
from qingdan.policy.packs.models import PackVersion
from qingdan.policy.packs.queries import OutsideEveryPack, governing_version

DRAFT = "draft"


def why_not(division: str) -> str:
    """Why no finding may be opened at a place today, in a sentence; empty where one may."""
    try:
        version = governing_version(division, today())
    except OutsideEveryPack:
        return "这个地方没有安装政策包，没有认定问题的依据。请系统管理员先装入当地的政策包。"
    if version.status == DRAFT:
        return f"{version.title}依据的文件还是征求意见稿，录入正式文件以前不认定问题。线索先留着。"
    return ""


def demand_formal(division: str) -> None:
    """Raise :class:`LedgerProblem` where the document of the place is a draft or none is on record."""
    reason = why_not(division)
    if reason:
        raise LedgerProblem(reason)


def demand_answerable(body: Body, division: str) -> None:
    """Raise :class:`LedgerProblem` for a body above the jurisdiction, or one that has nothing to say at the place."""
    version: PackVersion = governing_version(division, today())
    if above_jurisdiction(version.division, body.division_id):
        raise LedgerProblem(
            f"{body}在{version.title}的管辖范围以上，不能对上级认定问题。请选“不成立：上级事项，另行向上反映”。", "body"
        )
    if not answers_for(body.division_id, division):
        raise LedgerProblem(f"{body}管不到这个地方，请选当地的单位。", "body")

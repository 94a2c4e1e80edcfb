"""A paper is screened: read and judged in memory, then the result is kept, and its text as long as it is worked on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from qingdan.entry.screening.access import ScreeningAccess
from qingdan.entry.screening.deciding import JudgedPaper, Setting, judge_paper
from qingdan.entry.screening.json_form import demand_to_json
from qingdan.entry.screening.mending import Mended, mend
from qingdan.entry.screening.model import Block, BlockKind, Cell, Paper
from qingdan.entry.screening.models import FoundDemand, Screening, Side
from qingdan.entry.screening.problems import ScreeningProblem
from qingdan.entry.screening.reading.refusals import MARKED
from qingdan.entry.screening.services.writing import note
from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.documents.secrecy import marked, marked_name
from qingdan.foundation.jobs.models import Job
from qingdan.foundation.jobs.registry import job
from qingdan.foundation.orgs.models import Account, Body, Division
from qingdan.foundation.orgs.queries import resolve_body
from qingdan.policy.gate.model import Outcome
from qingdan.register.check.services import BadQuestion

WORKING_TIME = timedelta(hours=24)
"""How long the text of a paper that nobody chose to keep stays, so that its findings can be worked through."""
MOST_DEMANDS = 2000


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person says of the paper: whose it is, by which place and day it is judged, whether its text is kept."""

    division: str
    side: str
    body: Body | None = None
    on: date | None = None
    issuer: str = ""
    name: str = ""
    keep: bool = False
    earlier: Screening | None = None


def screen(*, actor: Account, paper: Paper, asked: Asked) -> Screening:
    """Judge a paper that was read and keep the result.

    Raises :class:`ScreeningProblem` for a paper with a mark of secrecy (nothing of it is kept), with more demands than
    can be shown, for a place without a policy, and ``NotAllowed`` for whom it does not belong to.
    """
    return keep_judged(actor=actor, mended=judge_for(actor=actor, paper=paper, asked=asked), asked=asked)


def judge_for(*, actor: Account, paper: Paper, asked: Asked) -> Mended:
    """The first half of :func:`screen`: takes seconds for a long paper and writes nothing, so no transaction waits for it."""
    _demand_may_screen(actor, paper, asked)
    return mended_paper(paper, asked)


@transaction.atomic
def keep_judged(*, actor: Account, mended: Mended, asked: Asked) -> Screening:
    """The second half of :func:`screen`: keep what was judged for the same actor and the same ``asked``."""
    _demand_may_screen(actor, mended.judged.paper, asked)
    made = _kept(actor, mended, asked)
    FoundDemand.objects.bulk_create(_found(made, mended), batch_size=200)
    note(actor, "screen_paper", made, [made.verdict, made.demands, made.stopping, made.digest])
    return made


def _demand_may_screen(actor: Account, paper: Paper, asked: Asked) -> None:
    if asked.side not in Side.values:
        raise ScreeningProblem("请选是准备发出的，还是收到的。", "side")
    if not Division.objects.filter(pk=asked.division).exists():
        raise ScreeningProblem("系统里还没有这个地方，请选上一级，或者请系统管理员装入行政区划。", "division")
    ScreeningAccess(actor).demand_side(asked.side, asked.division, asked.body)
    if marked(paper.text) or marked_name(asked.name):
        raise ScreeningProblem(MARKED, "file")


def mended_paper(paper: Paper, asked: Asked) -> Mended:
    """The judged paper with advice and cost; nothing is kept. Raises :class:`ScreeningProblem`."""
    setting = Setting(asked.division, asked.on or today(), asked.issuer)
    try:
        judged = judge_paper(paper, setting)
    except BadQuestion as problem:
        raise ScreeningProblem(problem.message, problem.field) from problem
    if len(judged.demands) > MOST_DEMANDS:
        raise ScreeningProblem(
            f"这份文件里有 {len(judged.demands)} 处要求，一次最多看 {MOST_DEMANDS} 处，请拆开再传。", "file"
        )
    return mend(judged)


def _kept(actor: Account, mended: Mended, asked: Asked) -> Screening:
    judged, paper = mended.judged, mended.judged.paper
    earlier = _earlier(actor, asked, judged)
    stopping = {demand.text for demand in judged.demands if stops(demand.outcome)}
    return Screening.objects.create(
        division_id=asked.division, body=asked.body, side=asked.side, by=actor, on=judged.setting.on, name=asked.name[:150],
        title=paper.title[:300], number=paper.number[:100], issuer_name=judged.issuer[:200],
        issuer=asked.body if asked.side == Side.DRAFT else resolve_body(judged.issuer, asked.division),
        addressees=[each[:100] for each in paper.addressees[:200]], dated=paper.dated, notes=list(paper.notes),
        verdict=judged.verdict, demands=len(judged.demands), stopping=sum(stops(each.outcome) for each in judged.demands),
        sentences=len(judged.sentences), hours=round(mended.cost.each, 2), villages=mended.cost.villages,
        cost=mended.cost.in_words[:200], pack_hash=_pack_of(judged), digest=digest_of(paper.text),
        text=paper.text, blocks=[_block(block) for block in paper.blocks],
        text_until=None if asked.keep else now() + WORKING_TIME, kept=asked.keep,
        earlier=earlier, mended=_mended_since(earlier, stopping),
    )  # fmt: skip


def stops(outcome: Outcome) -> bool:
    """Whether a demand with this outcome keeps a paper from being sent as it is."""
    return outcome is not Outcome.LISTED


def digest_of(text: str) -> str:
    """Tells the same text again without keeping it."""
    return hashlib.sha256(text.encode("utf-8", errors="replace")).hexdigest()


def _pack_of(judged: JudgedPaper) -> str:
    return judged.demands[0].hardest.verdict.pack_hash if judged.demands else ""


def _earlier(actor: Account, asked: Asked, judged: JudgedPaper) -> Screening | None:
    """The version before: as the person says, else the office's newest draft of the same title."""
    if asked.earlier is not None:
        return asked.earlier if ScreeningAccess(actor).acts_on(asked.earlier) else None
    title = judged.paper.title[:300]
    if asked.side != Side.DRAFT or not title:
        return None
    return Screening.objects.filter(body=asked.body, side=Side.DRAFT, title=title).order_by("-at", "-pk").first()


def _mended_since(earlier: Screening | None, stopping: set[str]) -> int:
    """How many demands that stopped the version before are gone."""
    if earlier is None:
        return 0
    before = earlier.found.exclude(outcome=Outcome.LISTED).values_list("text", flat=True)
    return sum(text not in stopping for text in before)


def _found(made: Screening, mended: Mended) -> list[FoundDemand]:
    return [
        _row(made, place, demand_to_json(demand, advice))
        for place, (demand, advice) in enumerate(zip(mended.judged.demands, mended.advice, strict=True), start=1)
    ]


def _row(made: Screening, place: int, said: Mapping[str, Any]) -> FoundDemand:
    return FoundDemand(
        screening=made, place=place, start=said["start"], end=said["end"], text=said["text"],
        who=said["who"][:200], what=said["what"][:300], kinds=said["kinds"], outcome=said["outcome"],
        frequency=said["frequency"] or "", deadline=said["deadline"][:200], quantity=said["quantity"][:200],
        evidence=said["evidence"], sanction=said["sanction"][:300], because=said["because"], answers=said["answers"],
        advice=said["amendments"], suggestion=said["suggestion"], where=_where(made, said["start"]),
    )  # fmt: skip


def _where(made: Screening, start: int) -> str:
    return next(
        (str(block["place"])[:120] for block in made.blocks if block["start"] <= start < max(block["end"], start + 1)),
        "",
    )


def _block(block: Block) -> dict[str, Any]:
    return asdict(block) | {"kind": block.kind.value}


def blocks_of(screening: Screening) -> list[Block]:
    """The blocks of a screening whose text is still there."""
    return [
        Block(
            BlockKind(each["kind"]),
            each["start"],
            each["end"],
            each["level"],
            tuple(Cell(**cell) for cell in each["cells"]),
            each["place"],
        )
        for each in screening.blocks
    ]


@transaction.atomic
def keep_text(*, actor: Account, screening: Screening, keep: bool) -> Screening:
    """Keep a paper's text, or take it away now. Raises :class:`ScreeningProblem` where it is gone already."""
    made = _locked(screening)
    _demand_acts(actor, made)
    if not made.text:
        raise ScreeningProblem("原文已经删除，要看请重新上传。")
    if keep:
        made.kept, made.text_until = True, None
    else:
        _take_text(made)
    made.save(update_fields=["kept", "text_until", "text", "blocks"])
    note(actor, "keep_text" if keep else "take_text", made, None)
    return made


def _take_text(made: Screening) -> None:
    made.text, made.blocks, made.text_until, made.kept = "", [], None, False


def _locked(screening: Screening) -> Screening:
    return Screening.objects.select_for_update(of=("self",)).get(pk=screening.pk)


def _demand_acts(actor: Account, screening: Screening) -> None:
    if not ScreeningAccess(actor).acts_on(screening):
        raise ScreeningProblem("只有本单位（本村、本镇街）的人能处理这份文件。")


@job("screening.take_texts", every=timedelta(minutes=30))
def take_texts(_job: Job) -> None:
    """Take away the texts whose time is over; the results stay."""
    Screening.objects.filter(text_until__lte=now()).update(text="", blocks=[], text_until=None)

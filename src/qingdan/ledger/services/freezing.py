"""Freezing a unit's ledger for a period, saying that there is nothing, and keeping the stamped scan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.orgs.access import NotAllowed
from qingdan.foundation.orgs.choices import Level
from qingdan.foundation.orgs.divisions import level, subtree_end
from qingdan.foundation.orgs.models import Account, Body, Division
from qingdan.ledger.access import Powers
from qingdan.ledger.choices import FindingState
from qingdan.ledger.frozen_papers import digest_of, label_of
from qingdan.ledger.models import Finding, FrozenLedger, FrozenRow
from qingdan.ledger.services.problems import LedgerProblem
from qingdan.ledger.services.writing import note

MOST_FROZEN = 20_000
BATCH = 500
_NAMED = 5
_SMALL = (Level.TOWN, Level.VILLAGE)
SCANS = ("application/pdf", "image/png", "image/jpeg")


def rows_of(body: Body | None, division: Division, first: date, last: date) -> QuerySet[Finding]:
    """What stood in a unit's ledger in a period: known by its last day, and not over before its first.

    A frozen ledger is paper that travels: of an informant's matter it has title and district only, and not before the
    body has been told; the ledger of a town or village has none, since its own name would give the place away.
    """
    rows = Finding.objects.filter(Q(closed_on=None) | Q(closed_on__gte=first), shown_from__lte=last)
    rows = rows.exclude(state__in=[FindingState.MERGED, FindingState.ANNULLED])
    if body is not None:
        rows = rows.filter(body=body)
    else:
        rows = rows.filter(division__gte=division.pk, division__lt=subtree_end(division.pk))
        if level(division.pk) in _SMALL:
            rows = rows.filter(confidential=False)
    return rows.select_related("body", "division").order_by("division_id", "year", "number")


@transaction.atomic
def freeze(
    *, actor: Account, body: Body | None = None, division: Division, first: date, last: date, zero: bool = False
) -> FrozenLedger:
    """Freeze the ledger of a body, or of a division where no body is named; again for a period makes the next version.

    Refused while a finding has no measure (NH-79), for days to come, and for a zero report where there is something.
    """
    if not Powers(actor).may_freeze(body, division.pk):
        raise NotAllowed("台账由本单位的人定稿，镇街可以替村（社区）定。您没有这个权限。")
    if last < first or last > today():
        raise LedgerProblem("时段要有头有尾，最后一天不能晚于今天。", "last")
    Division.objects.select_for_update().get(pk=division.pk)  # two freezers of a place make two versions, not one
    findings = list(rows_of(body, division, first, last)[: MOST_FROZEN + 1])
    _demand_complete(findings, zero)
    names = Division.objects.in_bulk({finding.district for finding in findings if finding.confidential})
    kept = [row_content(finding, names) for finding in findings]
    version = _next_version(body, division, first, last)
    unit = str(body or division)
    heading = {"unit": unit, "first": str(first), "last": str(last), "version": version, "zero": zero}
    frozen = FrozenLedger.objects.create(
        division=division, body=body, unit=unit, first=first, last=last, label=label_of(first, last), version=version,
        rows=len(kept), zero=zero, digest=digest_of(heading, kept), frozen_by=actor, frozen_at=now(),
    )  # fmt: skip
    FrozenRow.objects.bulk_create(
        [FrozenRow(ledger=frozen, position=place, content=row) for place, row in enumerate(kept, start=1)],
        batch_size=BATCH,
    )
    note(actor, "freeze_ledger", "frozen_ledger", frozen.pk, division.pk, [frozen.digest, frozen.rows])
    return frozen


def _demand_complete(findings: list[Finding], zero: bool) -> None:
    if len(findings) > MOST_FROZEN:
        raise LedgerProblem(f"一份台账最多 {MOST_FROZEN} 条，请按镇街或者缩短时段分开定稿。")
    if zero and findings:
        raise LedgerProblem(f"这段时间有 {len(findings)} 件问题，不能报零。", "zero")
    if not zero and not findings:
        raise LedgerProblem("这段时间没有问题。要报“没有”，请勾上零报告。", "zero")
    bare = [finding.code for finding in findings if finding.state == FindingState.OPEN]
    if bare:
        named = "、".join(bare[:_NAMED]) + ("等" if len(bare) > _NAMED else "")
        raise LedgerProblem(f"还有 {len(bare)} 件没有写整改措施（{named}），先写明措施和时限再定稿。")


def row_content(finding: Finding, districts: Mapping[str, Division]) -> dict[str, str]:
    """What a frozen row keeps of a finding."""
    masked = finding.confidential
    place = str(districts[finding.district] if masked else finding.division)
    return {
        "部分": finding.section.label, "编号": finding.code, "问题": finding.title,
        "问题类型": finding.get_finding_kind_display(), "责任单位": str(finding.body), "地方": place,
        "情况": "" if masked else finding.text, "整改措施": finding.measure, "整改时限": str(finding.due),
        "整改情况": finding.result, "状态": finding.get_state_display(),
        "先派后批": "是" if finding.dispatched_before_filing else "",
    }  # fmt: skip


def _next_version(body: Body | None, division: Division, first: date, last: date) -> int:
    rows = FrozenLedger.objects.filter(first=first, last=last, body=body)
    if body is None:
        rows = rows.filter(division=division)
    highest: int | None = rows.aggregate(highest=Max("version"))["highest"]
    return (highest or 0) + 1


def still_whole(frozen: FrozenLedger) -> bool:
    """Whether rows and heading are what was frozen."""
    heading = {
        "unit": frozen.unit, "first": str(frozen.first), "last": str(frozen.last), "version": frozen.version,
        "zero": frozen.zero,
    }  # fmt: skip
    return digest_of(heading, frozen.kept.order_by("position").values_list("content", flat=True)) == frozen.digest


@transaction.atomic
def add_scan(*, actor: Account, frozen: FrozenLedger, scan: Attachment) -> FrozenLedger:
    """Keep the scan of the signed and stamped print, once."""
    kept = FrozenLedger.objects.select_for_update(of=("self",)).select_related("body").get(pk=frozen.pk)
    if not Powers(actor).may_freeze(kept.body, kept.division_id):
        raise NotAllowed("盖章的扫描件由本单位的人上传，您没有这个权限。")
    if kept.scan_id is not None:
        raise LedgerProblem("已经传过盖章的扫描件，不能再换。要改请重新定稿。")
    if scan.content_type not in SCANS:
        raise LedgerProblem("扫描件要是 PDF 或者图片。", "file")
    kept.scan, kept.scanned_by = scan, actor
    kept.save(update_fields=["scan", "scanned_by"])
    note(actor, "scan_ledger", "frozen_ledger", kept.pk, kept.division_id, [kept.digest, scan.sha256])
    return kept

"""``GET /api/v1/packs``."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from qingdan.foundation.web.rate_limit import limit
from qingdan.policy.packs.clauses import clauses_report
from qingdan.policy.packs.queries import newest_versions, pack_by_id

router = Router(tags=["packs"])


@router.get("", summary="已安装的政策包")
def packs(request: HttpRequest) -> list[dict[str, Any]]:
    """All installed packs."""
    limit(request)
    return [
        {
            "id": version.pack_id,
            "title": version.title,
            "division": version.division,
            "status": version.status,
            "version": version.version,
        }
        for version in newest_versions()
    ]


@router.get("/{pack_id}", summary="一个政策包的全部内容")
def pack(request: HttpRequest, pack_id: str) -> dict[str, Any]:
    """One pack's content."""
    limit(request)
    return pack_by_id(pack_id).chain[0].content


@router.get("/{pack_id}/clauses", summary="每一条由什么落实、哪个测试证明")
def clauses(request: HttpRequest, pack_id: str) -> list[dict[str, Any]]:
    """The clauses report of one pack."""
    limit(request)
    return [line.to_json() for line in clauses_report([pack_by_id(pack_id).chain[0]])]

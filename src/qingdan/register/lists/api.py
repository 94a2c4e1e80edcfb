"""``GET /api/v1/lists``."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router

from qingdan.foundation.web.rate_limit import limit
from qingdan.register.lists.showing import shown_lists

router = Router(tags=["lists"])


@router.get("", summary="一个地方现行的清单（只列公开的）")
def lists(request: HttpRequest, division: str, kind: str | None = None, on: date | None = None) -> list[dict[str, Any]]:
    """Public lists in force for a division on a day."""
    limit(request)
    return shown_lists(division=division, kind=kind, on=on, public_only=True)

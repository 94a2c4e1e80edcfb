"""What the lists offer to the shell: a menu entry, and on the home page the lists of the person's own place."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.choices import ADMINISTRATORS, Role
from qingdan.foundation.orgs.queries import home_scope
from qingdan.foundation.web.access import roles_of_request
from qingdan.foundation.web.registry import ANONYMOUS, EVERYONE, register_home_part, register_menu_entry
from qingdan.foundation.web.waiting import register_waiting
from qingdan.register.lists.roles import DRAFT_READERS, PREPARERS

MOST_ON_HOME = 6
_READERS = [role for role in Role if role not in ADMINISTRATORS]
_KEEPERS = [Role.LEAD_OFFICER, Role.LIST_STEWARD, Role.DECISION_RECORDER, Role.SUPERVISOR, Role.INSPECTOR]


def offer() -> None:
    """Register menu entry and home parts."""
    from qingdan.register.lists.waiting import waiting_drafts

    register_menu_entry("清单", "lists:lists", [EVERYONE], "依据", 300)
    register_menu_entry("清单编修", "lists:keeping", PREPARERS, "依据", 310)
    register_menu_entry("镇街红线", "lists:red-lines", DRAFT_READERS, "依据", 320)
    register_menu_entry("依据文件", "lists:bases", _READERS, "依据", 330)
    register_home_part(_READERS, 40, "lists/home_lists.html", _own_lists, place="side")
    register_home_part(_KEEPERS, 20, "lists/home_gaps.html", _gaps)
    register_waiting(DRAFT_READERS, waiting_drafts)
    register_home_part([ANONYMOUS], 40, "lists/home_public.html", lambda _request: {})


def _own_lists(request: HttpRequest) -> dict[str, Any] | None:
    """The lists in force at the person's place."""
    from qingdan.register.lists.queries import editions_for
    from qingdan.register.lists.views.reading import kind_label

    scope = home_scope(request.user)  # type: ignore[arg-type]  # the part is for roles, so an account
    if scope is None or scope.division is None:
        return None
    editions = editions_for(scope.division.code, today())
    shown = sorted(editions, key=lambda edition: edition.item_list.division, reverse=True)[:MOST_ON_HOME]
    return {
        "place": scope.division,
        "editions": [(edition, kind_label(edition)) for edition in shown],
        "more": len(editions) - len(shown),
    }


def _gaps(request: HttpRequest) -> dict[str, Any] | None:
    """The lists that the governing document names but that are not wholly on record."""
    from qingdan.policy.gate.labels import LIST_KIND_LABELS
    from qingdan.policy.gate.model import Completeness, ListKind
    from qingdan.policy.packs.queries import OutsideEveryPack
    from qingdan.register.lists.queries import named_lists

    scope = home_scope(request.user)  # type: ignore[arg-type]  # the part is for roles, so an account
    if scope is None or scope.division is None:
        return None
    try:
        named = named_lists(scope.division.code, today())
    except OutsideEveryPack:
        return None
    return {
        "named": [(entry, LIST_KIND_LABELS[ListKind(entry.kind)]) for entry in named],
        "gaps": sum(entry.on_record is not Completeness.COMPLETE for entry in named),
        "may_begin": Role.LIST_STEWARD in roles_of_request(request),
    }

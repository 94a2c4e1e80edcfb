"""Who may change accounts, grants, bodies and divisions."""

from __future__ import annotations

from qingdan.foundation.orgs.choices import Role
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.orgs.queries import may, roles_of


class NotAllowed(PermissionError):
    """The actor may not do this here; the message is Chinese."""


def demand_role(actor: Account | None, role: Role, division: str | None = None) -> None:
    """Raise :class:`NotAllowed` unless the actor holds the role (over the division, if one is named).

    ``None`` is the system itself: commands of the operator and the first set-up.
    """
    if actor is None:
        return
    held = may(actor, role, division) if division else role in roles_of(actor)
    if not held:
        raise NotAllowed(f"这件事要由{role.label}来做，您没有这个权限。")

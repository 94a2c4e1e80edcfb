"""Which dispatch an obligation comes from."""

from __future__ import annotations

from qingdan.entry.dispatch.models import Dispatch


def dispatch_of(origin: str) -> Dispatch | None:
    """The dispatch that an assignment's origin names (``dispatch:12`` or ``dispatch:12:TOWN``)."""
    room, _sign, rest = origin.partition(":")
    number = rest.partition(":")[0]
    if room != "dispatch" or not number.isdigit():
        return None
    return Dispatch.objects.select_related("issuer", "emergency").filter(pk=int(number)).first()

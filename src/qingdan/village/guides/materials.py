"""Materials that approvals ask, against the certificates that must not be asked. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qingdan.policy.gate.normalise import bare
from qingdan.village.guides.kinds import Kind

_ISSUERS = ("村民委员会", "居民委员会", "村委会", "居委会", "村（居）", "村(居)", "社区", "村级", "村里", "自治组织")


@dataclass(frozen=True, slots=True)
class Fault:
    """A material that is a barred or cancelled certificate."""

    material: str
    title: str
    regime: str
    clause: str


def faults(materials: Sequence[str], kinds: Iterable[Kind]) -> list[Fault]:
    """The materials that are certificates of a village which it must not issue.

    A title or an alias alone is one where the material names a village as its issuer or nobody else; what another office
    issues (公安机关出具的无犯罪记录证明) is none.
    """
    barred = [kind for kind in kinds if kind.regime in {"barred", "cancelled"}]
    found = []
    for material in materials:
        kind = next((each for each in barred if _asks(material, each)), None)
        if kind is not None:
            found.append(Fault(material, kind.title, kind.regime_label, kind.clause or ""))
    return found


def _asks(material: str, kind: Kind) -> bool:
    words = bare(material)
    titles = [bare(title) for title in (kind.title, *kind.aliases)]
    if any(words == title for title in titles):
        return True
    return any(title in words for title in titles) and any(bare(each) in words for each in _ISSUERS)

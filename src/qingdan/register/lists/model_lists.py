"""Model lists (范本): lists of other places to copy from. Those that come with the product, and those on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from qingdan.foundation.orgs.divisions import ancestors
from qingdan.policy.gate.model import ListKind
from qingdan.policy.packs.list_specs import ItemSpec
from qingdan.register.lists.models import Edition, EditionState, Openness

LIBRARY = Path(__file__).with_name("library")
_ON_RECORD = "edition-"
_NATIONAL = "《中华人民共和国"


@dataclass(frozen=True, slots=True)
class ModelList:
    """A list of another place, with its source. ``specs`` are its items, numbered in their order."""

    id: str
    kind: ListKind
    title: str
    place: str
    source: str
    source_url: str
    complete: bool
    note: str
    specs: tuple[ItemSpec, ...]

    @property
    def mark(self) -> str:
        """What a copied item says of where it comes from."""
        return f"{self.place}《{self.title}》"[:200]


def models_for(division: str, kind: ListKind, words: str = "") -> list[ModelList]:
    """The model lists of a kind for a place: none of its own or of the levels above it, which bind it anyway."""
    found = [model for model in _library() if model.kind is kind]
    elsewhere = (
        Edition.objects.filter(state=EditionState.PUBLISHED, openness=Openness.PUBLIC, item_list__kind=kind)
        .exclude(item_list__division__in=ancestors(division))
        .select_related("item_list")
        .prefetch_related("items")
    )
    found += [_from_edition(edition) for edition in elsewhere]
    return [model for model in found if _has(model, words)]


def model_by_id(division: str, kind: ListKind, id_: str) -> ModelList | None:
    """One of :func:`models_for`."""
    return next((model for model in models_for(division, kind) if model.id == id_), None)


def _has(model: ModelList, words: str) -> bool:
    return not words or any(words in text for text in (model.title, model.place, *(spec.title for spec in model.specs)))


@lru_cache(maxsize=1)
def _library() -> tuple[ModelList, ...]:
    return tuple(_from_file(path) for path in sorted(LIBRARY.glob("*.yaml")))


def _from_file(path: Path) -> ModelList:
    document: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    source = "，".join(part for part in (document["issuer"], document["document_number"], document["date"]) if part)
    return ModelList(
        id=path.stem,
        kind=ListKind(document["kind"]),
        title=document["title"],
        place=document["jurisdiction"],
        source=source,
        source_url=document["source_url"],
        complete=document["complete"],
        note=document["note"],
        specs=tuple(_spec(number, item) for number, item in enumerate(document["items"], start=1)),
    )


def _from_edition(edition: Edition) -> ModelList:
    kept = edition.item_list
    return ModelList(
        id=f"{_ON_RECORD}{edition.pk}",
        kind=ListKind(kept.kind),
        title=kept.title,
        place=kept.publisher or kept.division,
        source=f"{edition.document} {edition.document_number}".strip(),
        source_url=edition.source_url,
        complete=edition.complete,
        note=edition.note,
        specs=tuple(_spec(number, item.spec) for number, item in enumerate(edition.items.all(), start=1)),
    )


def _spec(number: int, item: dict[str, Any]) -> ItemSpec:
    """An item as it would stand elsewhere: a basis that is another place's own law becomes a remark."""
    bases: Sequence[str] = item.get("basis", [])
    local = [basis for basis in bases if not basis.startswith(_NATIONAL)]
    remark = f"原文的依据：{'、'.join(local)}。请换成本地的依据。" if local else ""
    kept = {name: value for name, value in item.items() if name not in {"clause", "id"}}
    kept["basis"] = [basis for basis in bases if basis.startswith(_NATIONAL)]
    kept["note"] = "；".join(part for part in (item.get("note", ""), remark) if part)
    return ItemSpec.model_validate({**kept, "id": f"{number:02d}"})

"""The triggers of this room's tables: which words of a published edition are final. Used by its migrations only."""

from django.db import migrations

from qingdan.foundation.audit.triggers import append_only

_FINAL = (
    "content_hash", "document", "number", "item_list_id", "document_number", "clause", "complete", "complete_for",
    "compilation", "source_url", "note", "pack_hash", "source_hash", "recorded_at", "reason", "revision",
)  # fmt: skip
_FINAL_IF_GIVEN = (
    "decided_on", "effective_on", "published_on", "superseded_on", "based_on_id", "prepared_by_id", "submitted_by_id", "submitted_at",
    "published_by_id", "scan_id",
)  # fmt: skip


def _differs(column: str) -> str:
    return f"NEW.{column} <> OLD.{column}"


def _differs_or_vanishes(column: str) -> str:
    vanishes = f"(NEW.{column} IS NULL) <> (OLD.{column} IS NULL)"
    if column == "superseded_on":  # it is set once, when the next edition is published
        return f"{_differs(column)} OR (NEW.{column} IS NULL AND OLD.{column} IS NOT NULL)"
    return f"{_differs(column)} OR {vanishes}"


_CHANGED = " OR ".join([*map(_differs, _FINAL), *map(_differs_or_vanishes, _FINAL_IF_GIVEN)])
_BACKWARDS = "NEW.state = 'draft' OR (OLD.state = 'superseded' AND NEW.state <> 'superseded')"
_CLOSED = f"OLD.state = 'superseded' AND ({_differs_or_vanishes('ends_on')})"
_EDITED = f"OLD.state <> 'draft' AND ({_BACKWARDS} OR {_CLOSED} OR {_CHANGED})"


def _first() -> list[migrations.RunPython]:
    """The triggers as migrations 0002 and 0003 made them."""
    return [
        append_only("lists_item", when="OLD.published"),
        append_only("lists_edition", when="OLD.state <> 'draft'", events=("UPDATE", "DELETE")),
    ]


def drop_first() -> list[migrations.RunPython]:
    """Steps that take the first triggers away."""
    return [migrations.RunPython(step.reverse_code, step.code) for step in _first()]


def make() -> list[migrations.RunPython]:
    """Steps that make the triggers of today."""
    return [
        append_only("lists_item", when="OLD.published"),
        append_only("lists_removal", when="OLD.published"),
        append_only("lists_edition", when=_EDITED, events=("UPDATE",)),
        append_only("lists_edition", when="OLD.state <> 'draft'", events=("DELETE",)),
        append_only("lists_settlement"),
    ]

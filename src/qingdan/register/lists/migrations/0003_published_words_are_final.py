"""Also what an edition says of itself (whole or not, since when, from where) is final once it is published.

Free stay the end of its validity, its state (superseded) and its 公开属性, which have their own procedures.
"""

from django.db import migrations

from qingdan.foundation.audit.triggers import append_only

_FINAL = (
    "content_hash", "document", "number", "item_list_id", "document_number", "clause", "complete", "complete_for",
    "compilation", "source_url", "note", "pack_hash", "recorded_at",
)  # fmt: skip
_FINAL_IF_GIVEN = ("decided_on", "effective_on")


def _differs(column: str) -> str:
    return f"NEW.{column} <> OLD.{column}"


def _differs_or_vanishes(column: str) -> str:
    return f"{_differs(column)} OR (NEW.{column} IS NULL) <> (OLD.{column} IS NULL)"


_CHANGED = " OR ".join([*map(_differs, _FINAL), *map(_differs_or_vanishes, _FINAL_IF_GIVEN)])
_EDITED = f"OLD.state = 'superseded' OR (OLD.state = 'published' AND (NEW.state = 'draft' OR {_CHANGED}))"
_EDITED_BEFORE = (
    "OLD.state = 'superseded' OR (OLD.state = 'published' AND (NEW.state = 'draft' "
    "OR NEW.content_hash <> OLD.content_hash OR NEW.document <> OLD.document OR NEW.number <> OLD.number "
    "OR NEW.item_list_id <> OLD.item_list_id))"
)
_before = append_only("lists_edition", when=_EDITED_BEFORE, events=("UPDATE",))


class Migration(migrations.Migration):
    """The wider trigger in place of the narrower one."""

    dependencies = [("lists", "0002_published_is_final")]

    operations = [
        migrations.RunPython(_before.reverse_code, _before.code),
        append_only("lists_edition", when=_EDITED, events=("UPDATE",)),
    ]

"""What is published is never edited or lost: the database refuses it."""

from django.db import migrations

from qingdan.foundation.audit.triggers import append_only

_EDITED = (
    "OLD.state = 'superseded' OR (OLD.state = 'published' AND (NEW.state = 'draft' "
    "OR NEW.content_hash <> OLD.content_hash OR NEW.document <> OLD.document OR NEW.number <> OLD.number "
    "OR NEW.item_list_id <> OLD.item_list_id))"
)


class Migration(migrations.Migration):
    """Triggers on editions and items."""

    dependencies = [("lists", "0001_initial")]

    operations = [
        append_only("lists_item", when="OLD.published"),
        append_only("lists_edition", when=_EDITED, events=("UPDATE",)),
        append_only("lists_edition", when="OLD.state <> 'draft'", events=("DELETE",)),
    ]

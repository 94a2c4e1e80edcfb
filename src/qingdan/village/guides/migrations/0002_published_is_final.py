"""What was published stays as it was; records of publication, of steps and of guidance only grow."""

from django.db import migrations

from qingdan.foundation.audit.triggers import append_only

_WORDS = (
    "guide_id", "number", "content", "digest", "source", "provided_by", "document", "steps", "workdays", "reason",
)  # fmt: skip
_DIFFERS = " OR ".join(f"CAST(NEW.{column} AS text) <> CAST(OLD.{column} AS text)" for column in _WORDS)
_DATES = "NEW.published_on <> OLD.published_on OR NEW.effective_on <> OLD.effective_on"
_EDITED = (
    f"OLD.state <> 'draft' AND (NEW.state = 'draft' OR (OLD.state = 'superseded' AND NEW.state <> 'superseded') "
    f"OR {_DIFFERS} OR {_DATES})"
)


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = [("guides", "0001_initial")]

    operations = [
        append_only("guides_guideversion", when=_EDITED, events=("UPDATE",)),
        append_only("guides_guideversion", when="OLD.state <> 'draft'", events=("DELETE",)),
        append_only("guides_publication"),
        append_only("guides_reviewstep"),
        append_only("guides_guidance"),
    ]

"""Entries of the register, further entries, changes and custody are kept; what was decided does not change afterwards."""

from django.db import migrations

from qingdan.foundation.audit.triggers import append_only

_WORDS = ("seal_id", "sort", "source", "reference", "document_title", "kept_at", "purpose", "pages", "copies", "applicant_name")
_DECISION = ("approver_name", "paper_number", "paper_kept_at", "late", "late_days")
_ASKED = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in _WORDS)
_DECIDED = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in (*_WORDS, *_DECISION))
_REVIVED = "OLD.state IN ('refused', 'withdrawn') OR NEW.state NOT IN ('approved', 'withdrawn') OR OLD.checked_at IS NOT NULL AND NEW.checked_at IS NULL"
_APPROVAL = f"({_ASKED}) OR OLD.state <> 'asked' AND ({_DECIDED} OR {_REVIVED})"


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = [("seals", "0001_initial")]

    operations = [
        append_only("seals_sealuse"),
        append_only("seals_usenote"),
        append_only("seals_sealchange"),
        append_only("seals_sealapproval", when=_APPROVAL, events=("UPDATE",)),
        append_only("seals_sealapproval", events=("DELETE",)),
        append_only("seals_takeout", when="OLD.back_at IS NOT NULL", events=("UPDATE",)),
        append_only("seals_takeout", events=("DELETE",)),
        append_only("seals_custody", when="OLD.until IS NOT NULL", events=("UPDATE",)),
        append_only("seals_custody", events=("DELETE",)),
        append_only(
            "seals_handover",
            when="OLD.called_off_at IS NOT NULL OR OLD.given_at IS NOT NULL AND OLD.taken_at IS NOT NULL",
            events=("UPDATE",),
        ),
        append_only("seals_handover", events=("DELETE",)),
        append_only("seals_handover_seals"),
    ]

"""What was issued stays as it was, until its person is erased; steps and prints only grow."""

from django.db import migrations

from qingdan.foundation.audit.triggers import append_only

_FIXED = (
    "application_id",
    "replaces_id",
    "division_id",
    "year",
    "serial",
    "number",
    "code",
    "kind_title",
    "issued_at",
    "issued_by_id",
    "subject_id",
)
_DIFFERS = " OR ".join(f"CAST(NEW.{column} AS text) <> CAST(OLD.{column} AS text)" for column in _FIXED)
_REWRITTEN = "(NEW.sealed <> OLD.sealed AND NEW.sealed <> '')"
_TAKEN_BACK = (
    "(OLD.printed_at IS NOT NULL AND NEW.printed_at IS NULL) OR (OLD.delivered_at IS NOT NULL AND NEW.delivered_at IS NULL) "
    "OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS NULL) OR (OLD.voided_at IS NOT NULL AND NEW.voided_at IS NULL)"
)


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = [("certificates", "0001_initial")]

    operations = [
        append_only(
            "certificates_certificate", when=f"{_DIFFERS} OR {_REWRITTEN} OR {_TAKEN_BACK}", events=("UPDATE",)
        ),
        append_only("certificates_certificate", events=("DELETE",)),
        append_only("certificates_applicationstep"),
        append_only("certificates_printing"),
    ]

"""What time it is, in one place; tests freeze it."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This moment, aware, in the time zone of the installation (Asia/Shanghai)."""
    return timezone.localtime()


def today() -> date:
    """Today's date there."""
    return timezone.localdate()

"""What rooms above want of a list before it is submitted: they register a function, so that the lists need not know them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from qingdan.register.lists.models import Edition

Check = Callable[[Edition], Iterable[str]]
"""Given a draft: what it still lacks, in Chinese sentences."""
_checks: list[Check] = []


def register_check(check: Check) -> None:
    """Add a check of drafts; called in ``AppConfig.ready()``."""
    if check not in _checks:
        _checks.append(check)


def lacking(draft: Edition) -> list[str]:
    """Everything that the registered checks want of a draft."""
    return [words for check in _checks for words in check(draft)]

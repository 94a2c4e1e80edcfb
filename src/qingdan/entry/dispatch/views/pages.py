"""What the pages of dispatch share: doing a thing once, and the way to a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from qingdan.entry.dispatch.problems import DispatchProblem
from qingdan.foundation.web import form_acts


def done_once(
    request: HttpRequest, form: Any, purpose: str, act: Callable[[], dict[str, Any]], *, files: str = ""
) -> dict[str, Any] | None:
    """Do what a valid form asks, once for its key; None where dispatch refuses it (the form says why)."""
    return form_acts.done_once(request, form, purpose, act, refusals=(DispatchProblem,), files=files)

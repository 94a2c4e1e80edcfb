"""Doing what a form asks once: a double click, a repeated request and a reload after a lost answer do one thing."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest

from qingdan.foundation.documents.rules import BadFile
from qingdan.foundation.jobs.once import BadKey, once

ONCE = "once"


def with_key(form: Any) -> Any:
    """The form with a hidden key: pressing twice does one thing."""
    form.fields[ONCE] = forms.CharField(widget=forms.HiddenInput(), required=False, max_length=100)
    form.fields[ONCE].initial = uuid.uuid4().hex
    return form


def said(form: Any) -> dict[str, Any]:
    """What a valid form says, without the key."""
    return {name: value for name, value in form.cleaned_data.items() if name != ONCE}


def done_once(
    request: HttpRequest,
    form: Any,
    purpose: str,
    act: Callable[[], dict[str, Any]],
    *,
    refusals: tuple[type[Exception], ...],
    files: str = "",
) -> dict[str, Any] | None:
    """Do what a valid form asks, once for its key, whole or not at all; None where it is refused (the form says why).

    ``refusals`` are the room's typed errors, whose ``field`` names a field of the form; ``files`` is the field of the
    form that takes files.
    """
    asked = {name: request.POST.getlist(name) for name in request.POST if name != "csrfmiddlewaretoken"}
    try:
        with transaction.atomic():
            key = form.cleaned_data.get(ONCE)
            if not key:
                return act()
            answer, _fresh = once(actor=request.user, key=key, purpose=purpose, act=act, asked=asked)  # type: ignore[arg-type]  # pages for roles have an account
            return answer
    except BadFile as fault:
        form.add_error(files if files in form.fields else None, str(fault))
    except BadKey:
        form.add_error(None, "这一页已经提交过一次，内容又改了。请重新打开这一页再填。")
    except refusals as problem:
        field = getattr(problem, "field", "")
        form.add_error(field if field in form.fields else None, str(problem))
    return None

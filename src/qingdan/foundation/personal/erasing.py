"""What rooms do when a person is erased: take away digests and whatever else could recognise them."""

from __future__ import annotations

from collections.abc import Callable

from qingdan.foundation.personal.models import Subject

Forget = Callable[[Subject], None]

_HOOKS: dict[str, Forget] = {}


def on_erasure(name: str, forget: Forget) -> None:
    """Register, from ``AppConfig.ready()``, what a room does in the same transaction when a person is erased."""
    if _HOOKS.get(name, forget) is not forget:
        raise ValueError(f"{name} is registered twice")
    _HOOKS[name] = forget


def forget_everywhere(subject: Subject) -> None:
    """Let every room forget the person; in the caller's transaction."""
    for forget in _HOOKS.values():
        forget(subject)

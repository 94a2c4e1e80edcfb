"""The typed context of the components: what a page hands to ``web/components/*.html``.

A page builds these from its own room's objects; the components know nothing of rooms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

LONGEST_BESIDE_SEAL = 36

Tone = Literal["listed", "conditional", "unlisted", "undecided", "forbidden", "emergency"]
"""The colour of a seal; only verdicts use them."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """The seal of a verdict on screen. The word stands beside it, so the picture is hidden from screen readers."""

    character: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Link:
    """A link; ``main`` marks the one thing to do."""

    label: str
    url: str
    main: bool = False


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One reason of a verdict: its sentence, where it stands, and the words there."""

    text: str
    stamp: Stamp | None = None
    source: str = ""
    quote: str = ""
    link: Link | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class VerdictCard:
    """A verdict as a person reads it: word, one sentence, citation with quote, next step, one or two buttons."""

    stamp: Stamp
    word: str
    sentence: str
    source: str = ""
    quote: str = ""
    source_link: Link | None = None
    next_step: str = ""
    banner: str = ""
    links: Sequence[Link] = ()

    @property
    def long(self) -> bool:
        """Whether the sentence is too long to stand beside the seal."""
        return len(self.sentence) > LONGEST_BESIDE_SEAL


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a procedure: who acts, and how its clock stands in words."""

    label: str
    note: str = ""
    state: Literal["done", "now", "to_come"] = "to_come"


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and its value; the value may be a link."""

    label: str
    value: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the path to this page."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer to a question."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Question:
    """A missing fact, asked by itself: an answer is a button that sends ``name`` = value with the ``kept`` fields.

    ``free``: an answer may also be typed.
    """

    name: str
    text: str
    action: str
    choices: Sequence[Choice] = ()
    kept: Sequence[tuple[str, str]] = field(default=())
    free: bool = False

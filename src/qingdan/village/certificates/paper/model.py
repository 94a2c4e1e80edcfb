"""What stands on a certificate, and why one cannot be printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything that one page shows; all of it is text that stays text.

    ``paragraphs`` are the department's model text, filled in. ``names`` are the people's names within them: each is set
    in one font. ``code`` and ``check_url`` (the short address of the check page) are printed beside the QR code, whose
    content is ``qr``. ``demo`` prints 演示，无效. ``copies_note`` is a small line such as 一式两份.
    """

    number: str
    title: str
    paragraphs: tuple[str, ...]
    issuer: str
    issued_on: date
    valid_until: date | None
    code: str
    check_url: str
    qr: str
    demo: bool = False
    names: tuple[str, ...] = ()
    copies_note: str = ""


class CannotPrint(ValueError):
    """A page that cannot be made; ``message`` says in Chinese what to do, ``field`` which part it is about.

    The message holds no personal data beyond the one character that has no glyph.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


class MissingGlyph(CannotPrint):
    """No font on this machine has one of the characters: nothing is printed rather than a blank."""


class TooLong(CannotPrint):
    """The text does not fit on one A4 page."""

"""QR codes: as a picture in a page (inline SVG that our content security policy allows) and as PNG for paper."""

from __future__ import annotations

import io

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

LONGEST = 500
"""More characters make modules that an old phone cannot read from paper."""
_QUIET = 4
_PIXELS = 8


def qr_svg(text: str, label: str = "二维码") -> SafeString:
    """The code as an SVG element with the class ``qr``; its size is the page's matter.

    ``label`` is what screen readers say. Raises ``ValueError`` for text that is empty or too long.
    """
    size = _code(text).symbol_size(border=_QUIET)[0]
    path = _code(text).svg_inline(border=_QUIET, omitsize=True, svgclass=None, lineclass=None, light="#fff")
    inner = path[path.index(">") + 1 : path.rindex("</svg>")]
    return format_html(
        '<svg class="qr" role="img" aria-label="{}" viewBox="0 0 {} {}">{}</svg>',
        label,
        size,
        size,
        mark_safe(inner),  # noqa: S308 - drawn by segno: paths only, the text stands in the modules
    )


def qr_png(text: str) -> bytes:
    """The code as a PNG picture, black on white with its quiet zone; raises ``ValueError`` as :func:`qr_svg`."""
    out = io.BytesIO()
    _code(text).save(out, kind="png", scale=_PIXELS, border=_QUIET)
    return out.getvalue()


def _code(text: str) -> segno.QRCode:
    if not 0 < len(text) <= LONGEST:
        raise ValueError(f"a QR code holds 1 to {LONGEST} characters")
    return segno.make(text, error="m", micro=False, encoding=None if text.isascii() else "utf-8")

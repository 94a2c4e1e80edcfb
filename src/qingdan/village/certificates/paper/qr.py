"""The QR code of a certificate as a drawing; made in a millisecond, with the mask that the standard asks for.

``foundation/documents/qr.py`` draws codes for pages; choosing the mask there, in Python, takes longer than setting a page.
"""

from __future__ import annotations

from itertools import groupby

import zxingcpp

LONGEST = 400
"""More bytes make modules that an old phone cannot read at 32 mm."""
QUIET = 4


def qr_svg(text: str) -> str:
    """The code as SVG with its quiet zone, error correction M; raises ``ValueError`` for text that is empty or too long."""
    if not 0 < len(text.encode("utf-8")) <= LONGEST:
        raise ValueError(f"a certificate's code holds 1 to {LONGEST} bytes")
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    modules = memoryview(code.to_image(add_quiet_zones=False))  # type: ignore[arg-type]  # it is a buffer
    height, width = modules.shape or (0, 0)
    rows = modules.tobytes()
    path = "".join(_row(rows[y * width : (y + 1) * width], y + QUIET) for y in range(height))
    side = width + 2 * QUIET
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" viewBox="0 0 {side} {side}">'
        f'<path d="{path}"/></svg>'
    )


def _row(modules: bytes, y: int) -> str:
    """The dark runs of one row as rectangles."""
    drawn, x = [], QUIET
    for value, run in groupby(modules):
        length = sum(1 for _ in run)
        if value == 0:
            drawn.append(f"M{x} {y}h{length}v1h-{length}z")
        x += length
    return "".join(drawn)

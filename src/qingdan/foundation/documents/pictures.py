"""Pictures that people upload: decoded under limits and written anew, so that nothing but what is seen remains.

EXIF holds place, time and device of a phone's photo; whatever else hides behind a picture's end goes with it.
"""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps

from qingdan.foundation.documents.rules import JPEG, PNG, BadFile, FileType

MOST_PIXELS = 60_000_000
"""More than any phone takes; beyond it a small file may unpack to more than the memory holds."""
LONGEST_SIDE = 3000
"""Pixels: the words of a photographed A4 page are still read."""
_QUALITY = 85
_DAMAGED = "这张图片打不开，可能传的时候断了或者已经损坏。请重新拍一张，或者截图后再传。"


def is_picture(kind: FileType) -> bool:
    """Whether a file of this kind goes through :func:`written_anew`."""
    return kind in (JPEG, PNG)


def written_anew(data: bytes, kind: FileType) -> bytes:
    """The picture as it is seen, upright, at most :data:`LONGEST_SIDE` pixels, without EXIF or anything else beside it.

    Raises :class:`BadFile` for one that cannot be decoded or has too many pixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=["JPEG" if kind is JPEG else "PNG"]) as given:
                if given.width * given.height > MOST_PIXELS:
                    raise BadFile(_too_many(given.width, given.height))
                return _saved(ImageOps.exif_transpose(given), kind)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as bomb:
        raise BadFile("图片的像素太多，没有接收。请把图片缩小后再传。") from bomb
    except BadFile:
        raise
    except (OSError, SyntaxError, ValueError) as broken:  # what Pillow raises for damaged files
        raise BadFile(_DAMAGED) from broken


def _saved(seen: Image.Image, kind: FileType) -> bytes:
    plain = seen.convert("RGB" if kind is JPEG or seen.mode not in {"RGBA", "LA", "P", "L"} else seen.mode)
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain.info.clear()
    out = io.BytesIO()
    if kind is JPEG:
        plain.save(out, "JPEG", quality=_QUALITY, optimize=True)
    else:
        plain.save(out, "PNG")
    return out.getvalue()


def _too_many(width: int, height: int) -> str:
    return f"图片太大（{width}×{height} 像素），没有接收。请把图片缩小，或者重新拍一张后再传。"

"""What somebody gives to be checked: a PDF, a picture of a QR code, or the text of one; by its content, under limits."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

import zxingcpp
from PIL import Image, ImageOps

from qingdan.foundation.documents.pictures import MOST_PIXELS

LARGEST = 40 * 1024 * 1024
"""Bytes of a file; a photo of 30 MB is still looked at."""
_LONGEST_TEXT = 4000


class CannotRead(ValueError):
    """A file that holds nothing to check; the Chinese message says what to give instead."""


@dataclass(frozen=True, slots=True)
class Given:
    """A PDF's bytes, or the texts of the QR codes that were found."""

    pdf: bytes | None = None
    texts: tuple[str, ...] = ()


def look(data: bytes) -> Given:
    """What a file holds; raises :class:`CannotRead`."""
    if len(data) > LARGEST:
        raise CannotRead(f"文件太大（最多 {LARGEST // 1024 // 1024} MB）。请只给证明的 PDF，或者只拍二维码。")
    if b"%PDF-" in data[:1024] or b"%%EOF" in data[-1024:] or b"/ByteRange" in data:
        return Given(pdf=data)
    if len(data) <= _LONGEST_TEXT and (text := _text(data)):
        return Given(texts=(text,))
    return Given(texts=_codes(data))


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        return ""
    return text if text.isprintable() else ""


def _codes(data: bytes) -> tuple[str, ...]:
    """The texts of the QR codes in a picture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=["PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF"]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise CannotRead("图片太大。请只拍证明左下角的二维码。")
                seen = ImageOps.exif_transpose(picture).convert("L")
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as bomb:
        raise CannotRead("图片太大。请只拍证明左下角的二维码。") from bomb
    except (OSError, SyntaxError, ValueError) as broken:
        raise CannotRead("这个文件不是证明的 PDF，也不是二维码的图片或文字。") from broken
    found = zxingcpp.read_barcodes(seen, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    texts = tuple(each.text for each in found if each.text)
    if not texts:
        raise CannotRead("图片里没有找到二维码。请把证明左下角的二维码拍清楚、拍完整，再试一次。")
    return texts

"""What tests of certificates print, and a look at a printed file from outside."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pypdfium2
from PIL import Image
from pypdf import PdfReader

from qingdan.village.certificates.paper.model import Paper

QR = "https://qingdan.example.cn/v/7K3M9XWQ2T4B#" + "A" * 152


def a_paper(**changed: Any) -> Paper:
    """A page of invented people."""
    given: dict[str, Any] = {
        "number": "河西村证〔2026〕0001号",
        "title": "家庭成员关系证明",
        "paragraphs": ("兹证明王小明系本村村民，与李芳为母子关系。", "本证明仅用于办理公证，他用无效。", "特此证明。"),
        "issuer": "河西村村民委员会",
        "issued_on": date(2026, 11, 26),
        "valid_until": date(2027, 5, 25),
        "code": "7K3M-9XWQ-2T4B",
        "check_url": "https://qingdan.example.cn/v/",
        "qr": QR,
        "names": ("王小明", "李芳"),
    }
    return Paper(**{**given, **changed})


def words_of(pdf: bytes) -> str:
    """The text of the page without blanks."""
    return "".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())


def picture_of(pdf: bytes, dpi: int = 150) -> Image.Image:
    """The page as a picture."""
    picture: Image.Image = pypdfium2.PdfDocument(pdf)[0].render(scale=dpi / 72).to_pil()
    return picture

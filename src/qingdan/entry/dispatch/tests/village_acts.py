"""What villages do on their pages in tests: press 反馈核实, report, send files; and what Word files say."""

from __future__ import annotations

import io
from typing import Any

import docx
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from qingdan.entry.dispatch.models import Dispatch
from qingdan.entry.dispatch.tests.cast import TASK, VILLAGE, sent
from qingdan.foundation.clock.moments import today
from qingdan.register.obligations.models import Obligation

SAID = {"way": "group", "issuer_name": "区残联", "text": "每天上传入户照片作为佐证", "came_on": "", "reason": "outside"}


def owed() -> Obligation:
    """What 刘庄村 owes of a task that was sent to its town."""
    if not Dispatch.objects.exists():
        sent(TASK, what="张贴宣传画")
    return Obligation.objects.get(division_id=VILLAGE)


def press(client: Client, obligation: Obligation, **more: Any) -> Any:
    """反馈核实 on an obligation."""
    said = {"reason": "more", "text": "要成每月的了"} | more
    return client.post(f"/obligations/{obligation.pk}/feedback/", said, follow=True)


def tell(client: Client, **more: Any) -> Any:
    """A report of what came by a group."""
    said = SAID | {"division": VILLAGE, "came_on": str(today())} | more
    return client.post("/feedback/report/", said, follow=True)


def photo(name: str = "照片.jpg", size: tuple[int, int] = (40, 30)) -> SimpleUploadedFile:
    """A phone's photo with the place where it was taken, lying on its side."""
    out = io.BytesIO()
    picture = Image.new("RGB", size, "#aa0000")
    exif = picture.getexif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "某手机厂"
    exif.get_ifd(0x8825)[1] = "N"
    picture.save(out, "JPEG", exif=exif)
    return SimpleUploadedFile(name, out.getvalue() + b"hidden behind the end", "image/jpeg")


def word_file(words: str, name: str = "通知.docx", header: str = "") -> SimpleUploadedFile:
    """A Word file with a paragraph and a header."""
    document = docx.Document()
    document.add_paragraph(words)
    document.sections[0].header.paragraphs[0].text = header
    out = io.BytesIO()
    document.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def words_of(data: bytes) -> str:
    """All words of a Word file."""
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])

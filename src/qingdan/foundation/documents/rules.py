"""What a file is, by its content; names that can be kept; limits. Pure."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass

LARGEST = 20 * 1024 * 1024
LONGEST_NAME = 150
MOST_PARTS = 5000
LARGEST_UNPACKED = 300 * 1024 * 1024
MOST_BLOWN_UP = 200
"""A packed file may not grow more than this many times: a larger ratio is a bomb."""

_UNWANTED = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


class BadFile(ValueError):
    """A file that is not taken; the message is Chinese and says what to do."""


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file that is taken."""

    suffix: str
    content_type: str
    label: str


PDF = FileType("pdf", "application/pdf", "PDF")
PNG = FileType("png", "image/png", "PNG 图片")
JPEG = FileType("jpg", "image/jpeg", "JPEG 图片")
DOCX = FileType("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word 文档")
XLSX = FileType("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel 表格")
TXT = FileType("txt", "text/plain; charset=utf-8", "文本")
# What is recognised and read but not taken as an attachment.
HTML = FileType("html", "text/html", "网页")
ZIP = FileType("zip", "application/zip", "压缩包")
DOC = FileType("doc", "application/msword", "旧版 Word 或 WPS 文档")
XLS = FileType("xls", "application/vnd.ms-excel", "旧版 Excel 或 WPS 表格")
RTF = FileType("rtf", "application/rtf", "RTF 文档")
ODT = FileType("odt", "application/vnd.oasis.opendocument.text", "ODT 文档")
OFD = FileType("ofd", "application/ofd", "OFD 版式文件")
PPT = FileType("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "演示文稿")
RAR = FileType("rar", "application/vnd.rar", "RAR 或 7z 压缩包")
LOCKED = FileType("", "application/encrypted", "加了密码的文件")
PICTURE = FileType("", "image/*", "图片")
TAKEN = (PDF, PNG, JPEG, DOCX, XLSX, TXT)
_SUFFIXES = {kind.suffix: kind for kind in TAKEN} | {"jpeg": JPEG}


def clean_name(name: str) -> str:
    """A name that can be shown and stored: NFC, no path, no control or direction characters, not too long."""
    words = _UNWANTED.sub("", unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])).strip(" .")
    if not words:
        raise BadFile("文件没有名字，请改名后再传。")
    stem, dot, suffix = words.rpartition(".")
    if len(words) > LONGEST_NAME:
        words = f"{stem[: LONGEST_NAME - len(suffix) - 1]}{dot}{suffix}"
    return words


def check(name: str, data: bytes) -> FileType:
    """The kind of a file whose content and name agree; raises :class:`BadFile`."""
    if not data:
        raise BadFile("文件是空的。")
    if len(data) > LARGEST:
        raise BadFile(f"文件太大（{len(data) / 1048576:.0f} MB），最多 {LARGEST // 1048576} MB。图片请压缩后再传。")
    said = _SUFFIXES.get(name.rpartition(".")[2].lower())
    if said is None:
        raise BadFile(f"不收这种文件。可以传：{'、'.join(kind.label for kind in TAKEN)}。")
    found = sniff(data)
    if found is None:
        raise BadFile("看不出这是什么文件，可能已经损坏，请重新导出后再传。")
    if found is not said:
        raise BadFile(f"文件名写的是{said.label}，内容却是{found.label}。请用正确的后缀名再传。")
    return found


def sniff(data: bytes) -> FileType | None:
    """What the content is, or None."""
    if data.startswith(b"%PDF-"):
        return PDF
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"PK\x03\x04"):
        return _office(data)
    if b"\x00" in data[:8192]:
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return TXT


_BEGINNINGS = (
    (b"{\\rtf", RTF),
    (b"Rar!\x1a\x07", RAR),
    (b"7z\xbc\xaf\x27\x1c", RAR),
    (b"GIF8", PICTURE),
    (b"BM", PICTURE),
    (b"II*\x00", PICTURE),
    (b"MM\x00*", PICTURE),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = (
    ("EncryptedPackage", LOCKED),
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("Book", XLS),
    ("PowerPoint Document", PPT),
)
_WEB = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|div|p)[\s>]", re.IGNORECASE)


def recognise(data: bytes) -> FileType | None:
    """What the content is, also where it is nothing that is taken as an attachment; None for what may be text or nothing."""
    if data.startswith(_OLE):
        return next((kind for stream, kind in _STREAMS if stream.encode("utf-16-le") in data), None)
    if data.startswith(b"PK\x03\x04"):
        return sniff(data) or _package(data)
    if (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or data[4:12] in (b"ftypheic", b"ftypmif1"):
        return PICTURE
    begun = next((kind for beginning, kind in _BEGINNINGS if data.startswith(beginning)), None)
    if begun is PICTURE and begun and data.startswith(b"BM") and b"\x00" not in data[:32]:
        begun = None  # a text that begins with these two letters
    if begun:
        return begun
    start = data[:4096].lstrip(b"\xef\xbb\xbf \r\n\t")
    return HTML if start.startswith(b"<") and _WEB.search(start) else sniff(data)


def _package(data: bytes) -> FileType | None:
    """A packed file that is no Word or Excel file: of another office program, or a bundle of files."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError):
        return None
    for sign, kind in (("OFD.xml", OFD), ("ppt/presentation.xml", PPT), ("META-INF/manifest.xml", ODT)):
        if sign in names:
            return kind
    return ZIP


def _office(data: bytes) -> FileType | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError):
        return None
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > LARGEST_UNPACKED or unpacked > MOST_BLOWN_UP * max(len(data), 1):
        raise BadFile("这个文件展开后大得不正常，没有接收。请重新导出后再传。")
    names = {part.filename for part in parts}
    if any(name.endswith("vbaProject.bin") for name in names):
        raise BadFile("文件里有宏，请另存为不带宏的格式后再传。")
    if "word/document.xml" in names:
        return DOCX
    return XLSX if "xl/workbook.xml" in names else None

"""From a file or pasted words to a paper. Marks of secrecy come first: of what carries one nothing is kept, shown or logged."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import replace

from qingdan.entry.screening.model import Paper
from qingdan.entry.screening.reading import bundles
from qingdan.entry.screening.reading.converting import converted
from qingdan.entry.screening.reading.lines import lines_of_pieces
from qingdan.entry.screening.reading.recognising import NOTE, recognised
from qingdan.entry.screening.reading.refusals import EMPTY, MESSAGES, SAVE_AS_WORD, TOO_LARGE, UNKNOWN, Marked, Refused
from qingdan.entry.screening.reading.structure import paper_of, paper_of_text
from qingdan.foundation.documents import rules
from qingdan.foundation.documents.extracting import pieces_of_file
from qingdan.foundation.documents.extraction.pieces import Piece, Reason, Sort, Unreadable
from qingdan.foundation.documents.extraction.plain import LOST, decoded
from qingdan.foundation.documents.extraction.program import LONGEST
from qingdan.foundation.documents.rules import BadFile, FileType
from qingdan.foundation.documents.secrecy import marked, marked_name

_FORMS = {rules.DOCX: "docx", rules.XLSX: "sheet", rules.XLS: "sheet", rules.PDF: "pdf+pictures", rules.HTML: "html"}
_CONVERTED = (rules.DOC, rules.RTF, rules.ODT)
_PICTURES = (rules.PNG, rules.JPEG, rules.PICTURE)
_SAYS = {
    rules.OFD: "这是 OFD 版式文件，这里读不了。请用 OFD 阅读器打开，导出为 PDF 或者把文字复制出来粘贴。",
    rules.PPT: "这是演示文稿，不是公文。请把要看的文字复制出来粘贴。",
    rules.RAR: "这是 RAR 或 7z 压缩包，这里打不开。请解压以后把文件放进来，或者改用 zip。",
    rules.LOCKED: MESSAGES[Reason.ENCRYPTED],
}
_PAGE = re.compile(r"第 (\d+) 页")
ReadFile = tuple[str, Paper | Refused]


def read_words(text: str) -> Paper:
    """The paper that pasted words are; positions are those of ``text`` with line feeds only.

    Raises :class:`Marked` for words with a mark of secrecy, :class:`Refused` for none or too many.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if not text.strip():
        raise Refused("还没有文字。请把通知的文字粘贴进来。")
    if len(text) > LONGEST:
        raise Refused(MESSAGES[Reason.TOO_LONG])
    if marked(text):
        raise Marked
    return paper_of_text(text)


def read_paper(name: str, data: bytes) -> Paper:
    """The paper that a file is, whatever its name says it is; raises :class:`Refused`, :class:`Marked` among them."""
    read = read_files(name, data)
    if len(read) > 1:
        raise Refused(f"压缩包里有 {len(read)} 个文件。请解压以后选一个放进来，或者按多个文件处理。")
    paper = read[0][1]
    if isinstance(paper, Refused):
        raise paper
    return paper


def read_files(name: str, data: bytes) -> list[ReadFile]:
    """The papers that a file holds, each by name, or why it is not read: one, or those within a zip.

    A mark of secrecy in any of them, or in a name, raises :class:`Marked` for all: then nothing may be kept.
    Raises :class:`Refused` for a zip that is not opened.
    """
    _check_name(name)
    _check_size(data)
    kind = _kind(data)
    if kind is not rules.ZIP:
        return [(name, _read_or_refused(name, data, kind))]
    for part in bundles.names_of(data):
        _check_name(part)
    found: list[ReadFile] = []
    for inner, content in bundles.files_of(data):
        paper = _inner(inner, content)
        found.append((inner, _placed(paper, inner) if isinstance(paper, Paper) else paper))
    return found


def _inner(name: str, data: bytes) -> Paper | Refused:
    try:
        _check_size(data)
        kind = _kind(data)
        if kind is rules.ZIP:
            return Refused("压缩包里又有压缩包，没有打开。请解压以后放进来。")
        return _read_or_refused(name, data, kind)
    except Marked:
        raise
    except Refused as refused:
        return refused


def _placed(paper: Paper, name: str) -> Paper:
    """The paper with the file's name before every place in it."""
    blocks = tuple(replace(block, place=f"{name} {block.place}".strip()) for block in paper.blocks)
    return replace(paper, blocks=blocks)


def _check_name(name: str) -> None:
    if marked_name(name.rpartition(".")[0] or name):
        raise Marked


def _check_size(data: bytes) -> None:
    if not data.strip(b"\x00 \r\n\t"):
        raise Refused(f"文件{EMPTY}")
    if len(data) > rules.LARGEST:
        raise Refused(TOO_LARGE)


def _kind(data: bytes) -> FileType | None:
    try:
        return rules.recognise(data)
    except BadFile as fault:
        raise Refused(str(fault)) from fault


def _read_or_refused(name: str, data: bytes, kind: FileType | None) -> Paper | Refused:
    try:
        return _read(name, data, kind)
    except Marked:
        raise
    except Refused as refused:
        return refused


def _read(name: str, data: bytes, kind: FileType | None) -> Paper:
    if kind in _SAYS:
        raise Refused(_SAYS[kind])
    if kind in _PICTURES:
        return _of_pictures([(data, "")])
    notes = _named_wrongly(name, kind)
    if kind in _CONVERTED:
        label = kind.label
        data, kind = converted(data, kind)
        notes += (f"{label}是由 LibreOffice 转换以后读的，版式可能有出入。",)
    if kind in _FORMS:
        return _of_pieces(_pieces(kind, data), notes)
    text = decoded(data)
    if text is None:
        raise Refused(UNKNOWN)
    if text.lstrip().startswith(("MIME-Version:", "<?xml")):
        raise Refused(f"这是另存成网页或 XML 的文档，这里读不了。{SAVE_AS_WORD}")
    if LOST in text:
        notes += (f"有 {text.count(LOST)} 个字读不出来（{LOST}），文件可能损坏了，请对照原件。",)
    return replace(read_words(text), notes=notes)


def _pieces(kind: FileType, data: bytes) -> list[Piece]:
    try:
        return pieces_of_file(_FORMS[kind], data)
    except Unreadable as fault:
        if kind is rules.XLS and fault.reason is Reason.DAMAGED:
            made, target = converted(data, kind)
            return _pieces(target, made)
        raise Refused(MESSAGES[fault.reason]) from fault


def _of_pieces(pieces: Sequence[Piece], notes: tuple[str, ...]) -> Paper:
    """The paper that the pieces of a file are; pages that are pictures are recognised where that is possible."""
    _check_marks(pieces)
    pictures = [(base64.b64decode(piece.words), piece.place) for piece in pieces if piece.sort is Sort.PICTURE]
    seen: list[Piece] = []
    if pictures:
        try:
            seen = recognised(pictures)
        except Refused:
            if not _has_words(pieces):
                raise
            notes += (f"{'、'.join(dict.fromkeys(place for _data, place in pictures))}只有图，没有字，没有读。",)
    if not _has_words([*pieces, *seen]):
        raise Refused(f"文件{EMPTY}")
    paper = _paper(_together(pieces, seen), notes, by_machine=bool(seen))
    return replace(paper, pages=next((piece.level for piece in pieces if piece.sort is Sort.PAGES), 0))


def _of_pictures(pictures: Sequence[tuple[bytes, str]]) -> Paper:
    return _paper(recognised(pictures), (), by_machine=True)


def _paper(pieces: Sequence[Piece], notes: tuple[str, ...], *, by_machine: bool) -> Paper:
    _check_marks(pieces)
    remarks = tuple(piece.words for piece in pieces if piece.sort is Sort.REMARK)
    text, lines = lines_of_pieces(pieces)
    notes += (*remarks, NOTE) if by_machine else remarks
    return replace(paper_of(text, lines), notes=notes, recognised=by_machine)


def _has_words(pieces: Sequence[Piece]) -> bool:
    return any(piece.sort in (Sort.LINE, Sort.ROW) for piece in pieces)


def _together(pieces: Sequence[Piece], seen: Sequence[Piece]) -> list[Piece]:
    """The pieces with what was recognised on the pages where it stands; both are in the order of their pages."""
    merged: list[Piece] = []
    waiting = list(seen)
    for piece in pieces:
        while waiting and piece.sort in (Sort.LINE, Sort.ROW) and _page(waiting[0]) < _page(piece):
            merged.append(waiting.pop(0))
        merged.append(piece)
    return merged + waiting


def _page(piece: Piece) -> int:
    found = _PAGE.match(piece.place)
    return int(found[1]) if found else 0


def _check_marks(pieces: Sequence[Piece]) -> None:
    """Look for marks in everything that a file holds: also beside the text, in cells, properties and deleted words."""
    words = [piece.words for piece in pieces if piece.sort not in (Sort.REMARK, Sort.PICTURE, Sort.PAGES)]
    words += [cell.words for piece in pieces for cell in piece.cells]
    if marked("\n".join(words)):
        raise Marked


def _named_wrongly(name: str, kind: FileType | None) -> tuple[str, ...]:
    """A note where the name says that the file is of another sort than it is."""
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    known = {"docx", "doc", "wps", "xlsx", "xls", "et", "pdf", "txt", "html", "htm", "rtf", "odt"}
    fitting = {
        rules.DOCX: {"docx"}, rules.DOC: {"doc", "wps"}, rules.XLSX: {"xlsx"}, rules.XLS: {"xls", "et"}, rules.PDF: {"pdf"},
        rules.HTML: {"html", "htm"}, rules.RTF: {"rtf"}, rules.ODT: {"odt"},
    }  # fmt: skip
    if kind is None or suffix not in known or suffix in fitting.get(kind, known):
        return ()
    return (f"文件名的后缀是 .{suffix}，内容却是{kind.label}，按内容读了。",)

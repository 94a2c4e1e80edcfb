"""Where ``qingdan screen`` puts marked files: one to a file or to stdout, several into a folder."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qingdan.commands.base import BadInput, say
from qingdan.entry.screening.faces.marked_docx import marked_docx
from qingdan.entry.screening.faces.marked_html import marked_html
from qingdan.entry.screening.mending import Mended
from qingdan.entry.screening.reading.bundles import files_of
from qingdan.entry.screening.reading.refusals import Refused
from qingdan.entry.screening.showing import shown_mended
from qingdan.foundation.documents import rules
from qingdan.foundation.documents.rules import BadFile

WRITTEN = ("html", "docx")
"""Formats that are files of their own."""
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Screened:
    """A judged file by name; ``original`` where it is a Word file into which comments go."""

    name: str
    mended: Mended
    original: bytes | None = None


def originals(file: str) -> dict[str, bytes]:
    """The Word files that a file is or holds (a zip), by name; none where it cannot be read."""
    path = Path(file)
    try:
        data = path.read_bytes() if path.is_file() else b""
        held = dict(files_of(data)) if rules.recognise(data) is rules.ZIP else {path.name: data}
        return {name: each for name, each in held.items() if rules.recognise(each) is rules.DOCX}
    except (OSError, BadFile, Refused):
        return {}


def place_for(format_: str, out: str | None, files: Sequence[str]) -> None:
    """Raise :class:`BadInput` before any work where the result would have no place."""
    if out is None:
        if format_ == "docx" and sys.stdout.isatty():
            raise BadInput("Word 文件不能显示在终端里。请加 --out 文件名.docx，或者把输出转到文件。")
        if format_ in WRITTEN and len(files) > 1:
            raise BadInput(_FOLDER)
        return
    if format_ not in WRITTEN:
        raise BadInput("--out 和 --format html 或 docx 一起用；text 和 json 请把输出转到文件。")
    target = Path(out)
    if any(target.resolve() == Path(file).resolve() for file in files):
        raise BadInput("--out 写的就是要筛查的文件，会把原件盖掉。请换一个名字。")
    if len(files) > 1 and target.exists() and not target.is_dir():
        raise BadInput(_FOLDER)


_FOLDER = "有几份文件，请用 --out 写一个文件夹，每份存成一个文件。"


def write(format_: str, papers: Sequence[Screened], out: str | None) -> None:
    """Write the papers. Raises :class:`BadInput` where they have no place or it cannot be written."""
    if not papers:
        return
    if out is None:
        if len(papers) > 1:
            raise BadInput(_FOLDER)
        sys.stdout.buffer.write(_made(format_, papers[0]))
        return
    target = Path(out)
    try:
        if len(papers) == 1 and not target.is_dir():
            _put(target, _made(format_, papers[0]))
            return
        target.mkdir(parents=True, exist_ok=True)
        taken: set[str] = set()
        for each in papers:
            _put(target / _name(each.name, format_, taken), _made(format_, each))
    except OSError as error:
        raise BadInput(f"“{out}”写不了：{error.strerror}。请换一个地方。") from error


def _made(format_: str, screened: Screened) -> bytes:
    paper = shown_mended(screened.mended)
    if format_ == "docx":
        return marked_docx(paper, screened.original)
    return marked_html(paper, screened.name).encode("utf-8", errors="replace")


def _name(name: str, format_: str, taken: set[str]) -> str:
    """The file's name without its folders and suffix, and what it is; a second of the same name gets a number."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    stem = _NOT_IN_NAMES.sub("_", last.rpartition(".")[0] or last).strip(" .")[:_LONGEST_NAME] or "文件"
    number, made = 1, f"{stem}-筛查.{format_}"
    while made in taken:
        number += 1
        made = f"{stem}-筛查-{number}.{format_}"
    taken.add(made)
    return made


def _put(target: Path, data: bytes) -> None:
    """The whole file or nothing: a broken-off run leaves no half of it."""
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".qingdan-", delete=False) as part:
        try:
            part.write(data)
            part.flush()
            Path(part.name).chmod(0o644)
            Path(part.name).replace(target)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise
    say(f"写好了：{target}")

"""The words of an attached file, read in a process of its own with limits: no file can hold up or bring down the worker.

Run as a program with a type, this file reads a file from its input and writes the words; it imports nothing of ours.
"""

from __future__ import annotations

import io
import logging
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

SECONDS = 20
MEMORY = 1024 * 1024 * 1024
MOST_PAGES = 200
LONGEST = 20_000
_FORMS = {
    "text/plain; charset=utf-8": "txt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/pdf": "pdf",
}
log = logging.getLogger(__name__)


def words_of_file(content_type: str, fetch: Callable[[], bytes], longest: int = LONGEST) -> str:
    """The words of a file of a type that we read, at most ``longest`` characters; empty where none can be read.

    A file that is damaged, too big for the limits or only a picture of a page has none; it is found by its name.
    """
    form = _FORMS.get(content_type)
    if form is None:
        return ""
    try:
        done = subprocess.run(  # noqa: S603 - our own module and a word of our own
            [sys.executable, "-I", __file__, form, str(longest)],
            input=fetch(),
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        log.warning("a %s file has no words that can be read: %s", form, type(error).__name__)
        return ""
    return done.stdout.decode("utf-8", errors="replace").replace("\x00", "")[:longest]


def _read(form: str, data: bytes) -> Iterator[str]:
    if form == "txt":
        yield data.decode("utf-8", errors="replace")
    elif form == "docx":
        yield from _docx(data)
    elif form == "xlsx":
        yield from _xlsx(data)
    else:
        yield from _pdf(data)


def _docx(data: bytes) -> Iterator[str]:
    import docx

    document = docx.Document(io.BytesIO(data))
    yield from _beside(document)
    for paragraph in document.paragraphs:
        yield paragraph.text
    for table in document.tables:
        for row in table.rows:
            yield " ".join(dict.fromkeys(cell.text for cell in row.cells))


def _beside(document: Any) -> Iterator[str]:
    """Headers, footers and text boxes: where a paper's marks often stand."""
    for section in document.sections:
        for place in (section.header, section.first_page_header, section.footer, section.first_page_footer):
            for paragraph in place.paragraphs:
                yield paragraph.text
    for box in document.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}txbxContent"):
        for line in box.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"):
            yield "".join(line.itertext())


def _xlsx(data: bytes) -> Iterator[str]:
    import python_calamine

    book = python_calamine.load_workbook(io.BytesIO(data))
    for name in book.sheet_names:
        yield name
        for row in book.get_sheet_by_name(name).to_python():
            yield " ".join(str(cell) for cell in row if cell != "")


def _pdf(data: bytes) -> Iterator[str]:
    import pypdf

    for page in pypdf.PdfReader(io.BytesIO(data)).pages[:MOST_PAGES]:
        yield page.extract_text()


def main(form: str, longest: int) -> None:
    """Read the input under limits of time and memory."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    left = longest
    for words in _read(form, sys.stdin.buffer.read()):
        sys.stdout.buffer.write(words[:left].encode("utf-8", errors="replace") + b"\n")
        left -= len(words)
        if left <= 0:
            break


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

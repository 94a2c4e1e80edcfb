"""Files that come with a matter: looked through in memory, and kept only when nothing speaks against any of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from qingdan.foundation.documents.extracting import words_of_file
from qingdan.foundation.documents.models import Attachment
from qingdan.foundation.documents.pictures import is_picture, written_anew
from qingdan.foundation.documents.rules import LARGEST, BadFile, check, clean_name
from qingdan.foundation.documents.secrecy import marked, marked_name
from qingdan.foundation.documents.services import attach
from qingdan.foundation.orgs.models import Account, Division

_LONGEST = 1_000_000
MARKED_FILE = "这个文件的名字或者内容里有密级、内部资料的标记，没有收下，也没有留存。涉密的按保密规定办。"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that was looked through; pictures are written anew, without EXIF."""

    name: str
    data: bytes

    def called(self, sort: str) -> str:
        """A name that says the sort of paper and nothing of the person, with this file's ending."""
        return f"{sort}.{self.name.rpartition('.')[2].lower()}"


def looked_through(files: Sequence[Any]) -> list[Evidence]:
    """The files of a form, each by its content; nothing is stored. Raises :class:`BadFile` for the first that is refused.

    Marks of secrecy are looked for in names and, where they can be read, in words; a photographed page cannot be read.
    """
    return [_one(file) for file in files]


def _one(file: Any) -> Evidence:
    name = clean_name(file.name or "")
    if marked_name(name.rpartition(".")[0]):
        raise BadFile(MARKED_FILE)
    if (file.size or 0) > LARGEST:
        raise BadFile(f"“{name}”太大，最多 {LARGEST // 1048576} MB。图片请压缩后再传。")
    data = file.read()
    kind = check(name, data)
    if is_picture(kind):
        return Evidence(name, written_anew(data, kind))
    if marked(words_of_file(kind.content_type, lambda: data, longest=_LONGEST)):
        raise BadFile(MARKED_FILE)
    return Evidence(name, data)


def keep(actor: Account, division: Division, evidence: Iterable[Evidence]) -> list[Attachment]:
    """Store them as files that only the readers of their matter read; in the caller's transaction, after every check."""
    return [attach(actor=actor, division=division, name=each.name, data=each.data, of_case=True) for each in evidence]

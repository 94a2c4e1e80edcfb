"""Files of published editions, kept in memory: what is published is never edited, so a file is made once.

Drafts are made afresh each time. A file is known by the edition, by its content and by what stands in its heading.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from qingdan.foundation.documents.steady import not_collecting
from qingdan.register.lists.annexes.excel import write_excel
from qingdan.register.lists.annexes.word import write_difference_word, write_word
from qingdan.register.lists.differences import difference
from qingdan.register.lists.files import annex_document, annex_heading, annex_items, change_lines
from qingdan.register.lists.models import Edition
from qingdan.register.lists.showing import shown_difference

ROOM = 32 * 1024 * 1024
"""Bytes that kept files may take in a process."""


class KeptFiles:
    """The files that were asked for last, as many as there is room for."""

    def __init__(self, room: int = ROOM) -> None:
        self._room, self._used = room, 0
        self._files: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """The file of a key; made where it is not kept. Two threads may make the same at once, which harms nothing."""
        with self._lock:
            kept = self._files.get(key)
            if kept is not None:
                self._files.move_to_end(key)
                return kept
        made = make()
        with self._lock:
            self._put(key, made)
        return made

    def forget(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._files.clear()
            self._used = 0

    def _put(self, key: Hashable, made: bytes) -> None:
        if len(made) > self._room or key in self._files:
            return
        self._files[key] = made
        self._used += len(made)
        while self._used > self._room:
            _key, gone = self._files.popitem(last=False)
            self._used -= len(gone)


_kept = KeptFiles()


def forget() -> None:
    """Make every file anew (tests)."""
    _kept.forget()


def excel_of(edition: Edition) -> bytes:
    """All items of an edition as the Excel file that import reads."""
    return _file("excel", edition, lambda: write_excel(edition.item_list.title, annex_items(edition.items.all())))


def word_of(edition: Edition) -> bytes:
    """An edition as a Word annex."""
    return _file("word", edition, lambda: write_word(annex_heading(edition), annex_items(edition.items.all())))


def json_of(edition: Edition) -> bytes:
    """An edition as data; import reads it too. Made anew each time: it says whether the edition still counts."""
    with not_collecting():
        return annex_document(edition)


def difference_word_of(old: Edition | None, new: Edition) -> bytes:
    """What an edition has otherwise than another, as a Word table."""
    return _file(
        "difference", new, lambda: write_difference_word(annex_heading(new), change_lines(difference(old, new))), old
    )


def difference_json_of(old: Edition | None, new: Edition) -> bytes:
    """The same as data."""
    return _file("changes", new, lambda: json.dumps(shown_difference(old, new), ensure_ascii=False).encode(), old)


def _file(form: str, edition: Edition, make: Callable[[], bytes], other: Edition | None = None) -> bytes:
    def steadily() -> bytes:
        with not_collecting():
            return make()

    both = [each for each in (edition, other) if each is not None]
    if any(each.is_draft for each in both):
        return steadily()
    state = tuple((each.pk, each.recorded_at, each.content_hash, annex_heading(each)) for each in both)
    return _kept.get((form, state), steadily)

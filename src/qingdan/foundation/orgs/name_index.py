"""All names of divisions as one text, to find any part of a name among 665,000 in a few milliseconds.

The text is made when a whole table is loaded and kept in memory by each process, until its stamp changes. Where few
divisions are loaded there is none, and the table itself is searched.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from secrets import token_hex

from qingdan.foundation.orgs.divisions import subtree_end
from qingdan.foundation.orgs.models import Division, DivisionNames

FEWEST = 20_000
"""From so many divisions on a text is made."""
_CODE = 12


@dataclass(frozen=True, slots=True)
class NameIndex:
    """``names`` has a line a division, ``codes`` twelve digits: first the towns and all above, then the villages.

    ``starts`` says where each line begins; ``higher`` how many lines are no villages. Both parts stand in order of code.
    """

    names: str
    codes: str
    starts: array[int]
    higher: int

    def find(self, words: str, within: str | None, most: int) -> set[str]:
        """Codes of divisions with these words in their name: ``most`` of the towns and above, of the villages with
        just this name, and of all villages."""
        found: set[str] = set()
        count = len(self.starts) - 1
        for low, high, wanted in (
            (0, self.higher, words),
            (self.higher, count, f"\n{words}\n"),
            (self.higher, count, words),
        ):
            first, last = self._span(low, high, within)
            hits = self._lines(wanted, first, last)
            found.update(self._code(line) for line, _number in zip(hits, range(most), strict=False))
        return found

    def _lines(self, words: str, first: int, last: int) -> Iterator[int]:
        """The lines of a span in which the words stand."""
        whole = words.startswith("\n")
        place, end = self.starts[first] - whole, self.starts[last]
        while (place := self.names.find(words, place, end)) >= 0:
            line = bisect_right(self.starts, place + whole) - 1
            yield line
            place = self.starts[line + 1] - whole

    def _span(self, low: int, high: int, within: str | None) -> tuple[int, int]:
        """The lines between two that stand in a subtree."""
        if within is None:
            return low, high
        ends = (within, subtree_end(within))
        first, last = (bisect_left(range(high), code, lo=low, key=self._code) for code in ends)
        return first, last

    def _code(self, line: int) -> str:
        return self.codes[line * _CODE : (line + 1) * _CODE]


def store(names: Mapping[str, str]) -> None:
    """Make the text of all divisions (names by code) anew, in the caller's transaction; none where they are few."""
    DivisionNames.objects.all().delete()
    if len(names) < FEWEST:
        return
    higher = sorted(code for code in names if code.endswith("000"))
    villages = sorted(code for code in names if not code.endswith("000"))
    lines = [names[code] for part in (higher, villages) for code in part]
    DivisionNames.objects.create(
        stamp=token_hex(8), names="\n".join(["", *lines, ""]), codes="".join([*higher, *villages]), higher=len(higher)
    )


def store_missing() -> None:
    """Make the text where a table was loaded by a version that made none."""
    if DivisionNames.objects.exists() or Division.objects.count() < FEWEST:
        return
    store(dict(Division.objects.values_list("code", "name").iterator(chunk_size=20_000)))


def current() -> NameIndex | None:
    """The text as it is now; None where there is none."""
    stamp = DivisionNames.objects.values_list("stamp", flat=True).first()
    return _read(stamp) if stamp else None


@lru_cache(maxsize=1)
def _read(stamp: str) -> NameIndex | None:
    kept = DivisionNames.objects.filter(stamp=stamp).first()
    if kept is None:
        return None
    starts = array("I", (match.end() for match in re.finditer("\n", kept.names)))
    return NameIndex(kept.names, kept.codes, starts, kept.higher)

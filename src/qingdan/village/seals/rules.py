"""What holds for every seal: who must be somebody else, what is never sealed, gaps. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from qingdan.village.seals.problems import SealProblem

PEOPLE = {"keeper": "保管人", "approver": "批准人", "applicant": "经办人", "presser": "盖章人"}
"""The parts in a use of a seal, and how they are called."""
MOST_PAGES, MOST_COPIES = 2000, 2000
_BLANK = re.compile(r"空白|白纸|待填|未填|预留盖章|先盖章|盖空")
_PERSONAL = re.compile(r"(?<![0-9])(?:[0-9]{17}[0-9Xx]|1[3-9][0-9]{9})(?![0-9])")


@dataclass(frozen=True, slots=True)
class Who:
    """A person: by account, or by name alone."""

    account: int | None
    name: str

    @property
    def key(self) -> str:
        """The name without spaces and width, by which two entries of one person are known."""
        return "".join(unicodedata.normalize("NFKC", self.name).split())

    def is_same(self, other: Who) -> bool:
        """Whether both are one person: by their accounts where both have one, else by name."""
        if self.account is not None and other.account is not None:
            return self.account == other.account
        return self.key == other.key


def demand_different(people: Mapping[str, Who], different: Iterable[Sequence[str]]) -> None:
    """Raise :class:`SealProblem` where two parts that must be different persons are one. Parts not there yet are left."""
    for one, other in different:
        first, second = people.get(one), people.get(other)
        if first is not None and second is not None and first.is_same(second):
            words = f"{PEOPLE[one]}和{PEOPLE[other]}不能是同一个人（都是{first.name}）。请换一个人。"
            raise SealProblem(words, other if other in ("applicant", "presser") else "")


def demand_written(title: str, purpose: str, complete: bool) -> None:
    """Raise :class:`SealProblem` for a sheet that is not written yet: nothing blank is sealed."""
    if not complete or _BLANK.search(f"{title} {purpose}"):
        raise SealProblem("空白的纸、没有填完的表不能盖章。请先把内容写全，再申请用印。", "complete")


def demand_nobodys_data(*texts: str) -> None:
    """Raise :class:`SealProblem` where an identity number or telephone stands in words that everybody here reads."""
    if any(_PERSONAL.search(unicodedata.normalize("NFKC", text)) for text in texts):
        raise SealProblem("用印登记里不要写身份证号码、手机号码。请写材料的名称和编号。")


def demand_counts(pages: int, copies: int) -> None:
    """Raise :class:`SealProblem` unless pages and copies are numbers that a person can press."""
    if not 1 <= pages <= MOST_PAGES:
        raise SealProblem(f"页数要在 1 到 {MOST_PAGES} 之间。", "pages")
    if not 1 <= copies <= MOST_COPIES:
        raise SealProblem(f"份数要在 1 到 {MOST_COPIES} 之间。", "copies")


def days_late(paper_on: date, entered_on: date) -> int:
    """How many calendar days after its date a paper is entered. Raises :class:`SealProblem` for a day to come."""
    if paper_on > entered_on:
        raise SealProblem("纸质批准的日期不能是以后的日子。", "paper_on")
    return (entered_on - paper_on).days


def missing_numbers(present: Iterable[int], last: int) -> list[int]:
    """The numbers from 1 to the last one that are not there: a register without a gap has none."""
    there = set(present)
    return [number for number in range(1, last + 1) if number not in there]


def in_ranges(numbers: Sequence[int]) -> str:
    """Sorted numbers in words: 3、7—9."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return "、".join(str(part[0]) if len(part) == 1 else f"{part[0]}—{part[-1]}" for part in parts)

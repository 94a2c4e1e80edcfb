"""What is wrong with a pack: every problem at once, each with its file, line and field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault: where it stands and, in Chinese, what to do about it."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return (
            f"{self.file}:{self.line}: {self.field}：{self.message}"
            if self.field
            else f"{self.file}:{self.line}: {self.message}"
        )


class PackProblems(ValueError):
    """A pack that cannot be used; ``problems`` holds all of them, in order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))

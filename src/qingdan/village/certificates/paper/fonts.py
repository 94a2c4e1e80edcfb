"""Which fonts there are, and which of them has every character of a text: by their own tables, before anything is set.

The fonts of the Python package (Noto Serif SC, Noto Sans SC, both under the Open Font License) are always there. Where
the machine has 仿宋 (Fandol, or the customer's own), the body is set in it; fonts with rarer characters come last.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont
from pylopdf_fonts_zh_cn import sans_path, serif_path

FOLDERS = "QINGDAN_FONTS"
"""More folders to look for fonts in, separated like a search path."""
_BODY_FIRST = ("simfang.ttf", "FangSong_GB2312.ttf", "仿宋_GB2312.ttf", "STFANGSO.TTF", "FandolFang-Regular.otf")
_RARE_LAST = (
    "NotoSerifCJKsc-Regular.otf", "NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc", "simsunb.ttf", "SimSunExtG.ttf",
    "PlangothicP1-Regular.ttf", "PlangothicP2-Regular.ttf", "HanaMinA.ttf", "HanaMinB.ttf", "FandolKai-Regular.otf",
)  # fmt: skip
_SYSTEM = ("/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol")
_PIECES = re.compile(r"[^\s，。、；：！？（）()《》〈〉“”‘’]+|[\s，。、；：！？（）()《》〈〉“”‘’]+")


@dataclass(frozen=True, slots=True)
class Font:
    """One font: where it is, what it is called, which characters it has."""

    path: Path
    family: str
    characters: frozenset[int]

    def covers(self, text: str) -> bool:
        """Whether it has a glyph for every character."""
        return all(ord(character) in self.characters for character in text)


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that is set in one font, by its place in :attr:`Fonts.all`."""

    text: str
    font: int


class NoGlyph(LookupError):
    """No font has all of a piece; ``character`` is one that none has, or the first that the best font lacks."""

    def __init__(self, character: str) -> None:
        super().__init__(character)
        self.character = character


class Fonts:
    """The fonts in the order in which they are tried."""

    def __init__(self, fonts: Iterable[Font]) -> None:
        self.all = tuple(fonts)

    @property
    def families(self) -> list[str]:
        """Their names, in order."""
        return [font.family for font in self.all]

    def font_for(self, text: str) -> int:
        """The place of the first font that has every character; raises :class:`NoGlyph`."""
        for place, font in enumerate(self.all):
            if font.covers(text):
                return place
        known = frozenset[int]().union(*(font.characters for font in self.all))
        raise NoGlyph(next((each for each in text if ord(each) not in known), text[:1]))

    def pieces(self, text: str, names: Iterable[str] = ()) -> list[Piece]:
        """The text in pieces of one font each: a name is never divided, other words only at marks and spaces."""
        found: list[Piece] = []
        for part in _parts(text, names):
            font = self.font_for(part)
            if found and found[-1].font == font:
                found[-1] = Piece(found[-1].text + part, font)
            else:
                found.append(Piece(part, font))
        return found


def _parts(text: str, names: Iterable[str]) -> list[str]:
    """Names whole, and what stands between them by words and marks."""
    wanted = sorted({name for name in names if name}, key=len, reverse=True)
    if not wanted:
        return _PIECES.findall(text)
    parts: list[str] = []
    for place, piece in enumerate(re.split(f"({'|'.join(map(re.escape, wanted))})", text)):
        parts += [piece] if place % 2 else _PIECES.findall(piece)
    return parts


_lock = threading.Lock()


def fonts() -> Fonts:
    """The fonts of this machine; read once a process."""
    with _lock:
        return _fonts(os.environ.get(FOLDERS, ""))


@cache
def _fonts(more: str) -> Fonts:
    folders = [*(Path(each) for each in more.split(os.pathsep) if each), *map(Path, _SYSTEM)]
    found = _by_name(folders, {*_BODY_FIRST, *_RARE_LAST})
    paths = [*_named(_BODY_FIRST, found), serif_path(), sans_path(), *_named(_RARE_LAST, found)]
    return Fonts(read_font(path) for path in paths)


def _by_name(folders: Iterable[Path], names: set[str]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for folder in folders:
        for root, _, files in os.walk(folder):
            for name in names.intersection(files):
                found.setdefault(name, Path(root) / name)
    return found


def _named(names: Iterable[str], found: dict[str, Path]) -> list[Path]:
    return [found[name] for name in names if name in found]


def read_font(path: Path) -> Font:
    """A font's family and characters from its own tables; of a collection, the simplified Chinese one."""
    with TTFont(path, lazy=True, fontNumber=2 if path.suffix == ".ttc" else -1) as font:
        family = font["name"].getDebugName(16) or font["name"].getBestFamilyName() or path.stem
        return Font(path, str(family), frozenset(font.getBestCmap()))

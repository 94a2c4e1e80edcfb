"""Which kind a sentence in everyday words is about: runs of characters, by sound too, weighed by how telling they are. Pure.

A kind is known by phrases: its titles and what people say about it. Every run of two to four characters of a sentence
that stands in phrases of a kind counts for it, the more the fewer kinds have it; a whole phrase counts once more. A run
that is nowhere as it is written counts half where it sounds the same (为犯罪记录 for 无犯罪记录).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qingdan.foundation.orgs.pinyin import syllable
from qingdan.register.search.tokens import joined

SHORTEST, LONGEST = 2, 4
LONGEST_SENTENCE = 400
_LENGTH_WEIGHTS = {2: 1.0, 3: 1.5, 4: 2.0}
_SOUND_WEIGHT = 0.5
_PHRASE_WEIGHT = 1.2
_TITLE_TIMES = 2
_NOTHING = 1.6
"""A sentence whose best kind has less is about none of them."""
_ALMOST_NOTHING = 0.18
"""Kinds with a smaller share of the best score are not worth showing."""
_SATURATES = 8.0
_EMPTY_WORDS = (
    "证明", "村里", "村上", "村委", "村委会", "委会", "居委", "居委会", "社区", "大队", "小区", "开个", "开一个", "开一张", "开张", "盖章", "盖个章",
    "写个", "条子", "怎么", "怎么办", "咋办", "咋个", "哪里", "请问", "需要", "要不要", "能不能", "可不可以", "是不是", "行不行", "说要", "让我", "叫我",
    "现在", "手续", "办理", "必须", "非要", "非得", "一定要", "单位要", "学校要", "银行要", "派出所", "公安局", "民政局", "材料", "说明", "情况", "出具", "应该",
    "为什么", "什么", "要什么", "谁给", "给我", "帮我", "人家", "他们", "我们", "今天", "昨天", "明天", "地方", "知道", "可以", "时候", "东西", "出来", "以后",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """A kind by its titles (the first is its name) and by what people say about it."""

    key: str
    titles: tuple[str, ...]
    sayings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A kind with how sure it is, from 0 to 1, and the words of the sentence that spoke for it, longest first."""

    key: str
    score: float
    because: tuple[str, ...]


class Matcher:
    """Made once for the kinds of a place; then every sentence costs microseconds a character."""

    def __init__(self, kinds: Sequence[Known]) -> None:
        self._kinds = kinds
        self._phrases = [_phrases(kind) for kind in kinds]
        self._written = _Table([_counted(phrases) for phrases in self._phrases])
        self._sounds = _Table([_counted(map(_sounded, phrases)) for phrases in self._phrases])
        self._whole: dict[str, list[int]] = {}
        for number, phrases in enumerate(self._phrases):
            for phrase in phrases:
                self._whole.setdefault(phrase, []).append(number)
        self._longest = max(map(len, self._whole), default=0)

    def rank(self, sentence: str, most: int = 3) -> list[Match]:
        """The kinds that a sentence is about, the surest first; none where nothing in it points to any."""
        words = joined(sentence[: 4 * LONGEST_SENTENCE])[:LONGEST_SENTENCE]
        scores: defaultdict[int, float] = defaultdict(float)
        spoke: defaultdict[int, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
        for piece, weights in self._evidence(words):
            for number, weight in weights.items():
                scores[number] += weight
                spoke[number][piece] += weight
        best = max(scores.values(), default=0.0)
        if best < _NOTHING:
            return []
        ranked = sorted(scores, key=lambda number: (-scores[number], number))
        return [
            Match(self._kinds[number].key, _sure(scores[number]), _longest_of(spoke[number]))
            for number in ranked[:most]
            if scores[number] >= _ALMOST_NOTHING * best
        ]

    def _evidence(self, words: str) -> Iterator[tuple[str, Mapping[int, float]]]:
        """Each run and phrase of a sentence with what it says for which kinds; a run counts once however often it stands."""
        sounds = _sounded(words)
        seen: set[str] = set()
        for piece, start in _runs(words):
            if piece in seen or piece in _EMPTY:
                continue
            seen.add(piece)
            found = self._written.get(piece)
            if found:
                yield piece, found
            elif by_sound := self._sounds.get(sounds[start : start + len(piece)]):
                yield piece, {number: _SOUND_WEIGHT * weight for number, weight in by_sound.items()}
        yield from self._phrases_in(words)

    def _phrases_in(self, words: str) -> Iterator[tuple[str, Mapping[int, float]]]:
        """Whole phrases that stand in a sentence, those inside longer ones of the same kind left out."""
        for number, phrases in _inside(words, self._whole, self._longest).items():
            for phrase in phrases:
                yield phrase, {number: _PHRASE_WEIGHT * math.sqrt(len(phrase)) / len(self._whole[phrase])}


class _Table:
    """For each run the kinds whose phrases have it, and how much it says for each."""

    def __init__(self, profiles: Sequence[Counter[str]]) -> None:
        having = Counter(run for profile in profiles for run in profile)
        self._weights: dict[str, dict[int, float]] = {}
        for number, profile in enumerate(profiles):
            for run, times in profile.items():
                rare = math.log(1 + len(profiles) / having[run]) / math.log(1 + len(profiles))
                weight = rare * rare * _LENGTH_WEIGHTS[len(run)] * (1 + 0.35 * math.log(times))
                self._weights.setdefault(run, {})[number] = weight

    def get(self, run: str) -> Mapping[int, float]:
        """What a run says for which kinds."""
        return self._weights.get(run, {})


def _phrases(kind: Known) -> list[str]:
    titles = [joined(title) for title in kind.titles for _time in range(_TITLE_TIMES)]
    return [*titles, *map(joined, kind.sayings)]


def _counted(phrases: Iterable[str]) -> Counter[str]:
    """In how many phrases each run stands."""
    return Counter(run for phrase in phrases for run in {run for run, _start in _runs(phrase)} - _EMPTY)


def _runs(words: str) -> Iterator[tuple[str, int]]:
    for length in range(SHORTEST, LONGEST + 1):
        for start in range(len(words) - length + 1):
            yield words[start : start + length], start


def _sounded(words: str) -> str:
    """A sentence by sound: one private character for each syllable, so that runs keep their places and lengths."""
    return "".join(_sound(character) for character in words)


_SOUNDS: dict[str, str] = {}


def _sound(character: str) -> str:
    if character.isascii():
        return character
    heard = syllable(character)
    for careless, plain in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        heard = heard.replace(careless, plain)
    heard = heard.removesuffix("g") if heard.endswith("ng") else heard
    return _SOUNDS.setdefault(heard, chr(0xF0000 + len(_SOUNDS)))


def _inside(words: str, known: Mapping[str, Sequence[int]], longest: int) -> dict[int, list[str]]:
    """By kind the phrases that stand in a sentence, none inside another of its kind."""
    found: dict[int, list[str]] = {}
    for length in range(min(longest, len(words)), 1, -1):
        for start in range(len(words) - length + 1):
            phrase = words[start : start + length]
            for number in known.get(phrase, ()):
                have = found.setdefault(number, [])
                if not any(phrase in longer for longer in have):
                    have.append(phrase)
    return found


def _sure(score: float) -> float:
    return round(1 - math.exp(-score / _SATURATES), 3)


def _longest_of(spoke: Mapping[str, float]) -> tuple[str, ...]:
    """The pieces that said most, none inside another."""
    chosen: list[str] = []
    for piece in sorted(spoke, key=lambda each: (-len(each), -spoke[each], each)):
        if not any(piece in longer for longer in chosen):
            chosen.append(piece)
    return tuple(chosen[:4])


_EMPTY = frozenset(joined(word) for word in _EMPTY_WORDS)

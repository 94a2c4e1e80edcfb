"""A question as it stands in an address: shareable, without a cookie and without a database row. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from qingdan.foundation.web.text import clean_words
from qingdan.policy.gate.facts import FACTS
from qingdan.policy.gate.json_form import LONGEST_NAME
from qingdan.policy.gate.model import Kind
from qingdan.register.check.guessing import guess_frequency, guess_kinds

FACT_PREFIX = "f."
LONGEST_GUESSED_TITLE = 60
MOST_KINDS = 3
LONGEST_WORDS = 5000
"""Characters of the box: what an address can carry (nine bytes a character) through every server on the way."""
_YES_OR_NO = {"true": "是", "false": "否"}
_FIELDS = ("words", "place", "kind", "issuer", "frequency", "code", "on")
_ENDINGS = "。！？；!?;\n"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person typed and chose. Empty strings are what nobody said."""

    words: str = ""
    place: str = ""
    kind: str = ""
    issuer: str = ""
    frequency: str = ""
    code: str = ""
    on: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_address(cls, given: Mapping[str, str]) -> Asked:
        """The question of a query string; control characters are dropped, nothing else is judged here."""
        longest = {"words": 4 * LONGEST_WORDS}
        said = {name: clean_words(given.get(name), longest=longest.get(name, LONGEST_NAME)) for name in _FIELDS}
        facts = {
            name.removeprefix(FACT_PREFIX)[:60]: words
            for name, value in given.items()
            if name.startswith(FACT_PREFIX) and (words := clean_words(value, longest=500))
        }
        return cls(**said, facts=facts)

    def address(self, **changes: Any) -> str:
        """The query string of the same question with some changes."""
        return urlencode(self.parts(**changes))

    def parts(self, **changes: Any) -> list[tuple[str, str]]:
        """Names and values of the query string; what is empty is left out."""
        changed = replace(self, **changes)
        said = [(name, getattr(changed, name)) for name in _FIELDS]
        facts = [(f"{FACT_PREFIX}{name}", value) for name, value in sorted(changed.facts.items())]
        return [(name, value) for name, value in [*said, *facts] if value]

    def without_fact(self, name: str) -> str:
        """The query string after taking one fact back."""
        return self.address(facts={fact: value for fact, value in self.facts.items() if fact != name})

    @property
    def kinds(self) -> tuple[str, ...]:
        """The chosen kind, or those that the words point to (at most :data:`MOST_KINDS`), surest first."""
        if self.kind:
            return (self.kind,)
        return tuple(guess.kind.value for guess in guess_kinds(self.words)[:MOST_KINDS])

    @property
    def often(self) -> str:
        """How often: as chosen, else as the words say."""
        return self.frequency or guess_frequency(self.words) or ""

    def document(self, kind: str) -> dict[str, Any]:
        """The question of one kind in the form that ``ask_document`` takes."""
        title = matter(self.words, kind)
        return {
            "division": self.place, "kind": kind, "title": title, "issuer": self.issuer,
            "text": self.words if self.words != title else "",
            "frequency": self.often or None, "code": self.code, "on": self.on or None, "attributes": dict(self.facts),
        }  # fmt: skip


_WHO = r"(?:(?:请|要求|让|给|在|为|由)?(?:各|本|我们?|咱们?)?(?:村(?:里|委会)?|社区|居委会)(?:（社区）)?)?"
_OFTEN = r"(?:每[天日周月季年]|每半年|每季度|按[月季年])?"
_AROUND: Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    kind: (re.compile(before), re.compile(after))
    for kind, before, after in (
        (Kind.CERTIFICATE, rf"^{_WHO}(?:开具|出具|提供|开|办)(?:一[张份个])?", r"$^"),
        (Kind.PLAQUE, rf"^{_WHO}(?:加挂|悬挂|挂上|挂)(?:一[块个])?", r"的?(?:牌子|牌匾|标牌|牌)$"),
        (Kind.MECHANISM, rf"^{_WHO}(?:成立|设立|组建|建立|设置|设)(?:一个)?", r"$^"),
        (Kind.FORM, rf"^{_WHO}{_OFTEN}(?:填写|填报|报送|上报|报|填)(?:一[张份])?", r"$^"),
        (Kind.PLEDGE, rf"^{_WHO}(?:签订|签署|签)(?:一份)?", r"$^"),
        (Kind.CHANNEL, rf"^{_WHO}(?:建立|安装|下载|使用|建|装|用)(?:一个)?", r"$^"),
    )
}
"""For some kinds, the plain words around a thing's name: 开具…, 挂…的牌子. They say nothing of the thing itself."""


def matter(words: str, kind: str) -> str:
    """What the matter of a kind is called: the first sentence without the plain verb around the name."""
    sentence = first_sentence(words)
    if kind not in _AROUND:
        return sentence
    before, after = _AROUND[kind]
    return after.sub("", before.sub("", sentence)).strip() or sentence


def first_sentence(words: str) -> str:
    """The words themselves if they are one short sentence, else their first sentence without its end."""
    stripped = words.strip()
    if len(stripped) <= LONGEST_GUESSED_TITLE and "\n" not in stripped:
        return stripped.rstrip(_ENDINGS)
    end = next((place for place, sign in enumerate(stripped) if sign in _ENDINGS), len(stripped))
    return stripped[:end] or stripped


def guessed_from(words: str) -> dict[Kind, str]:
    """For each kind that the words point to, the words that did."""
    return {guess.kind: guess.words for guess in guess_kinds(words)}


def fact_in_words(name: str, value: object) -> tuple[str, str]:
    """A fact's label and its value as a person reads them."""
    spec = FACTS.get(name)
    if spec is None:
        return name, str(value)
    if spec.boolean:
        said = str(value).lower()
        return spec.label, _YES_OR_NO.get(said, said)
    return spec.label, dict(spec.choices).get(str(value), str(value))

"""From the lines of a paper to its parts: head, sections, tables, foot, attachments. Pure; one pass from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from qingdan.entry.screening.model import Block, BlockKind, Paper
from qingdan.entry.screening.reading import attachments, heads, signs
from qingdan.entry.screening.reading.lines import Line, lines_of_text
from qingdan.entry.screening.reading.tables import table_blocks
from qingdan.foundation.documents.extraction.pieces import Sort

_LONGEST_HEADING = 40
_LONGEST_PHRASE = 30
_LONGEST_SENTENCE = 20
_MOST_SIGNERS = 6


def paper_of_text(text: str) -> Paper:
    """The paper that pasted words are; positions are those of ``text`` itself."""
    return paper_of(text, lines_of_text(text))


def paper_of(text: str, lines: Sequence[Line]) -> Paper:
    """The paper that lines are; their places are places in ``text``."""
    return _Structuring(text, lines).paper()


@dataclass(slots=True)
class _Structuring:
    """Walks over the lines; ``head`` holds while title, number and addressees may still come."""

    text: str
    lines: Sequence[Line]
    blocks: list[Block] = field(default_factory=list)
    head: bool = True
    after_foot: bool = False
    titled: bool = False
    attached: bool = False
    naming: bool = False
    tables: int = 0
    title: str = ""
    number: str = ""
    red_head: str = ""
    source: str = ""
    signers: list[str] = field(default_factory=list)
    addressees: tuple[str, ...] = ()
    dated: date | None = None
    dated_beside: date | None = None
    attachments: dict[str, None] = field(default_factory=dict)

    def paper(self) -> Paper:
        place = 0
        while place < len(self.lines):
            place += self._take(place)
        self._last_signature()
        return Paper(
            text=self.text,
            blocks=tuple(self.blocks),
            title=self.title,
            number=self.number,
            issuer="、".join(self.signers) or self.red_head or heads.issuer_in_title(self.title) or self.source,
            addressees=self.addressees,
            dated=self.dated or self.dated_beside,
            attachments=tuple(self.attachments),
        )

    def _take(self, place: int) -> int:
        """Take the lines at a place for what they are; how many were taken."""
        line = self.lines[place]
        if line.sort is Sort.ROW:
            return self._table(place)
        if line.sort is Sort.BESIDE:
            return self._other(line)
        if line.sort is Sort.NOTE:
            return self._add(BlockKind.PARAGRAPH, line)
        if signs.is_other(line.words) or self._copies_go_on(line):
            return self._other(line)
        if attachments.opens(line.words) and not self._names_follow(place):
            return self._open(line)
        if self.head:
            taken = self._head(place)
            if taken:
                return taken
            self.head = self.after_foot = False
        return self._body(place)

    def _add(
        self, kind: BlockKind, line: Line, level: int = 0, start: int | None = None, end: int | None = None
    ) -> int:
        self.naming = kind is BlockKind.ATTACHMENT
        self.blocks.append(
            Block(kind, line.start if start is None else start, line.end if end is None else end, level, (), line.place)
        )
        return 1

    def _other(self, line: Line) -> int:
        self.dated_beside = self.dated_beside or signs.made_on(line.words)
        self.source = self.source or signs.source_of(line.words)
        if line.sort is Sort.BESIDE:
            self.red_head = self.red_head or signs.red_head(line.words)
        naming, _one = self.naming, self._add(BlockKind.OTHER, line)
        self.naming = naming
        return 1

    def _copies_go_on(self, line: Line) -> bool:
        """Whether a line goes on with those who get a copy (抄送), whose list had no full stop yet."""
        last = self.blocks[-1] if self.blocks else None
        if last is None or last.kind is not BlockKind.OTHER or self.text[last.start] != "抄":
            return False
        return self.text[last.end - 1] in "，、,；;" and len(line.words) < 100

    def _table(self, place: int) -> int:
        number = self.lines[place].table
        end = place
        while end < len(self.lines) and self.lines[end].sort is Sort.ROW and self.lines[end].table == number:
            end += 1
        self.tables += 1
        self.blocks += table_blocks(self.text, self.lines[place:end], self.tables)
        self.head = self.after_foot = self.naming = False
        return end - place

    def _open(self, line: Line) -> int:
        """The line that opens an attachment: behind it a title may come, addressees of the paper no more."""
        self.head, self.after_foot, self.titled = True, False, False
        self.attached = bool(self.title) or any(block.kind is not BlockKind.OTHER for block in self.blocks)
        return self._add(BlockKind.ATTACHMENT, line)

    def _names_follow(self, place: int) -> bool:
        """附件： alone, with its attachments numbered on the lines below."""
        after = self._line(place + 1)
        return self.lines[place].words[-1] in "：:" and after is not None and attachments.goes_on(after.words)

    def _line(self, place: int) -> Line | None:
        return self.lines[place] if place < len(self.lines) and self.lines[place].sort is Sort.LINE else None

    def _head(self, place: int) -> int:
        line = self.lines[place]
        number = signs.document_number(line.words)
        if number and not self.after_foot:
            self.number = self.number or number
            return self._add(BlockKind.NUMBER, line)
        issuer = signs.red_head(line.words)
        if issuer and not self.titled and not self.after_foot:
            self.red_head = self.red_head or issuer
            return self._add(BlockKind.OTHER, line)
        is_date, day = signs.date_of(line.words)
        if is_date and not self.after_foot:
            self.dated_beside = self.dated_beside or day
            return self._add(BlockKind.DATE, line)
        taken = 0 if self.titled else self._title(place)
        if not taken:
            taken = self._addressees(place)
            self.head = self.head and not taken
        return taken

    def _title(self, place: int) -> int:
        end = heads.title_end(self.lines, place, alone=not self.after_foot and not self.attached)
        if end == place:
            return 0 if self.after_foot else self._red_head(place)
        self._add(BlockKind.TITLE, self.lines[place], end=self.lines[end - 1].end)
        if not self.title:
            self.title = signs.despaced("".join(line.words for line in self.lines[place:end]))
        self.titled, self.after_foot = True, False
        return end - place

    def _red_head(self, place: int) -> int:
        """The name of a body above the number or title, or words in brackets above everything (【青山街道】)."""
        line = self.lines[place]
        if heads.is_issuer_alone(self.lines, place):
            self.red_head = self.red_head or signs.despaced(line.words)
        elif place or not signs.is_bracketed(line.words):
            return 0
        return self._add(BlockKind.OTHER, line)

    def _addressees(self, place: int) -> int:
        """Lines that end with a colon after a list of those addressed, or such a list before the first sentence."""
        if self.after_foot:
            return 0
        end = heads.addressees_end(self.lines, place)
        if end > place:
            words = "".join(line.words for line in self.lines[place:end])
            self.addressees = self.addressees or heads.split_addressees(words)
            return self._add_lines(BlockKind.ADDRESSEES, place, end)
        line = self.lines[place]
        bare = line.words if self.titled and signs.is_bare_addressees(line.words) else signs.called(line.words)
        if bare and not self.addressees:
            self.addressees = heads.split_addressees(bare)
            return self._add(BlockKind.ADDRESSEES, line)
        found = signs.inline_addressees(line.words)
        if not found:
            return 0
        self.addressees = self.addressees or heads.split_addressees(found["to"])
        split = line.start + found.end()
        self._add(BlockKind.ADDRESSEES, line, end=line.start + found.end("to") + 1)
        self._rest(line, split)
        return 1

    def _add_lines(self, kind: BlockKind, place: int, end: int) -> int:
        self._add(kind, self.lines[place], end=self.lines[end - 1].end)
        return end - place

    def _rest(self, line: Line, start: int, level: int = 0) -> None:
        """What follows within a line after its first part."""
        words = self.text[start : line.end]
        start += len(words) - len(words.lstrip())
        if start < line.end:
            self._add(BlockKind.PARAGRAPH, line, level, start)

    def _body(self, place: int) -> int:
        line = self.lines[place]
        words = line.words
        if self.naming and attachments.goes_on(words):
            return self._attachment(line)
        if attachments.names(words) or attachments.opens(words):
            return self._attachment(line)
        is_date, day = signs.date_of(words)
        if is_date:
            return self._foot(line, day)
        begin = signs.date_at_end(words)
        if begin > 0:
            return self._signed_and_dated(line, begin)
        level, end = signs.heading(words)
        if level:
            return self._numbered(place, level, end)
        if line.level and len(words) <= _LONGEST_HEADING and "。" not in words[:-1]:
            return self._add(BlockKind.HEADING, line, min(line.level, 5))
        if self.attached and line.centred and not self._paragraphs_since_title() and signs.ends_title(words):
            return self._add(BlockKind.TITLE, line)
        return self._add(BlockKind.PARAGRAPH, line)

    def _paragraphs_since_title(self) -> bool:
        return bool(self.blocks) and self.blocks[-1].kind is not BlockKind.TITLE

    def _attachment(self, line: Line) -> int:
        name = attachments.name_of(line.words)
        if name and not self.attached:
            self.attachments.setdefault(name)
        return self._add(BlockKind.ATTACHMENT, line)

    def _numbered(self, place: int, level: int, end: int) -> int:
        """A numbered line: a heading, a heading with the text that runs on behind it, or a sentence."""
        line = self.lines[place]
        body = line.words[end:]
        stop = body.find("。")
        article = line.words[0] == "第" and level == 3
        if stop < 0 or stop == len(body) - 1:
            short = len(body) <= _LONGEST_HEADING if stop < 0 else level < 3 and len(body) <= _LONGEST_SENTENCE
            heads_it = short and body[-1:] not in "；，、：;,:" and not signs.asks(body)
            heads_it = heads_it and not self._is_item(place, level)
            return self._add(BlockKind.HEADING if heads_it and body else BlockKind.PARAGRAPH, line, level)
        if stop > _LONGEST_PHRASE or article or signs.asks(body[:stop]):
            return self._add(BlockKind.PARAGRAPH, line, level)
        split = line.start + end + stop + 1
        self._add(BlockKind.HEADING, line, level, end=split)
        self._rest(line, split, level)
        return 1

    def _is_item(self, place: int, level: int) -> bool:
        """Whether a numbered line is one of a list: its like follows at once, or came before as an item, or nothing follows."""
        last = self.blocks[-1] if self.blocks else None
        if last is not None and last.level == level and last.kind is BlockKind.PARAGRAPH and self._is_bare(last):
            return True
        after = self.lines[place + 1] if place + 1 < len(self.lines) else None
        if after is None or after.words == self.lines[place].words:
            return after is None
        return after.sort is Sort.LINE and signs.heading(after.words)[0] == level

    def _is_bare(self, block: Block) -> bool:
        words = self.text[block.start : block.end]
        return "。" not in words and signs.heading(words)[0] == block.level

    def _foot(self, line: Line, day: date | None) -> int:
        """A date on a line of its own: the bodies above it sign, and another paper may follow."""
        self._sign(len(self.blocks))
        return self._dated(line, day)

    def _signed_and_dated(self, line: Line, begin: int) -> int:
        self._sign_words(line.words[:begin])
        end = line.start + len(line.words[:begin].rstrip())
        self._add(BlockKind.SIGNATURE, line, end=end)
        day = signs.date_of(line.words[begin:])[1]
        return self._dated(line, day, line.start + begin)

    def _dated(self, line: Line, day: date | None, start: int | None = None) -> int:
        self._add(BlockKind.DATE, line, start=start)
        self.dated = self.dated or (None if self.attached else day)
        self.head, self.after_foot, self.titled = True, True, False
        return 1

    def _sign(self, end: int) -> None:
        """Turn the last paragraphs that are names of bodies into the signature."""
        begin = end
        while begin > 0 and end - begin < _MOST_SIGNERS and self._may_sign(self.blocks[begin - 1]):
            begin -= 1
        for place in range(begin, end):
            block = self.blocks[place]
            self._sign_words(self.text[block.start : block.end])
            self.blocks[place] = Block(BlockKind.SIGNATURE, block.start, block.end, place=block.place)

    def _may_sign(self, block: Block) -> bool:
        return (
            block.kind is BlockKind.PARAGRAPH
            and not block.level
            and signs.is_issuer(self.text[block.start : block.end])
        )

    def _sign_words(self, words: str) -> None:
        if not self.attached:
            self.signers += [name for name in signs.issuers_of(words) if name not in self.signers]

    def _last_signature(self) -> None:
        """A paper that ends with a body's name and no date is signed by it."""
        last = len(self.blocks)
        while last and self.blocks[last - 1].kind in (BlockKind.OTHER, BlockKind.ATTACHMENT):
            last -= 1
        if last > 1 and not self.signers and not self.attached:
            self._sign(last)

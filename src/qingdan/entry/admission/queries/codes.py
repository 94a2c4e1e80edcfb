"""What anybody may learn of an admission code, by the item's 公开属性: a code stands on paper, so people check it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from qingdan.entry.admission.models import AdmittedItem, Ending
from qingdan.entry.admission.queries.items import admitted_by_code
from qingdan.foundation.orgs.models import Division
from qingdan.policy.gate.codes import compact, is_valid_code
from qingdan.policy.gate.labels import KIND_LABELS
from qingdan.policy.gate.model import Kind
from qingdan.register.burden.rules import in_words
from qingdan.register.lists.access import readable_editions
from qingdan.register.lists.fields import units_label
from qingdan.register.lists.models import EditionState, Item, Openness
from qingdan.register.lists.reading import codes_as_stored

MOST_PLACES = 40
LONGEST = 64


class Standing(StrEnum):
    """What a code is worth on a day."""

    VALID = "valid"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    ENDED = "ended"
    MISTYPED = "mistyped"
    UNKNOWN = "unknown"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class CodeAnswer:
    """The answer to a code. ``told`` are the item's own words, label and value; empty where it is not public."""

    code: str
    standing: Standing
    sentence: str
    title: str = ""
    told: tuple[tuple[str, str], ...] = ()
    item_code: str = ""

    @property
    def valid(self) -> bool:
        """Whether the code may be relied on today."""
        return self.standing is Standing.VALID


def answer_for(code: str, on: date) -> CodeAnswer:
    """What a code says on a day; a mistyped one says so and suggests nothing."""
    written = code.strip()[:LONGEST]
    if not is_valid_code(written):
        return CodeAnswer(written, Standing.MISTYPED, "编号抄错了：校验位对不上。请照着纸上再抄一遍。")
    item = admitted_by_code(written)
    if item is None:
        return _of_a_list(written, on)
    standing, sentence = _standing(item, on)
    if item.openness != Openness.PUBLIC:
        return CodeAnswer(item.code, standing, sentence)
    return CodeAnswer(item.code, standing, sentence, item.title, tuple(_told(item)))


def _of_a_list(code: str, on: date) -> CodeAnswer:
    """The code of a public list's item leads to the item; of another list's only whether it is valid and until when."""
    meant = Item.objects.filter(code__in=codes_as_stored(code))
    if found := meant.filter(edition__in=readable_editions(None)).order_by("code").first():
        return CodeAnswer(found.code, Standing.LISTED, "这是清单事项的编号。", item_code=found.code)
    rows = meant.exclude(edition__state=EditionState.DRAFT).select_related("edition")
    kept = rows.order_by("-edition__number").first()
    if kept is None:
        return CodeAnswer(code, Standing.UNKNOWN, "没有这个编号。编号抄得没有错，但这里没有登记过它。")
    return CodeAnswer(kept.code, *_standing_of_an_item(kept, on))


def _standing_of_an_item(item: Item, on: date) -> tuple[Standing, str]:
    """By the dates of the newest edition that has it; an edition without it took its place."""
    edition = item.edition
    if edition.effective_on and edition.effective_on > on:
        return Standing.NOT_YET, f"还没有生效：{_day(edition.effective_on)}起有效。"
    if edition.superseded_on and edition.superseded_on <= on:
        return Standing.ENDED, f"无效：{_day(edition.superseded_on)}起已不在清单上。"
    last = min((day for day in (edition.ends_on, _written_day(item.spec.get("valid_to"))) if day), default=None)
    if last is not None and last < on:
        return Standing.EXPIRED, f"无效：{_day(last + timedelta(days=1))}起已过期。"
    until = f"有效期到 {_day(last)}" if last else "清单修订以前有效"
    return Standing.VALID, f"有效，在清单上，{until}。"


def _written_day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None


def _standing(item: AdmittedItem, on: date) -> tuple[Standing, str]:
    if item.ended_on is not None and item.ended_on <= on:
        how = Ending(item.ending).label
        return Standing.ENDED, f"无效：{_day(item.ended_on)}起已{how}。"
    if item.valid_to is not None and item.valid_to < on:
        return Standing.EXPIRED, f"无效：{_day(item.valid_to + timedelta(days=1))}起已过期。"
    if on < item.valid_from:
        return Standing.NOT_YET, f"还没有生效：{_day(item.valid_from)}起有效。"
    last = item.valid_to
    if item.ended_on is not None:
        last = min(filter(None, (last, item.ended_on - timedelta(days=1))))
    until = f"有效期到 {_day(last)}" if last else "没有写明截止日期，长期有效"
    return Standing.VALID, f"有效，{until}。"


def _told(item: AdmittedItem) -> list[tuple[str, str]]:
    scope = villages_in_words(item)
    pairs = [
        ("类别", KIND_LABELS[Kind(item.kind)]),
        ("哪个单位要的", item.body.name),
        ("要做什么", item.content),
        ("哪些村（社区）", scope),
        ("适用", units_label(item.units)),
        ("多久一次", item.get_frequency_display()),
        ("从何时起", _day(item.valid_from)),
        ("到何时止", _day(item.valid_to) if item.valid_to else "长期"),
        ("复核日期", _day(item.review_on) if item.review_on else ""),
        ("经费", item.funding),
        ("指导培训", item.training),
        ("办事流程", " → ".join(item.flow_steps)),
        ("批准时的条件", item.conditions),
        ("备案号", item.filing_number),
        ("每个村要花的时间", in_words(item.minutes, item.frequency or None, 1, unit="村")),
    ]
    return [(label, value) for label, value in pairs if value]


def villages_in_words(item: AdmittedItem) -> str:
    """The divisions of an item's scope by name, the first of them where they are many."""
    codes = item.divisions[:MOST_PLACES]
    names = dict(Division.objects.filter(pk__in=codes).values_list("code", "name"))
    words = "、".join(names.get(code, code) for code in codes)
    more = len(item.divisions) - len(codes)
    return f"{words}等 {len(item.divisions)} 处" if more > 0 else words


def code_path(code: str) -> str:
    """The path of a code as it stands in QR codes: short, without hyphens."""
    return f"/c/{compact(code)}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"

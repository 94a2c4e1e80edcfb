"""``lists/*.yaml``: references, values, and that no two items of an edition are the same matter."""

from __future__ import annotations

from qingdan.policy.gate.model import ListKind
from qingdan.policy.gate.normalise import key
from qingdan.policy.packs.clashes import clashes
from qingdan.policy.packs.compiling import whole_units
from qingdan.policy.packs.list_specs import ItemSpec, ListFile
from qingdan.policy.packs.notebook import Notebook
from qingdan.policy.packs.rule_checks import check_terms
from qingdan.policy.packs.yaml_lines import Place


def check_lists(book: Notebook) -> None:
    """Every list of the pack."""
    ids: dict[str, str] = {part.id: pack.id for pack in book.chain[1:] for part in pack.lists}
    codes: dict[str, str] = {}
    for part in book.pack.lists:
        file = file_of(book, part)
        if part.id in ids:
            book.add(file, ("id",), f"清单编号“{part.id}”已经用过（{ids[part.id]}）。")
        if part.code in codes:
            book.add(file, ("code",), f"清单代码 {part.code} 已经由 {codes[part.code]} 使用。")
        ids[part.id] = codes[part.code] = file
        _list(book, part, file)


def file_of(book: Notebook, part: ListFile) -> str:
    """The file that a list was read from."""
    return book.pack.list_files.get(part.id, f"lists/{part.id}.yaml")


_NO_WAY = frozenset(map(key, ("无", "没有", "不详", "待定", "暂无", "不清楚")))


def names_a_way(words: str) -> bool:
    """Whether words say how a matter is handled once its certificate is cancelled; 无 and a dash say nothing."""
    return bool(key(words)) and key(words) not in _NO_WAY


def _list(book: Notebook, part: ListFile, file: str) -> None:
    book.clause(file, ("clause",), part.clause)
    book.period(file, ("ends",), part.effective, part.ends)
    if part.complete and part.complete_for:
        book.add(file, ("complete_for",), "整份清单已是全的（complete: true），不用再写 complete_for。")
    for number, scope in enumerate(part.complete_for):
        book.tests(file, ("complete_for", number, "facts"), scope.facts, authorities=False)
    book.once(file, [(("items", n, "id"), item.id) for n, item in enumerate(part.items)], "事项编号")
    for number, item in enumerate(part.items):
        _item(book, item, file, ("items", number))
        if part.kind is ListKind.CERTIFICATE_CANCELLED and not names_a_way(item.handled_by):
            book.add(file, ("items", number), "取消的证明要写取消以后改由谁办、怎么办（handled_by）。")
    _no_matter_twice(book, part, file)


def _item(book: Notebook, item: ItemSpec, file: str, place: Place) -> None:
    book.clause(file, (*place, "clause"), item.clause)
    book.frequency(file, (*place, "frequency"), item.frequency)
    book.tests(file, (*place, "needs"), item.needs, authorities=False)
    book.period(file, place, item.valid_from, item.valid_to)
    if item.terms is not None:
        check_terms(book, file, (*place, "terms"), item.terms)
    for title in (item.title, *item.aliases):
        if not key(title, book.place_names):
            book.add(file, place, f"“{title}”去掉标点和占位符后是空的。")


def _no_matter_twice(book: Notebook, part: ListFile, file: str) -> None:
    """Two items with one key cannot stand in one edition, unless they are for different places or units."""
    items = [whole_units(item, part) for item in part.items]
    for clash in clashes(items, book.place_names):
        line = book.pack.line(file, ("items", clash.earlier))
        earlier, later = items[clash.earlier].title, items[clash.later].title
        message = f"“{later}”与第 {line} 行的“{earlier}”重名（去掉空格标点后一样）。"
        book.add(file, ("items", clash.later, "title"), message)

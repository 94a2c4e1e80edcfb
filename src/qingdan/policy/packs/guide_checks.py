"""``guides.yaml``: items that are there, model texts whose gaps are their fields, sayings of one kind only."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qingdan.policy.packs.guide_specs import GuideContent
from qingdan.policy.packs.notebook import Notebook
from qingdan.policy.packs.yaml_lines import Place

FILE = "guides.yaml"
GAP = re.compile(r"\{([^{}]*)\}")


def check_guides(book: Notebook) -> None:
    """Every guide and saying of the pack."""
    part = book.pack.guides
    _items(book, "guides", [(each.list_id, each.item) for each in part.guides])
    _items(book, "sayings", [(each.list_id, each.item) for each in part.sayings])
    for number, guide in enumerate(part.guides):
        book.clause(FILE, ("guides", number, "clause"), guide.clause)
        for message in content_faults(guide):
            book.add(FILE, ("guides", number, "model_text"), message)
    said = [(("sayings", n, "say"), say) for n, each in enumerate(part.sayings) for say in each.say]
    said += [(("known", n, "say"), say) for n, each in enumerate(part.known) for say in each.say]
    book.once(FILE, said, "说法")
    book.once(FILE, [(("known", n, "title"), each.title) for n, each in enumerate(part.known)], "名称")


def content_faults(content: GuideContent) -> Iterable[str]:
    """What does not fit together inside a guide, in Chinese."""
    names = [field.name for field in content.fields]
    gaps = set(GAP.findall(content.model_text))
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"栏目 {name} 写了不止一次。"
    for name in sorted(gaps - set(names)):
        yield f"范本里的空格“{{{name[:40]}}}”没有对应的栏目。"
    for name in sorted(set(names) - gaps) if content.model_text else ():
        yield f"栏目 {name} 在范本里没有用到。"
    for field in content.fields:
        if (field.type == "choice") != bool(field.choices):
            yield f"栏目 {field.name}：选择型的要写可选的值，其他类型的不写。"
    if content.simple and content.workdays:
        yield "简单证明当场办结，不另写工作日。"


def _items(book: Notebook, section: str, named: list[tuple[str, str]]) -> None:
    book.once(FILE, [((section, n, "item"), " ".join(each)) for n, each in enumerate(named)], "事项")
    for number, (list_id, item) in enumerate(named):
        _item(book, (section, number, "item"), list_id, item)


def _item(book: Notebook, place: Place, list_id: str, item: str) -> None:
    found = next((part for pack in book.chain for part in pack.lists if part.id == list_id), None)
    if found is None:
        if not any(pack.spoiled for pack in book.chain):
            book.add(FILE, place, f"没有“{list_id}”这份清单。")
    elif item not in {each.id for each in found.items}:
        book.add(FILE, place, f"清单 {list_id} 里没有 {item} 这一项。")

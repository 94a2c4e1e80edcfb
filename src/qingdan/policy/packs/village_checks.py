"""``village.yaml``: clauses that are there, sources that are said, rows that can be reached."""

from __future__ import annotations

from collections.abc import Iterator

from qingdan.policy.packs.notebook import Notebook
from qingdan.policy.packs.village_specs import Sourced, VillageFile
from qingdan.policy.packs.yaml_lines import Place

FILE = "village.yaml"


def check_village(book: Notebook) -> None:
    """Everything in ``village.yaml``."""
    village = book.pack.village
    for place, row in rows_of(village):
        for number, clause in enumerate(row.clauses):
            book.clause(FILE, (*place, "clauses", number), clause)
        if (
            not row.clauses
            and row.source == "clause"
            and row.model_fields_set - {"elements", "channels", "cancelling", "separations", "rules"}
        ):
            book.add(FILE, place, "要写依据的条款（clauses）；文件没有写的，写 source: product。")
    certificates = village.certificates
    book.once(FILE, [(("certificates", "safeguards", n, "when"), row.when) for n, row in enumerate(certificates.safeguards)], "出具前要做的事")  # fmt: skip
    book.once(FILE, [(("retention", n, "what"), row.what) for n, row in enumerate(village.retention)], "保存期限")
    if village.guides:
        book.once(FILE, [(("guides", "elements", n, "element"), row.element) for n, row in enumerate(village.guides.elements)], "指南要素")  # fmt: skip
        book.once(FILE, [(("guides", "channels", n, "id"), row.id) for n, row in enumerate(village.guides.channels)], "公布渠道")  # fmt: skip
    if village.services:
        book.once(FILE, [(("services", "rules", n, "rule"), row.rule) for n, row in enumerate(village.services.rules)], "服务的规则")  # fmt: skip
    for number, separation in enumerate(village.seals.separations if village.seals else []):
        if len(set(separation.persons)) < 2:
            book.add(FILE, ("seals", "separations", number), "要写两个不同的人。")


def cited_by_village(village: VillageFile) -> set[str]:
    """The clauses that the file's rows rest on."""
    return {clause for _place, row in rows_of(village) for clause in row.clauses}


def rows_of(village: VillageFile) -> Iterator[tuple[Place, Sourced]]:
    """Every row that has clauses, with its place in the file."""
    for part in ("certificates", "guides", "seals", "services"):
        section = getattr(village, part)
        if isinstance(section, Sourced):
            yield (part,), section
        for name in type(section).model_fields if section else ():
            yield from _below((part, name), getattr(section, name))
    yield from _below(("retention",), village.retention)


def _below(place: Place, value: object) -> Iterator[tuple[Place, Sourced]]:
    if isinstance(value, Sourced):
        yield place, value
    for number, row in enumerate(value if isinstance(value, list) else []):
        if isinstance(row, Sourced):
            yield (*place, number), row

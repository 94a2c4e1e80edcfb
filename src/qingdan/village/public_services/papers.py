"""How a service is done, as a paper to take along. Pure."""

from __future__ import annotations

from qingdan.foundation.documents.papers import Cell, FormPaper
from qingdan.village.public_services.queries.catalogue import Service


def service_paper(place: str, service: Service) -> FormPaper:
    """The service at a place: who gives it, what to bring, the steps and the limit of its guide."""
    known, guide = service.known, service.guide
    said = (
        ("给谁办", known.target if known else ""), ("由谁提供", known.provider if known else ""), ("主管部门", service.department),
        ("要带的材料", (known.materials if known else "") or "、".join(guide.materials if guide else ())),
        ("怎么办", "\n".join(f"{number}. {step}" for number, step in enumerate(guide.procedure if guide else (), 1))),
        ("多久办好", (known.time_limit if known else "") or (guide.time_limit if guide else "")),
        ("网上能办到", "、".join(step.label for step in service.online)),
        ("依据", f"{service.edition.item_list.title} 第{service.edition.number}版"),
    )  # fmt: skip
    rows = [[Cell("事项", service.title)], [Cell("哪里", place)], *([Cell(*pair)] for pair in said if pair[1])]
    return FormPaper("办事说明", rows, note="以主管部门公布的办事指南为准。")

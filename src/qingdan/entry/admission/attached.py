"""The guide that an application for a new kind of certificate brings with it (KT-48), as the guides' own words. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pydantic import ValidationError

from qingdan.policy.packs.guide_specs import FieldSpec, GuideContent

LONGEST_SAMPLE = 3000
LONGEST_RULE = 2000
MOST_GAPS = 40
_GAP = re.compile(r"[{｛]([^{}｛｝]*)[}｝]")
_BRACES = re.compile(r"[{}｛｝]")
_OWN = {"姓名": "name", "证件号码": "id_number", "身份证号码": "id_number", "身份证号": "id_number"}
"""Gaps that are the person's own: what the counter has checked is set there."""
_LABELS = {"name": "姓名", "id_number": "证件号码"}


class Unfit(ValueError):
    """A sample or a rule that cannot become a guide; the message is Chinese, ``field`` names the part."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


def guide_content(
    *, model_text: str, procedure: Sequence[str], operating_rule: str, basis: Sequence[str] = ()
) -> GuideContent:
    """The parts of an application as a guide's content; raises :class:`Unfit`.

    A gap is written by its name, ``{住址}``; each name becomes one field. ``{姓名}`` and ``{证件号码}`` are the person's own.
    """
    if len(model_text) > LONGEST_SAMPLE:
        raise Unfit(f"具体式样最多 {LONGEST_SAMPLE} 个字，现在有 {len(model_text)} 个。", "model_text")
    if len(operating_rule) > LONGEST_RULE:
        raise Unfit(f"操作规范最多 {LONGEST_RULE} 个字，现在有 {len(operating_rule)} 个。", "operating_rule")
    names = _names(model_text)
    text = _GAP.sub(lambda gap: f"{{{names[gap[1].strip()]}}}", model_text)
    if _BRACES.search(_GAP.sub("", model_text)):
        raise Unfit("具体式样里的大括号没有成对，要填的空写成 {住址} 这样。", "model_text")
    fields = {name: _LABELS.get(name, label) for label, name in names.items()}
    try:
        return GuideContent(
            model_text=text, fields=[FieldSpec(name=name, label=label) for name, label in fields.items()],
            procedure=list(procedure), operating_rule=operating_rule, legal_basis=[each[:300] for each in basis][:30],
        )  # fmt: skip
    except ValidationError as error:
        raise Unfit("具体式样里的空太多，或者名称太长（每个最多 200 个字）。", "model_text") from error


def _names(model_text: str) -> dict[str, str]:
    """The field of each gap by its label, in the order of the sample."""
    found: dict[str, str] = {}
    for label in (gap[1].strip() for gap in _GAP.finditer(model_text)):
        if not label:
            raise Unfit("具体式样里的空要写名称，例如 {住址}。", "model_text")
        own = label if label in _LABELS else _OWN.get(label)
        found.setdefault(label, own or f"gap{len(found) + 1}")
    if len(found) > MOST_GAPS:
        raise Unfit(f"具体式样里最多 {MOST_GAPS} 个空，现在有 {len(found)} 个。", "model_text")
    return found

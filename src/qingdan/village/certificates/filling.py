"""Filling a guide's model text: the gaps are its fields, nothing else is written by hand (KT-43). Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date

from qingdan.foundation.web.text import clean_words
from qingdan.village.certificates.paper.text import day_in_words, has_own_sign
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.guides.kinds import Field

LONGEST = {"text": 200, "long": 600, "number": 20, "date": 10, "choice": 100}
_GAP = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,4})?")
OWN = ("name", "id_number")
"""Gaps that are filled from the checked identity, never by hand."""


def asked_fields(fields: Sequence[Field]) -> list[Field]:
    """The fields that the clerk fills; name and number come from the identity."""
    return [field for field in fields if field.name not in OWN]


def checked_values(fields: Sequence[Field], given: Mapping[str, str]) -> dict[str, str]:
    """What was filled in, plain, by field; raises :class:`CertificateProblem` naming the first field that is wrong.

    A field that the form does not have is refused: a certificate says what its model text says.
    """
    asked = {field.name: field for field in asked_fields(fields)}
    strange = [name for name in given if name not in asked]
    if strange:
        raise CertificateProblem("证明只能按样表填写，不能另加内容。", strange[0])
    return {name: _checked(field, given.get(name, "")) for name, field in asked.items()}


def _checked(field: Field, given: str) -> str:
    longest = LONGEST.get(field.type, 200)
    if len(given) > longest:
        raise CertificateProblem(f"“{field.label}”最多 {longest} 个字，现在有 {len(given)} 个。", field.name)
    if has_own_sign(given):
        raise CertificateProblem(
            f"“{field.label}”里有一个字是电脑自造的，别的电脑上显示不出来。请用生僻字输入法重新输入。", field.name
        )
    value = clean_words(given, longest=longest).strip()
    if not value:
        if field.required:
            raise CertificateProblem(f"请填“{field.label}”。", field.name)
        return ""
    return _typed(field, value)


def _typed(field: Field, value: str) -> str:
    if field.type == "choice" and value not in field.choices:
        raise CertificateProblem(f"“{field.label}”请从列出的里面选。", field.name)
    if field.type == "number" and not _NUMBER.fullmatch(value):
        raise CertificateProblem(f"“{field.label}”要填数字。", field.name)
    if field.type == "date":
        return _day(field, value)
    return value


def _day(field: Field, value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise CertificateProblem(f"“{field.label}”的日期不对，请填年-月-日。", field.name) from error


def canonical(values: Mapping[str, str]) -> str:
    """The filled fields as one text, the same for the same values: what a digest is made of."""
    return json.dumps(dict(values), ensure_ascii=False, sort_keys=True)


def paragraphs(model_text: str, fields: Sequence[Field], values: Mapping[str, str]) -> tuple[str, ...]:
    """The model text with its gaps filled, by paragraphs; an empty optional gap shows a stroke, so that nothing is added later."""
    days = {field.name for field in fields if field.type == "date"}

    def fill(gap: re.Match[str]) -> str:
        value = values.get(gap.group(1), "")
        return (day_in_words(date.fromisoformat(value)) if gap.group(1) in days else value) if value else "——"

    filled = _GAP.sub(fill, model_text)
    return tuple(line.strip() for line in filled.splitlines() if line.strip())

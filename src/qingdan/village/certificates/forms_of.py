"""The form of an application: of the guide's version by which it was received, or the plain one of the interim way."""

from __future__ import annotations

from dataclasses import dataclass

from qingdan.village.certificates.choices import Way
from qingdan.village.certificates.models import Application
from qingdan.village.guides.kinds import Field, GuideInForce
from qingdan.village.guides.models import GuideVersion
from qingdan.village.guides.queries.kinds import as_read

INTERIM_TEXT = "兹证明 {name}（证件号码 {id_number}）{fact}。\n以上情况经本村（社区）核实，只用于：{purpose}。"
INTERIM_FIELDS = (
    Field("fact", "核实的情况（接在姓名后面写成一句话）", "long"),
    Field("purpose", "用在哪里", "text"),
)
"""What is not kept has no department's form (CC-26, AS-61): one plain sentence of what was verified (系统建议范本)."""


@dataclass(frozen=True, slots=True)
class Form:
    """Model text, its fields, and until when such a certificate is good."""

    text: str
    fields: tuple[Field, ...]
    validity_days: int | None = None
    issuing_body: str = ""
    suggested: bool = False


INTERIM = Form(INTERIM_TEXT, INTERIM_FIELDS, suggested=True)


def guide_of(application: Application) -> GuideInForce | None:
    """The guide's version by which an application was received."""
    if application.guide_version_id is None:
        return None
    return as_read(GuideVersion.objects.select_related("guide").get(pk=application.guide_version_id))


def form_of(application: Application) -> Form | None:
    """The form that an issue fills; None for a kept kind without a published guide: nothing can be issued yet (CC-25a)."""
    guide = guide_of(application)
    if guide is not None and guide.model_text:
        return Form(guide.model_text, guide.fields, guide.validity_days, guide.issuing_body, guide.suggested)
    return INTERIM if application.way == Way.INTERIM else None


def fields_of(application: Application) -> tuple[Field, ...]:
    """The fields of that form; none where there is no form."""
    form = form_of(application)
    return form.fields if form else ()

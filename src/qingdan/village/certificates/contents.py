"""What a certificate says: the form's text filled with the checked identity and the fields; who issues it."""

from __future__ import annotations

from qingdan.foundation.orgs.choices import UnitKind
from qingdan.foundation.orgs.divisions import unit_kind
from qingdan.foundation.orgs.models import Division
from qingdan.foundation.personal.problems import Erased
from qingdan.village.certificates.filling import paragraphs
from qingdan.village.certificates.forms_of import form_of
from qingdan.village.certificates.models import Application
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.sealed import Content, open_application

_TOWNSFOLK = {UnitKind.COMMUNITY, UnitKind.CONVERTED}


def content_of(application: Application) -> Content:
    """The text as it would be issued now; raises :class:`CertificateProblem` where there is no form or no person any more."""
    form, opened = form_of(application), open_application(application)
    if opened.erased:
        raise CertificateProblem(str(Erased()))
    if form is None:
        raise CertificateProblem("这一种证明还没有发布办事指南和样表，不能出具。")
    name, number = opened.parts.get("name", ""), opened.parts.get("number", "")
    values = {**opened.values, "name": name, "id_number": number}
    return Content(
        title=application.kind_title, paragraphs=paragraphs(form.text, form.fields, values), issuer=issuer_of(application.division),
        name=name, last_four=number[-4:], names=(name,), purpose=opened.purpose,
    )  # fmt: skip


def issuer_of(division: Division) -> str:
    """The village organisation's full name."""
    return issuer_name(division.pk, division.name, division.kind, division.parent.name if division.parent else "")


def issuer_name(code: str, name: str, kind: str, town: str) -> str:
    """Town and village, with 村民委员会 or 居民委员会 behind it.

    苗庄镇 and 大刘村 give 苗庄镇大刘村村民委员会; a name that has it already is left as it is.
    """
    if not name.endswith(("委员会", "委会")):
        sort = UnitKind(kind) if kind else unit_kind(code)
        name += "居民委员会" if sort in _TOWNSFOLK else "村民委员会"
    return f"{town}{name}"

"""The form of one item, and from the form to the item's content and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from pydantic import ValidationError

from qingdan.foundation.web.widgets import DayInput
from qingdan.policy.gate.facts import FREQUENCIES
from qingdan.policy.gate.model import RED_LIST_KINDS, ListKind
from qingdan.policy.gate.words import hold_in
from qingdan.policy.packs.compiling import compile_terms
from qingdan.policy.packs.list_specs import ItemSpec
from qingdan.policy.packs.rule_specs import TermExamples, TermsSpec
from qingdan.register.lists.basis import Basis, is_number, parse
from qingdan.register.lists.fields import FIELDS, UNIT_LABELS

SPARE_BASES = 2
_PLACES = frozenset({ListKind.PLAQUE, ListKind.STREET_PLAQUE})
_CERTIFICATES = frozenset({ListKind.CERTIFICATE_BARRED, ListKind.CERTIFICATE_CANCELLED, ListKind.CERTIFICATE_RETAINED})
_NEEDS = (("flow_chart", "有流程图"), ("training", "先培训"), ("funding", "给经费"))
_GUARDS = ["不得", "禁止", "严禁", "不要求", "不再要求", "取消", "清理"]
"""Words before a phrase that turn its meaning round: 不得要求…, so the phrase does not count."""


def _lines(label: str, help_text: str, rows: int = 2) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=4000, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )


class ItemForm(forms.Form):
    """One item of a draft. What the kind of list has no use for is left out."""

    title = forms.CharField(label="事项", max_length=200, help_text="照文件上的叫法写。")
    aliases = _lines("也叫", "别的叫法，一行一个。问到这些叫法，也算这一项。")
    category = forms.CharField(label="类别", required=False, max_length=200)
    units = forms.MultipleChoiceField(
        label="适用",
        required=False,
        choices=tuple(UNIT_LABELS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text="不选就是都适用。“村”包括农村社区，“社区”包括村改居社区。",
    )
    location = forms.ChoiceField(
        label="挂在哪里", required=False, choices=[("", "都可以"), ("outside", "外墙、门口"), ("inside", "屋里")]
    )
    lead_body = forms.CharField(label="牵头单位", required=False, max_length=200)
    supporting_bodies = _lines("配合单位", "一行一个。")
    frequency = forms.ChoiceField(label="最多多久一次", required=False, choices=[("", "没有规定"), *FREQUENCIES])
    needs = forms.MultipleChoiceField(
        label="派下来要先做到", required=False, choices=_NEEDS, widget=forms.CheckboxSelectMultiple
    )
    funding = forms.CharField(
        label="经费标准", required=False, max_length=200, help_text="例如：每村每年 2000 元，区财政。"
    )
    flow_chart = _lines("办理流程", "一步一行。")
    training = forms.CharField(label="培训指导", required=False, max_length=200)
    minutes = forms.IntegerField(
        label="每次用时（分钟）",
        required=False,
        min_value=1,
        max_value=100000,
        help_text="一个村做一次大约要多久，用来测算负担。",
    )
    handled_by = forms.CharField(label="改由谁办", required=False, max_length=200)
    valid_from = forms.DateField(label="从哪天起", required=False, widget=DayInput())
    valid_to = forms.DateField(label="到哪天止", required=False, widget=DayInput())
    review_on = forms.DateField(
        label="复核日期", required=False, widget=DayInput(), help_text="到这一天要重新说明理由。"
    )
    phrases = _lines("也按这些话认定", "通知里出现这些话，就算这一项。一行一个。")
    hit = forms.CharField(label="应当认定的例句", required=False, max_length=500, help_text="写了上面的话就要写一句。")
    miss = forms.CharField(
        label="不应当认定的例句", required=False, max_length=500, help_text="意思相反或者无关的一句。"
    )
    conflict = forms.CharField(label="与之不一致的规定", required=False, max_length=500)
    note = _lines("说明", "")
    reason = forms.CharField(
        label="为什么增改",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="理由随新版一起公布。",
    )

    def __init__(self, *args: Any, kind: ListKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unused: list[str] = []
        if kind not in _PLACES:
            unused += ["location"]
        if kind not in _CERTIFICATES:
            unused += ["handled_by"]
        if kind in RED_LIST_KINDS:
            unused += ["frequency", "needs", "funding", "flow_chart", "training", "minutes", "supporting_bodies"]
        else:
            unused += ["phrases", "hit", "miss"]
        for name in unused:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """The dates are in order, and the phrases' own sentences come out as said."""
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("valid_from"), cleaned.get("valid_to")
        if starts and ends and ends < starts:
            self.add_error("valid_to", "不能早于开始的那天。")
        phrases = split_lines(cleaned.get("phrases", ""))
        if phrases:
            self._check_examples(phrases, cleaned)
        return cleaned

    def _check_examples(self, phrases: list[str], cleaned: Mapping[str, Any]) -> None:
        hit, miss = cleaned.get("hit", ""), cleaned.get("miss", "")
        if not hit or not miss:
            self.add_error("hit" if not hit else "miss", "写了认定的话，就要写这一句，系统用它核对。")
            return
        terms = compile_terms(_terms(phrases, hit, miss))
        if terms is not None and not hold_in(terms, hit):
            self.add_error("hit", "这一句按上面的话认定不出来，请改写例句或者补上说法。")
        if terms is not None and hold_in(terms, miss):
            self.add_error("miss", "这一句按上面的话会被认定，请把说法写得更具体。")

    def spec(self, bases: list[str], before: Mapping[str, Any] | None = None) -> ItemSpec:
        """The item's content; what this form does not show stays as it was ``before``."""
        said = self.cleaned_data
        content: dict[str, Any] = dict(before or {"id": "000"})
        for name, value in said.items():
            if name not in {"phrases", "hit", "miss", "reason"}:
                content[name] = value
        for name in ("aliases", "supporting_bodies"):
            if name in said:
                content[name] = split_lines(said[name])
        for name in ("location", "frequency"):
            if name in said:
                content[name] = said[name] or None
        if "needs" in said:
            kept = {name: value for name, value in (before or {}).get("needs", {}).items() if name not in dict(_NEEDS)}
            content["needs"] = kept | dict.fromkeys(said["needs"], True)
        if "phrases" in said:
            phrases = split_lines(said["phrases"])
            content["terms"] = _terms(phrases, said["hit"], said["miss"]).model_dump() if phrases else None
        content["basis"] = bases
        return ItemSpec.model_validate(content)


def _terms(phrases: list[str], hit: str, miss: str) -> TermsSpec:
    return TermsSpec(any_of=phrases, guards=_GUARDS, examples=TermExamples(hit=[hit], miss=[miss]))


class BasisForm(forms.Form):
    """One basis: document, number, article."""

    document = forms.CharField(label="文件名称", required=False, max_length=190)
    number = forms.CharField(label="文号", required=False, max_length=60)
    article = forms.CharField(label="第几条", required=False, max_length=60)

    def basis(self) -> Basis | None:
        """What was typed, or None for an empty row; a name without 《》 is taken for a document all the same."""
        document = self.cleaned_data.get("document", "").strip()
        if not document:
            return None
        name = document.removeprefix("《").removesuffix("》")
        return Basis(
            name,
            named=not is_number(name),
            number=self.cleaned_data["number"].strip("（）() "),
            article=self.cleaned_data["article"].strip(),
        )

    def clean(self) -> dict[str, Any]:
        """A number or an article needs its document."""
        cleaned = super().clean() or {}
        if not cleaned.get("document") and (cleaned.get("number") or cleaned.get("article")):
            self.add_error("document", "请写文件名称。")
        return cleaned


BasisFormSet = forms.formset_factory(BasisForm, extra=SPARE_BASES, max_num=20, absolute_max=20)


def bases_from(formset: Any, before: Mapping[str, Any]) -> list[str]:
    """The bases of a valid formset as a list prints them; one that the item has already keeps its words."""
    known = {_parts(parse(text)): text for text in before.get("basis", [])}
    typed = (form.basis() for form in formset.forms)
    return [known.get(_parts(basis), basis.text) for basis in typed if basis is not None]


def _parts(basis: Basis) -> tuple[str, str, str]:
    return basis.document, basis.number, basis.article


def initial_bases(content: Mapping[str, Any]) -> list[dict[str, str]]:
    """The rows of the formset for an item's bases."""
    found = map(parse, content.get("basis", []))
    return [{"document": each.document, "number": each.number, "article": each.article} for each in found]


def initial_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """The form's values for an item."""
    terms = content.get("terms") or {}
    examples = terms.get("examples", {})
    return {
        **content,
        "aliases": "\n".join(content.get("aliases", [])),
        "supporting_bodies": "\n".join(content.get("supporting_bodies", [])),
        "needs": list(content.get("needs", {})),
        "phrases": "\n".join(terms.get("any_of", [])),
        "hit": "".join(examples.get("hit", [])[:1]),
        "miss": "".join(examples.get("miss", [])[:1]),
    }


def split_lines(words: str) -> list[str]:
    """The lines that say something, each once."""
    return list(dict.fromkeys(line.strip() for line in words.splitlines() if line.strip()))


def faults_of(error: ValidationError) -> list[str]:
    """What a content breaks, in Chinese, by the labels of the fields."""
    labels = {field.name: field.label for field in FIELDS}
    return [
        f"{labels.get(str(fault['loc'][0]), fault['loc'][0])}填得不对或太长。"
        for fault in error.errors()
        if fault["loc"]
    ]

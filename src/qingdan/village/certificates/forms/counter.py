"""The counter's forms: who demands it, what is answered of a kind that is not kept, who the resident is."""

from __future__ import annotations

from typing import Any

from django import forms

from qingdan.foundation.clock.moments import today
from qingdan.foundation.documents.rules import TAKEN
from qingdan.foundation.personal.id_numbers import BadIdNumber
from qingdan.foundation.web.widgets import choice_field
from qingdan.village.certificates.choices import Basis, Cause, Channel, Demander
from qingdan.village.certificates.judging import Judged, Request
from qingdan.village.certificates.persons import PAPERS, Person, person, plain_name, plain_phone
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.ways import TEST_LABELS, Answers

PICTURES = ",".join(f".{kind.suffix}" for kind in TAKEN) + ",image/jpeg"
_YES_NO = [("yes", "是"), ("no", "否")]
_BOOLEANS = {"yes": True, "no": False}


class DemandForm(forms.Form):
    """Who wants the certificate and on which ground; a GET form, so the answer can be looked at again."""

    demander_class = forms.ChoiceField(
        label="谁要这份证明", choices=Demander.choices, widget=forms.RadioSelect(), error_messages={"required": "请选是谁要的。"}
    )  # fmt: skip
    demander = forms.CharField(
        label="哪个单位", required=False, max_length=100, help_text="写单位名称，例如：区社保中心、某某银行。不写人名。自己要用的不用填。"
    )  # fmt: skip
    basis = forms.ChoiceField(label="对方说的依据", required=False, choices=[*Basis.choices])
    basis_text = forms.CharField(label="依据的名称", required=False, max_length=200, help_text="例如：某某条例第几条。")
    public_interest = forms.BooleanField(label="涉及村（社区）公共利益，或者多数居民的切身利益", required=False)
    legal_risk = forms.BooleanField(label="可能有法律风险，拿不准", required=False)

    def clean(self) -> dict[str, Any]:
        """The body is named unless somebody wants it for themselves."""
        said: dict[str, Any] = super().clean() or {}
        wants = said.get("demander_class")
        if wants and wants != Demander.INDIVIDUAL and not (said.get("demander") or "").strip():
            self.add_error("demander", "请写明是哪个单位要的。")
        return said


class TestsForm(forms.Form):
    """What has to be answered before the interim way is open (CC-26, AS-61)."""

    cause = forms.ChoiceField(
        label="为什么还要办", choices=Cause.choices, widget=forms.RadioSelect(), error_messages={"required": "请选为什么还要办。"}
    )  # fmt: skip
    within_duty = forms.ChoiceField(label=TEST_LABELS["within_duty"], choices=_YES_NO, widget=forms.RadioSelect())
    verifiable = forms.ChoiceField(label=TEST_LABELS["verifiable"], choices=_YES_NO, widget=forms.RadioSelect())

    def __init__(self, *args: Any, judged: Judged, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("within_duty", "verifiable"):
            if name not in judged.decision.tests:
                del self.fields[name]
        causes = [(value, label) for value, label in Cause.choices if value in judged.decision.causes]
        if causes:
            choice_field(self, "cause").choices = causes
        else:
            del self.fields["cause"]


def request_of(division: str, code: str, title: str, said: dict[str, Any], answered: dict[str, Any]) -> Request:
    """The request that the address holds: the kind, the demand, the answers."""
    answers = Answers(
        cause=answered.get("cause") or "", within_duty=_BOOLEANS.get(answered.get("within_duty") or ""),
        verifiable=_BOOLEANS.get(answered.get("verifiable") or ""),
    )  # fmt: skip
    names = ("demander_class", "demander", "basis", "basis_text", "public_interest", "legal_risk")
    return Request(division=division, code=code, title=title, answers=answers, **{name: said[name] for name in names})


class PersonForm(forms.Form):
    """The resident with their card, and who comes for them."""

    name = forms.CharField(label="姓名", max_length=60, help_text="照身份证写；少数民族姓名中间的点用“·”。")
    paper = forms.ChoiceField(label="看的什么证件", choices=PAPERS)
    id_number = forms.CharField(label="证件号码", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    phone = forms.CharField(
        label="电话", required=False, max_length=30, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    purpose = forms.CharField(
        label="办来做什么用", required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )
    channel = forms.ChoiceField(
        label="怎么来的", choices=[each for each in Channel.choices if each[0] != Channel.APPOINTMENT]
    )
    agent_name = forms.CharField(label="受托人姓名", required=False, max_length=60, help_text="委托别人来办的才填。")
    agent_number = forms.CharField(label="受托人身份证号码", required=False, max_length=40)
    agent_phone = forms.CharField(label="受托人电话", required=False, max_length=30)
    proxy_seen = forms.BooleanField(label="看过委托书原件，内容和这件事一致", required=False)
    proxy = forms.FileField(
        label="委托书照片", required=False, help_text="可以不传。照片里的拍摄地点、时间会去掉。", widget=forms.FileInput(attrs={"accept": PICTURES})
    )  # fmt: skip
    identity_checked = forms.BooleanField(
        label="看过身份证原件，和本人一致（代办的：两个人的都看过）",
        error_messages={"required": "请核对身份证原件以后打勾。"},
    )

    def clean(self) -> dict[str, Any]:
        """The resident, and the agent where one came, checked."""
        said: dict[str, Any] = super().clean() or {}
        if not self.errors:
            self._take("person", ("name", "id_number", "phone"), said.get("paper", "id_card"))
            if said.get("channel") == Channel.PROXY:
                self._take("agent", ("agent_name", "agent_number", "agent_phone"), "id_card")
        return self.cleaned_data

    def _take(self, who: str, names: tuple[str, str, str], paper: str) -> None:
        name, number, phone = names
        said = self.cleaned_data
        try:
            said[who] = person(said[name], said[number], said[phone], paper, on=today())
        except BadIdNumber as fault:
            self.add_error(number, str(fault))
        except CertificateProblem as fault:
            mine = {"name": name, "id_number": number, "phone": phone}
            self.add_error(mine.get(fault.field, name), str(fault))


class ContactForm(forms.Form):
    """Whom to tell the outcome where nothing is issued: nobody has to say who they are."""

    name = forms.CharField(
        label="姓名", required=False, max_length=60, help_text="还要办、等结果的才留；只要解释说明单的不用填。"
    )
    phone = forms.CharField(
        label="电话", required=False, max_length=30, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )

    def clean(self) -> dict[str, Any]:
        """The person to tell; none where nothing was filled in."""
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and (said.get("name") or said.get("phone")):
            try:
                said["person"] = contact(said["name"], said["phone"])
            except CertificateProblem as fault:
                self.add_error(fault.field, str(fault))
        return self.cleaned_data


def contact(name: str, phone: str) -> Person:
    """Somebody to call back: name and telephone, no paper."""
    return Person(plain_name(name), "", plain_phone(phone, required=True), "")

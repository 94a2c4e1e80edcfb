"""Forms of the acts on an application."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.widgets import DayInput, choice_field, model_choice_field
from qingdan.village.certificates.access import people_of
from qingdan.village.certificates.choices import Cause, Need, Settled, Way
from qingdan.village.certificates.filling import LONGEST, asked_fields
from qingdan.village.certificates.forms.counter import PICTURES, contact
from qingdan.village.certificates.models import Application
from qingdan.village.certificates.problems import CertificateProblem
from qingdan.village.certificates.rules import causes_of
from qingdan.village.guides.kinds import Field

NO_NAMES = "不要写姓名、身份证号码。"
_HOW = (
    ("查看身份证、户口簿，村里有登记", "查看身份证、户口簿，村里有登记"),
    ("村（社区）工作人员当面了解", "村（社区）工作人员当面了解"),
    ("走访邻居、现场查看", "走访邻居、现场查看"),
    ("other", "其他办法"),
)
_TOLD = (
    ("打印交给本人", "打印交给本人"),
    ("当面读给本人听", "当面读给本人听"),
    ("打电话告诉本人", "打电话告诉本人"),
    ("发到本人手机", "发到本人手机"),
)


def _area(label: str, longest: int, *, required: bool = True, hint: str = NO_NAMES) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=longest, required=required, widget=forms.Textarea(attrs={"rows": 3}), help_text=hint
    )


class FieldsForm(forms.Form):
    """The fields of a kind's form; names of fields are those of the guide with ``v_`` before them."""

    def __init__(self, *args: Any, fields: tuple[Field, ...], **more: Any) -> None:
        super().__init__(*args, **more)
        for each in asked_fields(fields):
            self.fields[f"v_{each.name}"] = _input(each)

    @property
    def values(self) -> dict[str, str]:
        """What was filled in, by the guide's names."""
        said = self.cleaned_data.items()
        return {name.removeprefix("v_"): _plain(value) for name, value in said if name.startswith("v_")}


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _input(each: Field) -> forms.Field:
    shared: Mapping[str, Any] = {"label": each.label, "required": each.required}
    if each.type == "choice":
        return forms.ChoiceField(choices=[("", "请选"), *((value, value) for value in each.choices)], **shared)
    if each.type == "date":
        return forms.DateField(widget=DayInput(), **shared)
    area = forms.Textarea(attrs={"rows": 3}) if each.type == "long" else forms.TextInput()
    return forms.CharField(max_length=LONGEST[each.type], widget=area, **shared)


class HowForm(FieldsForm):
    """How the content was verified; with the fields where they are filled in the same step."""

    how = forms.ChoiceField(
        label="怎么核实的", choices=_HOW, widget=forms.RadioSelect(), error_messages={"required": "请选怎么核实的。"}
    )
    how_words = forms.CharField(label="其他办法，写明", required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        """The words of another way."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("how") == "other" and not said.get("how_words", "").strip():
            self.add_error("how_words", "请写明怎么核实的。")
        return said

    @property
    def verified_how(self) -> str:
        """The way in words."""
        said = self.cleaned_data
        return str(said["how_words"]).strip() if said["how"] == "other" else str(said["how"])


class AssignForm(forms.Form):
    """Who looks into it, until when."""

    investigator = forms.ModelChoiceField(label="由谁核实", queryset=Account.objects.none(), empty_label=None)
    due_on = forms.DateField(label="哪天前核实", required=False, widget=DayInput())

    def __init__(self, *args: Any, application: Application, **more: Any) -> None:
        super().__init__(*args, **more)
        people = people_of(application.division_id).order_by("display_name")
        model_choice_field(self, "investigator").queryset = people
        self.fields["due_on"].initial = application.due_on


class RecordForm(forms.Form):
    """A finding, a deliberation, a meeting, an assessment or a measure."""

    held_on = forms.DateField(label="哪天", widget=DayInput())
    method = forms.CharField(label="怎么核实的、谁参加的", max_length=300, help_text=NO_NAMES)
    text = forms.CharField(
        label="结果",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="加密保存，只有本村（社区）经办的人能看。",
    )
    favourable = forms.ChoiceField(
        label="结论",
        choices=[("yes", "属实、同意、可以出具"), ("no", "不属实、不同意、不能出具")],
        widget=forms.RadioSelect(),
    )
    entitled = forms.IntegerField(label="应到人数", min_value=1, max_value=100_000, required=False)
    present = forms.IntegerField(label="实到人数", min_value=0, max_value=100_000, required=False)
    in_favour = forms.IntegerField(label="同意人数", min_value=0, max_value=100_000, required=False)
    scan = forms.FileField(
        label="记录的照片、扫描件", required=False, widget=forms.FileInput(attrs={"accept": PICTURES})
    )

    def __init__(self, *args: Any, need: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["held_on"].initial = today()
        for name in ("entitled", "present", "in_favour"):
            if need != Need.MEETING:
                del self.fields[name]


class ReasonForm(forms.Form):
    """A step that needs its reason."""

    reason = _area("理由", 300)


class RejectForm(ReasonForm):
    """Not issuing what is kept: the reason, and where to go."""

    instead = _area("居民可以怎么办", 500, required=False, hint="例如：到户籍所在的村办。")


class ReferForm(forms.Form):
    """领办, 代办: where, when, with what result."""

    text = _area("带到哪里、替他办了什么，结果怎样", 300)


class TellForm(forms.Form):
    """How the resident was told."""

    how = forms.ChoiceField(
        label="怎么送达的", choices=_TOLD, widget=forms.RadioSelect(), error_messages={"required": "请选一项。"}
    )


class EscalateForm(forms.Form):
    """Reporting to the town."""

    cause = forms.ChoiceField(
        label="为什么还要办",
        choices=Cause.choices,
        widget=forms.RadioSelect(),
        error_messages={"required": "请选一项。"},
    )
    demander = forms.CharField(label="谁要的", max_length=100, required=False, help_text="单位名称，不写人名。")
    reason = _area("村民办什么事要用", 300, hint=f"主管单位凭它申请准入。{NO_NAMES}")
    name = forms.CharField(label="居民姓名", max_length=60, required=False)
    phone = forms.CharField(
        label="居民电话", max_length=30, required=False, help_text="有结果好告诉他。受理时留过的不用再填。"
    )

    def __init__(self, *args: Any, application: Application, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["demander"].initial = application.demander_name
        if application.way == Way.ADMIT:
            del self.fields["cause"]
        else:
            choice_field(self, "cause").choices = [(each.value, each.label) for each in causes_of(application.way)]
            del self.fields["reason"]
        if "phone" in application.sealed:
            del self.fields["name"], self.fields["phone"]

    def clean(self) -> dict[str, Any]:
        """The person to tell, where one was filled in."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("name") or said.get("phone"):
            try:
                said["contact"] = contact(said.get("name", ""), said.get("phone", ""))
            except CertificateProblem as fault:
                self.add_error(fault.field, str(fault))
        return self.cleaned_data


class ContactedForm(forms.Form):
    """Which body the town has spoken to."""

    contacted = forms.CharField(label="联系了哪个单位", max_length=100)


class AnswerForm(ContactedForm):
    """The town's record of the coordination."""

    settled = forms.ChoiceField(
        label="结果", choices=Settled.choices, widget=forms.RadioSelect(), error_messages={"required": "请选一项。"}
    )
    outcome = _area("怎么协调的，居民下一步怎么办", 500)

    def __init__(self, *args: Any, application: Application, **more: Any) -> None:
        super().__init__(*args, **more)
        known = application.coordination
        applied = known.cause == Cause.NO_RULE
        self.fields["contacted"].initial = known.contacted or ("" if applied else application.demander_name)
        offered = [each for each in Settled.choices if applied or each[0] != Settled.APPLIED]
        choice_field(self, "settled").choices = sorted(offered, key=lambda each: each[0] != Settled.APPLIED)


class NeedForm(forms.Form):
    """What else has to be on record."""

    need = forms.ChoiceField(label="还要什么", choices=[each for each in Need.choices if each[0] != Need.INVESTIGATION])


class DeliverForm(forms.Form):
    """To whom a certificate was handed."""

    to = forms.ChoiceField(
        label="交给谁",
        choices=[("self", "本人"), ("agent", "受托人"), ("post", "寄送、送上门")],
        widget=forms.RadioSelect(),
        initial="self",
    )


class ScanForm(forms.Form):
    """The stamped paper."""

    scan = forms.FileField(
        label="盖章后的照片、扫描件",
        widget=forms.FileInput(attrs={"accept": PICTURES}),
        error_messages={"required": "请选文件。"},
    )

"""Forms of the window and of appointments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from qingdan.foundation.clock.moments import today
from qingdan.foundation.web.widgets import DayInput, model_choice_field
from qingdan.village.public_services.choices import Half, Mode, Outcome, Rating, ServiceClass, TicketState, TownOutcome
from qingdan.village.public_services.forms import area, narrowing, offer, radio
from qingdan.village.public_services.models import Organisation
from qingdan.village.public_services.persons import checked
from qingdan.village.public_services.queries.catalogue import Service
from qingdan.village.public_services.rules import outcomes_of
from qingdan.village.public_services.services.window import LONGEST_MATTER, Matter

OPEN = "open"


class TicketFilter(forms.Form):
    """Which matters."""

    q = forms.CharField(label="办什么事、回执号", required=False, max_length=40)
    state = narrowing("状态", [(OPEN, "没有办结的"), *TicketState.choices])
    service_class = narrowing("类别", ServiceClass.choices)
    day = forms.DateField(label="哪天", required=False, widget=DayInput())


class TicketForm(forms.Form):
    """What somebody comes for. Name and telephone only where the matter goes on after they have left."""

    item_code = forms.ChoiceField(
        label="清单上的服务", required=False, help_text="清单上没有的事，选第一行，在下面写。"
    )
    title = forms.CharField(
        label="办什么事", required=False, max_length=LONGEST_MATTER,
        help_text="几个字就行，例如：问低保怎么申请。不写姓名、身份证号、病情。",
    )  # fmt: skip
    service_class = radio(
        "哪一类", ServiceClass.choices, help_text="个人事项：自己家、邻里之间的事，由居民自己解决，村里引导。"
    )
    mode = radio("怎么办", Mode.choices)
    name = forms.CharField(
        label="姓名", required=False, max_length=50, help_text="要代办、要再联系本人的才填，加密保存。"
    )
    phone = forms.CharField(label="电话", required=False, max_length=30)

    def __init__(self, *args: Any, services: Iterable[Service], **more: Any) -> None:
        super().__init__(*args, **more)
        self._titles = {service.code: service.title for service in services}
        self._classes = {service.code: service.service_class for service in services}
        offer(self, "item_code", [("", "清单上没有，在下面写"), *self._titles.items()])
        self.initial.setdefault("service_class", ServiceClass.PUBLIC.value)
        self.initial.setdefault("mode", Mode.WINDOW.value)

    def clean(self) -> dict[str, Any]:
        """What it is about is there, on the list or in words."""
        said = super().clean() or {}
        if not said.get("item_code") and not said.get("title"):
            self.add_error("title", "请选清单上的服务，或者写办什么事。")
        return said

    def matter(self) -> Matter:
        """The matter of a valid form; raises ``ServiceProblem`` for a name without a number or the other way round."""
        said = self.cleaned_data
        code = said["item_code"]
        resident = checked(said["name"], said["phone"]) if said["name"] or said["phone"] else None
        service_class = self._classes[code] if code else ServiceClass(said["service_class"])
        title = said["title"] or self._titles.get(code, "")
        return Matter(title[:LONGEST_MATTER], service_class, code, Mode(said["mode"]), resident)


class CloseForm(forms.Form):
    """How a matter ended; of a personal one only as the resident's own, with the guidance."""

    outcome = radio("结果", [])
    result = area("办理结果", required=False, help_text="不写姓名、身份证号、病情。")
    guidance = area("怎么引导的", required=False, help_text="例如：请两家的老人出面说和；告诉他到法律援助中心问。")

    def __init__(self, *args: Any, service_class: ServiceClass, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "outcome", [(each.value, each.label) for each in outcomes_of(service_class)])
        if service_class is not ServiceClass.PERSONAL:
            del self.fields["guidance"]

    def said(self) -> dict[str, Any]:
        """What a valid form says, as the service wants it."""
        said = self.cleaned_data
        return {
            "outcome": Outcome(said["outcome"]), "result": said["result"], "guidance": said.get("guidance", ""),
        }  # fmt: skip


class HandToTownForm(forms.Form):
    """Why the village cannot carry a matter."""

    reason = area("为什么村里办不了", help_text="例如：要花的钱村里没有；要由区里的部门定。")


class GiveForm(forms.Form):
    """To which organisation of the village a matter is given."""

    organisation = forms.ModelChoiceField(label="交给哪个组织", queryset=Organisation.objects.none(), empty_label=None)

    def __init__(self, *args: Any, organisations: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        model_choice_field(self, "organisation").queryset = organisations


class RevealForm(forms.Form):
    """Why somebody looks at name and telephone."""

    reason = forms.CharField(
        label="为什么要看", max_length=200, help_text="例如：证办好了，打电话请本人来取。会记下来。"
    )


class TakeUpForm(forms.Form):
    """Which office the town asked."""

    with_body = forms.CharField(label="找了哪个单位", max_length=100, required=False, help_text="还没有找的可以不填。")


class ResultForm(forms.Form):
    """What came of a matter that the town coordinated."""

    outcome = radio("结果", TownOutcome.choices)
    result = area("说明", help_text="村里和居民看得到。不写姓名、身份证号、病情。")


class BookingForm(forms.Form):
    """A resident's appointment: a day, a half of it, name and telephone, and a separate consent."""

    day = forms.TypedChoiceField(label="哪天来", coerce=date.fromisoformat)
    half = radio("时段", Half.choices)
    name = forms.CharField(label="姓名", max_length=50)
    phone = forms.CharField(label="电话", max_length=30, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    consent = forms.BooleanField(
        label="我看了上面的说明，同意为这次预约留下姓名和电话", required=False
    )  # fmt: skip

    def __init__(self, *args: Any, days: Sequence[date], **more: Any) -> None:
        super().__init__(*args, **more)
        offer(
            self, "day", [(day.isoformat(), f"{day:%-m月%-d日}（周{'一二三四五六日'[day.weekday()]}）") for day in days]
        )


class FeedbackForm(forms.Form):
    """How it went."""

    rating = radio("办得怎么样", Rating.choices)
    text = area("想说的话", required=False, longest=200, help_text="不写姓名、身份证号、病情。")


class BookingFilter(forms.Form):
    """Which appointments."""

    day = forms.DateField(label="哪天", required=False, widget=DayInput())

    def chosen(self) -> date:
        """The day that is asked for; today where none is."""
        return (self.cleaned_data.get("day") if self.is_valid() else None) or today()

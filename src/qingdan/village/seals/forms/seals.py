"""Forms of seals themselves and of handing them over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.models import Account
from qingdan.village.seals.choices import APPROVER_TITLES, ChangeSort, SealKind
from qingdan.village.seals.forms.persons import add_person, person_of
from qingdan.village.seals.models import Seal
from qingdan.village.seals.models.seals import APPROVES
from qingdan.village.seals.queries import last_number
from qingdan.village.seals.services import HandoverPlan, NewSeal

ON_PAPER = "paper"


class SealForm(forms.Form):
    """A seal that is put on the register."""

    kind = forms.ChoiceField(label="哪一种印章", choices=SealKind.choices)
    name = forms.CharField(label="印文", max_length=100, help_text="照印章上刻的全称写。")
    approver_title = forms.CharField(
        label="用印由谁批准", max_length=60, help_text="写职务：" + "、".join(APPROVER_TITLES.values()) + "。"
    )
    approver_role = forms.ChoiceField(
        label="怎么批准",
        choices=[(value or ON_PAPER, label) for value, label in APPROVES],
        help_text="批准人不用本系统的，选“只用纸质批准”，照审批单录入。",
    )
    kept_where = forms.CharField(label="印章放在哪里", max_length=100, required=False)

    def __init__(self, *args: Any, people: Sequence[Account], **more: Any) -> None:
        super().__init__(*args, **more)
        self.people = people
        add_person(self, "keeper", "谁保管", people, (), "", "保管人不能是批准人。")

    def new_seal(self) -> NewSeal:
        """What a valid form says."""
        said = self.cleaned_data
        return NewSeal(
            kind=said["kind"], name=said["name"], keeper=person_of(said, "keeper", self.people),
            approver_title=said["approver_title"], approver_role=said["approver_role"].removeprefix(ON_PAPER), kept_where=said["kept_where"],
        )  # fmt: skip


class ChangeForm(forms.Form):
    """Putting away, taking up, destroying."""

    reason = forms.CharField(label="原因", max_length=200)
    receipt = forms.CharField(label="镇街回执的编号、日期", max_length=200, required=False)

    def __init__(self, *args: Any, sort: ChangeSort, **more: Any) -> None:
        super().__init__(*args, **more)
        if sort is ChangeSort.TAKEN_UP:
            del self.fields["receipt"]
        if sort is ChangeSort.DESTROYED:
            self.fields["receipt"].required = True


class HandoverForm(forms.Form):
    """What is handed over to whom, before whom."""

    seals = forms.MultipleChoiceField(label="移交哪几枚印章", widget=forms.CheckboxSelectMultiple)
    witness = forms.CharField(label="监交人", max_length=60, help_text="移交人、接收人以外的人。")
    reason = forms.CharField(label="为什么移交", max_length=200, help_text="例如：换届、离任、休假。")
    inventory = forms.CharField(
        label="移交清单", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}), help_text="一行一样，照实改。"
    )

    def __init__(self, *args: Any, held: Sequence[Seal], people: Sequence[Account], **more: Any) -> None:
        super().__init__(*args, **more)
        self.people, self.held = people, held
        seals: Any = self.fields["seals"]
        seals.choices = [(str(seal.pk), f"{seal}（{seal.keeper_name}保管）") for seal in held]
        self.fields["inventory"].initial = "\n".join(_lines(held))
        add_person(self, "taker", "谁接收", people, (), "")

    def plan(self) -> HandoverPlan:
        """What a valid form says."""
        said = self.cleaned_data
        wanted = set(said["seals"])
        return HandoverPlan(
            seals=[seal for seal in self.held if str(seal.pk) in wanted], taker=person_of(said, "taker", self.people),
            witness=said["witness"], reason=said["reason"], inventory=said["inventory"],
        )  # fmt: skip


def _lines(held: Sequence[Seal]) -> list[str]:
    lines = []
    for seal in held:
        last = last_number(seal, today())
        lines.append(f"“{seal}”印章 1 枚")
        lines.append(f"“{seal}”用印登记，{today().year} 年登记到第 {last} 号")
    return lines


class SideForm(forms.Form):
    """Confirming a side that has no account: by the signed inventory."""

    paper = forms.CharField(label="签字的移交清单放在哪里", max_length=200)

"""Forms of asking for a seal, of paper approvals and of what was pressed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from qingdan.foundation.clock.moments import today
from qingdan.foundation.orgs.models import Account
from qingdan.foundation.web.widgets import DayInput
from qingdan.village.seals.choices import Sort
from qingdan.village.seals.forms.persons import OTHER, add_person, person_of
from qingdan.village.seals.models import Seal, SealApproval
from qingdan.village.seals.rules import MOST_COPIES, MOST_PAGES
from qingdan.village.seals.services import Paper, Wanted

_NOBODY = "给居民办的，写材料的名称、编号，不写居民姓名、证件号码。"


class AskForm(forms.Form):
    """What a seal is wanted for."""

    document_title = forms.CharField(label="什么材料要盖章", max_length=200, help_text=_NOBODY)
    purpose = forms.CharField(
        label="做什么用",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="例如：和合作社签土地流转合同。",
    )
    pages = forms.IntegerField(label="每份几页", min_value=1, max_value=MOST_PAGES, initial=1)
    copies = forms.IntegerField(label="盖几份", min_value=1, max_value=MOST_COPIES, initial=1)
    kept_at = forms.CharField(
        label="留存件放在哪里", max_length=200, help_text="没有留存材料的不能用印。例如：村委会档案柜，合同类第 12 号。"
    )
    complete = forms.BooleanField(
        label="材料内容已经写全，不是空白纸、空白表", required=False, help_text="空白的一律不盖。"
    )

    def __init__(self, *args: Any, seal: Seal, people: Sequence[Account], actor: Account, **more: Any) -> None:
        super().__init__(*args, **more)
        self.people = people
        add_person(self, "applicant", "谁经办", people, (seal.keeper_name,), str(actor), "村里办这件事的人。")
        self.order_fields(["document_title", "purpose", "pages", "copies", "applicant", "applicant_other"])

    def wanted(self) -> Wanted:
        """What a valid form says."""
        said = self.cleaned_data
        return Wanted(
            document_title=said["document_title"], purpose=said["purpose"], pages=said["pages"], copies=said["copies"],
            kept_at=said["kept_at"], complete=said["complete"], applicant=person_of(said, "applicant", self.people),
        )  # fmt: skip


class PaperForm(AskForm):
    """A paper approval, entered with its number, date and the place of the original."""

    paper_number = forms.CharField(
        label="审批单的编号", max_length=100, help_text="照纸上写；纸上没有的，写存档的编号。"
    )
    paper_on = forms.DateField(label="批准的日期", widget=DayInput(), initial=today)
    paper_kept_at = forms.CharField(label="审批单原件在哪里", max_length=200)

    def __init__(self, *args: Any, seal: Seal, **more: Any) -> None:
        super().__init__(*args, seal=seal, **more)
        label = f"谁批准的（{seal.approver_title}）"
        add_person(self, "approver", label, _others(self.people, more["actor"]), (), "", "照审批单上的签字写。")
        if not seal.approver_role:
            self.fields["approver"].initial = OTHER

    def paper(self) -> Paper:
        """The paper of a valid form."""
        said = self.cleaned_data
        return Paper(
            said["paper_number"], said["paper_on"], said["paper_kept_at"], person_of(said, "approver", self.people)
        )


def _others(people: Sequence[Account], actor: Account) -> list[Account]:
    """Those who may have approved, the one who enters the paper last."""
    return sorted(people, key=lambda person: person.pk == actor.pk)


class AskOutForm(forms.Form):
    """Asking to take a seal outside."""

    document_title = forms.CharField(label="带出去办什么", max_length=200, help_text="例如：到镇里签合同，当场盖章。")
    purpose = forms.CharField(label="为什么不能在村里盖", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, seal: Seal, people: Sequence[Account], actor: Account, **more: Any) -> None:
        super().__init__(*args, **more)
        self.people = people
        add_person(self, "applicant", "谁经办", people, (seal.keeper_name,), str(actor))

    def wanted(self) -> Wanted:
        """What a valid form says."""
        said = self.cleaned_data
        applicant = person_of(said, "applicant", self.people)
        return Wanted(said["document_title"], said["purpose"], applicant=applicant, sort=Sort.TAKEOUT)


class PressForm(forms.Form):
    """What was pressed on an approval."""

    copies = forms.IntegerField(label="盖了几份", min_value=1, max_value=MOST_COPIES)
    pages = forms.IntegerField(label="每份几页", min_value=1, max_value=MOST_PAGES)
    pressed_on = forms.DateField(
        label="哪天盖的", widget=DayInput(), initial=today, help_text="不是今天盖的，会注明补录。"
    )

    def __init__(self, *args: Any, approval: SealApproval, people: Sequence[Account], left: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.people = people
        self.fields["copies"].initial, self.fields["pages"].initial = left, approval.pages
        self.fields["copies"].help_text = f"批准的还剩 {left} 份。"
        keeper = approval.seal.keeper_name
        add_person(self, "presser", "谁盖的", people, (keeper,), keeper)

    def pressed(self) -> dict[str, Any]:
        """What a valid form says, as the service takes it."""
        said = self.cleaned_data
        kept = {name: said[name] for name in ("copies", "pages", "pressed_on")}
        return kept | {"presser": person_of(said, "presser", self.people)}


class ReasonForm(forms.Form):
    """Why it is not approved."""

    reason = forms.CharField(label="为什么不批", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class NoteForm(forms.Form):
    """A further entry to a use."""

    words = forms.CharField(label="说明", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class OutForm(forms.Form):
    """A seal leaves its place."""

    where = forms.CharField(label="带到哪里", max_length=120)
    due_back = forms.DateField(label="哪天前带回", widget=DayInput(), initial=today)

    def __init__(self, *args: Any, seal: Seal, people: Sequence[Account], **more: Any) -> None:
        super().__init__(*args, **more)
        self.people = people
        add_person(self, "taker", "谁带出", people, (seal.keeper_name,), seal.keeper_name)

    def taken(self) -> dict[str, Any]:
        """What a valid form says, as the service takes it."""
        said = self.cleaned_data
        return {"taker": person_of(said, "taker", self.people), "where": said["where"], "due_back": said["due_back"]}


class BackForm(forms.Form):
    """A seal is back."""

    remark = forms.CharField(
        label="带回时的情况", max_length=200, required=False, help_text="例如：完好，已放回保险柜。"
    )

"""Forms of screening: a paper to screen, the four questions in place of a picture, corrections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from qingdan.entry.screening.access import ScreeningAccess
from qingdan.entry.screening.deciding import PaperVerdict
from qingdan.entry.screening.model import NotDemand
from qingdan.entry.screening.models import Screening, Side
from qingdan.entry.screening.services.screening import Asked
from qingdan.entry.screening.services.working import LONGEST, Right
from qingdan.entry.screening.whose import Whose, places_to_judge_by, whose_papers
from qingdan.foundation.documents.rules import LARGEST
from qingdan.foundation.web.text import clean_words
from qingdan.foundation.web.widgets import DayInput, ManyFilesField, choice_field
from qingdan.policy.gate.facts import FREQUENCIES
from qingdan.policy.gate.labels import KIND_HINTS, KIND_LABELS

MOST_AT_ONCE = 20
"""So many files one form takes; a zip counts as one."""
ACCEPT = ".docx,.doc,.wps,.pdf,.txt,.html,.htm,.xlsx,.xls,.et,.zip,.rtf,.odt,.png,.jpg,.jpeg,image/jpeg"
LONGEST_TEXT = 400_000
"""Characters that a form takes as pasted words; longer ones come as a file."""
NOT_DEMAND_WORDS = {
    NotDemand.DEPT: "部门、镇街自己的事", NotDemand.TOWNCADRE: "包村、驻村等下派干部的事", NotDemand.RESIDENT: "居民、村民的事",
    NotDemand.ENTERPRISE: "企业、学校等单位的事", NotDemand.BENEFIT: "给村里的钱、物、服务", NotDemand.PROTECT: "不许向村里要什么（保护村的话）",
    NotDemand.BACKGROUND: "情况、数据、已经做过的事", NotDemand.DEFINITION: "解释、适用范围", NotDemand.QUOTE: "引用别的文件",
    NotDemand.ENCOURAGE: "鼓励、可以，不考核", NotDemand.CONDUCT: "廉洁、债务一类的禁止，不要求做事",
}  # fmt: skip
_KINDS = [(kind.value, f"{label}（{KIND_HINTS[kind]}）") for kind, label in KIND_LABELS.items()]


class WhoseForm(forms.Form):
    """What is the same however a paper comes in: whose it is, by which place and day it is judged, who sent it."""

    whose = forms.ChoiceField(
        label="谁的文件", error_messages={"required": "请选是准备发出的，还是收到的。", "invalid_choice": "请从列出的里面选一个。"},
    )  # fmt: skip
    issuer = forms.CharField(
        label="谁发的",
        required=False,
        max_length=100,
        help_text="不填就按落款认。收到的通知没有落款时请写，例如：区残联。",
    )
    place = forms.ChoiceField(label="按哪里的规定看", required=False)
    on = forms.DateField(label="按哪一天的规定看", required=False, widget=DayInput(), help_text="不填就是今天。")
    earlier = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *more: Any, access: ScreeningAccess, **options: Any) -> None:
        super().__init__(*more, **options)
        self.access = access
        self.offered = {each.key: each for each in whose_papers(access)}
        self._offer_whose(list(self.offered.values()))
        self._offer_places()

    def _offer_whose(self, offered: Sequence[Whose]) -> None:
        field = choice_field(self, "whose")
        groups = [
            (label, [(each.key, each.label) for each in offered if each.side == side])
            for side, label in ((Side.DRAFT, "我们准备发出的"), (Side.RECEIVED, "收到的"))
        ]
        choices: list[Any] = [(label, own) for label, own in groups if own]
        if len(offered) == 1:
            field.widget, self.initial["whose"] = forms.HiddenInput(), offered[0].key
        elif len(choices) > 1 or not self.access.body_ids:
            choices = [("", "请选"), *choices]
        field.choices = choices

    def _offer_places(self) -> None:
        places = places_to_judge_by(self.access)
        if len(places) < 2:
            del self.fields["place"]
            return
        field = choice_field(self, "place")
        field.choices = [("", "发文单位所在的地方"), *((place.code, place.name) for place in places)]
        field.help_text = "准备只发给一个镇街的，可以选那个镇街。收到的，总按收到的村（社区）看。"

    @property
    def only(self) -> Whose | None:
        """The one thing that the person screens; None where they choose."""
        return next(iter(self.offered.values())) if len(self.offered) == 1 else None

    def asked(self, name: str, *, keep: bool) -> Asked:
        """What the person said, for the service. Of a valid form."""
        said = self.cleaned_data
        whose = self.offered[said["whose"]]
        place = said.get("place") if whose.side == Side.DRAFT else ""
        return Asked(
            division=place or whose.division, side=whose.side, body=whose.body, on=said["on"], issuer=said["issuer"], name=name, keep=keep,
            earlier=self._earlier(said.get("earlier")),
        )  # fmt: skip

    def _earlier(self, key: object) -> Screening | None:
        """The version before, where the person may act on it."""
        if not isinstance(key, int) or not 0 < key < 2**63:
            return None
        found = self.access.rows().filter(pk=key).first()
        return found if found is not None and self.access.acts_on(found) else None


class ScreenForm(WhoseForm):
    """Files or pasted words to screen."""

    papers = ManyFilesField(
        label="文件", accept=ACCEPT, most=MOST_AT_ONCE,
        help_text=f"Word、WPS、PDF、Excel、网页、文本、图片、压缩包都可以，一次最多 {MOST_AT_ONCE} 个，每个最多 {LARGEST // 1048576} MB。",
    )  # fmt: skip
    text = forms.CharField(
        label="或者把文字粘贴在这里", required=False, max_length=LONGEST_TEXT, strip=False, widget=forms.Textarea(attrs={"rows": 6})
    )  # fmt: skip
    keep = forms.BooleanField(
        label="保留原文", required=False,
        help_text="不勾：只留结果（哪几处、结论、怎么改），原文 24 小时以后删掉。勾了：原文一直在，直到您删。",
    )  # fmt: skip
    name = forms.CharField(required=False, max_length=150, widget=forms.HiddenInput)
    field_order = ("whose", "papers", "text", "keep", "issuer", "place", "on", "name", "earlier")
    FOLDED = ("issuer", "place", "on")

    def clean(self) -> dict[str, Any]:
        """A file or words there must be."""
        said = super().clean() or {}
        if not self.errors and not said.get("papers") and not str(said.get("text") or "").strip():
            self.add_error("papers", "请放一个文件进来，或者把文字粘贴在下面。")
        return said

    @property
    def first(self) -> list[Any]:
        """The fields that stand open."""
        return [bound for bound in self.visible_fields() if bound.name not in self.FOLDED]

    @property
    def folded(self) -> list[Any]:
        """The fields that need not be looked at."""
        return [self[name] for name in self.FOLDED if name in self.fields]


class QuestionsForm(WhoseForm):
    """The four questions about a paper that only a person can read: who, what, how often, until when."""

    what = forms.CharField(
        label="要村（社区）做什么", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="照原件的话写，一件事写一行。例如：上报人居环境整治台账，附整改前后照片。",
        error_messages={"required": "请写要村（社区）做什么。"},
    )  # fmt: skip
    frequency = forms.ChoiceField(label="多久一次", required=False, choices=[("", "没有说"), *FREQUENCIES])
    until = forms.CharField(label="到什么时候", required=False, max_length=60, help_text="例如：本月25日前。")
    picture = forms.FileField(
        label="图片", required=False, widget=forms.ClearableFileInput(attrs={"accept": ".png,.jpg,.jpeg,image/jpeg"}),
        help_text="不选就不留图片。选了会和结果放在一起，拍摄地点、时间会去掉；只有看得到这份结果的人能看。",
    )  # fmt: skip
    field_order = ("whose", "issuer", "what", "frequency", "until", "picture", "place", "on", "earlier")

    def words(self) -> str:
        """The answers as a notice says them, a sentence a line of what was typed."""
        said = self.cleaned_data
        often, until = dict(FREQUENCIES).get(said["frequency"], ""), said["until"].strip("。 ")
        lines = [line.strip("。；; 　") for line in said["what"].splitlines()]
        when = "".join((f"{until}，" if until else "", often))
        return "\n".join(f"各村（社区）{when}{'要' if not when else '，要'}{line}。" for line in lines if line)


class CorrectionForm(forms.Form):
    """What a sentence really is."""

    demand = forms.ChoiceField(
        label="这一句", choices=[("no", "不是向村（社区）提的要求"), ("yes", "是要求，类别不对")], widget=forms.RadioSelect(),
        error_messages={"required": "请选一项。"},
    )  # fmt: skip
    not_demand = forms.ChoiceField(
        label="不是要求，是什么", required=False,
        choices=[("", "请选"), *((each.value, words) for each, words in NOT_DEMAND_WORDS.items())],
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label="是要求，是哪几类", required=False, choices=_KINDS, widget=forms.CheckboxSelectMultiple()
    )
    note = forms.CharField(label="说明", required=False, max_length=LONGEST)

    def right(self) -> Right:
        """What the person says that it is. Of a valid form."""
        said = self.cleaned_data
        demand = said["demand"] == "yes"
        return Right(demand, tuple(said["kinds"]) if demand else (), "" if demand else said["not_demand"], said["note"])


class MissedForm(forms.Form):
    """A sentence that the machine passed over."""

    text = forms.CharField(
        label="漏掉的那一句", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="从原文里复制过来，一个字不要改。", error_messages={"required": "请把漏掉的那一句从原文里复制过来。"},
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label="要求的是哪几类", choices=_KINDS, widget=forms.CheckboxSelectMultiple(), error_messages={"required": "请选至少一类。"}
    )  # fmt: skip
    note = forms.CharField(label="说明", required=False, max_length=LONGEST)

    def right(self) -> Right:
        """It is a demand of these kinds. Of a valid form."""
        return Right(True, tuple(self.cleaned_data["kinds"]), "", self.cleaned_data["note"])


def preset(access: ScreeningAccess, earlier: Screening | None) -> dict[str, Any]:
    """What a form for a new version begins with."""
    if earlier is None or not access.acts_on(earlier):
        return {}
    whose = Whose(earlier.side, earlier.division_id, "", earlier.body)
    own = earlier.body.division_id if earlier.body else earlier.division_id
    return {
        "whose": whose.key, "earlier": earlier.pk, "keep": earlier.kept, "issuer": "" if earlier.side == Side.DRAFT else earlier.issuer_name,
        "place": "" if earlier.division_id == own else earlier.division_id,
    }  # fmt: skip


class ScreeningFilter(forms.Form):
    """What to find among the screenings."""

    q = forms.CharField(label="标题、文号、单位或村", required=False, max_length=60)
    side = forms.ChoiceField(label="谁的文件", required=False, choices=[("", "全部"), *Side.choices])
    verdict = forms.ChoiceField(
        label="结论", required=False, choices=[("", "全部"), *((each.value, each.word) for each in PaperVerdict)]
    )
    since = forms.DateField(label="从哪天", required=False, widget=DayInput())
    until = forms.DateField(label="到哪天", required=False, widget=DayInput())
    mine = forms.BooleanField(label="只看我筛的", required=False)


class HistoryFilter(forms.Form):
    """Which offices, which time, by month or together."""

    q = forms.CharField(label="单位", required=False, max_length=60)
    since = forms.DateField(label="从哪天", required=False, widget=DayInput())
    until = forms.DateField(label="到哪天", required=False, widget=DayInput())
    by = forms.ChoiceField(label="怎么合计", required=False, choices=[("", "按月"), ("total", "合在一起")])


class CorrectionFilter(forms.Form):
    """Which corrections."""

    q = forms.CharField(label="句子里的字", required=False, max_length=60)
    demand = forms.ChoiceField(
        label="其实", required=False, choices=[("", "全部"), ("yes", "是要求"), ("no", "不是要求")]
    )


def narrowed(form: forms.Form) -> tuple[dict[str, Any], dict[str, str]]:
    """What a filter says, and the same for addresses; a field that is not understood says nothing."""
    form.is_valid()
    given = getattr(form, "cleaned_data", {})
    said = {name: clean_words(value, longest=60) if isinstance(value, str) else value for name, value in given.items()}
    return said, {name: "on" if value is True else str(value) for name, value in said.items() if value}

"""Forms of a town's plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from qingdan.entry.dispatch.models import Schedule, ScheduleState
from qingdan.entry.dispatch.sending_forms import choose, frequencies_within
from qingdan.entry.dispatch.services.drafting import MOST_WORKDAYS
from qingdan.entry.dispatch.services.planning import Arrangement
from qingdan.entry.dispatch.targets import Village
from qingdan.foundation.clock.moments import today
from qingdan.foundation.web.widgets import DayInput
from qingdan.policy.gate.facts import FREQUENCIES


class PlanFilter(forms.Form):
    """Which part of the plan."""

    year = forms.ChoiceField(label="年度", required=False)
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *ScheduleState.choices])
    q = forms.CharField(label="名称或单位", required=False, max_length=60)

    def __init__(self, *args: Any, years: Sequence[int], **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "year", [("", "全部年度"), *((str(year), f"{year}年") for year in years)])


class ArrangeForm(forms.Form):
    """When in the year, how often (at most as listed), which villages."""

    frequency = forms.ChoiceField(label="多久一次", choices=FREQUENCIES)
    begins = forms.DateField(label="从哪天起", widget=DayInput())
    until = forms.DateField(label="到哪天止", required=False, widget=DayInput(), help_text="不填就按交来的单位定的。")
    due_on = forms.DateField(label="哪天前办完", required=False, widget=DayInput(), help_text="只办一次的才用。")
    due_workdays = forms.IntegerField(
        label="周期结束后几个工作日内办完", min_value=0, max_value=MOST_WORKDAYS, help_text="按周期来的才用。"
    )
    divisions = forms.MultipleChoiceField(
        label="哪些村（社区）", widget=forms.CheckboxSelectMultiple, error_messages={"required": "请至少选一个村（社区）；一个都不派的，按“不安排”。"}
    )  # fmt: skip

    def __init__(self, *args: Any, schedule: Schedule, handed: Sequence[Village], **more: Any) -> None:
        dispatch = schedule.dispatch
        limits = [limit for limit in (dispatch.record.get("frequency") or "", dispatch.frequency) if limit]
        allowed = [choice for choice in FREQUENCIES if all(choice in frequencies_within(limit) for limit in limits)]
        first = {
            "frequency": schedule.frequency, "begins": max(today(), schedule.begins), "until": schedule.until, "due_on": schedule.due_on,
            "due_workdays": schedule.due_workdays, "divisions": [village.code for village in handed],
        }  # fmt: skip
        more["initial"] = first
        super().__init__(*args, **more)
        self.handed = len(handed)
        choose(self, "frequency", allowed)
        choose(self, "divisions", [(village.code, village.name) for village in handed])

    def wish(self) -> Arrangement:
        """What was chosen; all villages are meant as all that there will be."""
        said = dict(self.cleaned_data)
        said.pop("once", None)
        if len(said["divisions"]) == self.handed:
            said["divisions"] = ()
        return Arrangement(**said)

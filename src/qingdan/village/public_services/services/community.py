"""What a village notes: organisations, and entries of six sorts. Voluntary, quick, and corrected by saying it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from qingdan.foundation.clock.moments import now, today
from qingdan.foundation.orgs.models import Account, Division
from qingdan.village.public_services.access import ServicesAccess
from qingdan.village.public_services.choices import (
    ActivityKind,
    EntrySort,
    Field,
    Group,
    OrganisationSort,
    ProjectKind,
    SelfRulesKind,
    Standing,
    Urgency,
    VillagePart,
)
from qingdan.village.public_services.models import Entry, Organisation
from qingdan.village.public_services.problems import ServiceProblem
from qingdan.village.public_services.services.writing import note, words

MOST_PEOPLE = 100_000


@dataclass(frozen=True, slots=True)
class Register:
    """An organisation as it is said: people are counted by kind, not named (NH-27, NH-28)."""

    sort: OrganisationSort
    name: str
    field: Field = Field.OTHER
    standing: Standing = Standing.NEITHER
    leaders_party: int = 0
    leaders_residents: int = 0
    leaders_others: int = 0
    members_party: int = 0
    members_residents: int = 0
    members_others: int = 0
    ended_on: date | None = None


@transaction.atomic
def register_organisation(
    *, actor: Account, division: str, said: Register, organisation: Organisation | None = None
) -> Organisation:
    """Put an organisation on record, or say it anew (the village's own people; its town for it)."""
    on_behalf = ServicesAccess(actor).demand_village(division)
    name = words(said.name, "name", "名称", 100)
    same = Organisation.objects.filter(division=division, name=name)
    if organisation is not None:
        same = same.exclude(pk=organisation.pk)
    if same.exists():
        raise ServiceProblem("本村已经有同名的组织，请在那一个上面改。", "name")
    made = organisation or Organisation(division_id=division)
    for field, value in (asdict(said) | {"name": name}).items():
        setattr(made, field, value)
    made.by, made.at, made.on_behalf = actor, now(), on_behalf
    made.save()
    note(actor, "register_organisation", "organisation", made.pk, division, asdict(said))
    return made


@dataclass(frozen=True, slots=True)
class Noted:
    """An entry as it is said; which parts count depends on the sort."""

    title: str
    day: date
    kind: str = ""
    field: Field = Field.OTHER
    group: Group | None = None
    part: VillagePart | None = None
    until: date | None = None
    done_on: date | None = None
    text: str = ""
    result: str = ""
    workers: str = ""
    people: int = 0
    volunteers: int = 0
    hours: Decimal = Decimal(0)
    money: Decimal = Decimal(0)
    urgency: Urgency | None = None
    organisation: Organisation | None = None
    need: Entry | None = None


@transaction.atomic
def write_entry(*, actor: Account, division: str, sort: EntrySort, said: Noted) -> Entry:
    """Note something of a village (its own people; its town for it, marked).

    Rules that residents gave themselves become the next version, with when and by whom they were adopted (AS-11); a joint
    project names its three sides and the need it answers (AS-65); an activity its kind, group and part (AS-64, AS-67).
    """
    on_behalf = ServicesAccess(actor).demand_village(division)
    _demand_plain(said)
    _demand_of_village(division, said)
    _DEMANDS[sort](said)
    made = Entry(division_id=division, sort=sort, by=actor, on_behalf=on_behalf)
    for name in Noted.__slots__:
        value = getattr(said, name)
        setattr(made, name, "" if value is None and name in {"group", "part"} else value)
    made.title = words(said.title, "title", "标题", 100)
    made.text = words(said.text, "text", "内容", 20_000, needed=False)
    made.result = words(said.result, "result", "结果", needed=False)
    made.workers = words(said.workers, "workers", "谁做的", 100, needed=False)
    if sort is EntrySort.SELF_RULES:
        made.version, made.done_on = _next_version(division, said.kind), said.done_on or said.day
    made.save()
    note(actor, f"note_{sort.value}", "entry", made.pk, division, [made.title, str(made.day), made.kind])
    return made


@transaction.atomic
def follow_up(*, actor: Account, entry: Entry, done_on: date | None = None, result: str = "", text: str = "") -> Entry:
    """Say what came of an entry: that a planned visit was made, a meeting's or project's result, what followed."""
    kept = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    ServicesAccess(actor).demand_village(kept.division_id)
    if kept.sort == EntrySort.SELF_RULES:
        raise ServiceProblem("规约不改旧版。有了新版，请另记一版。")
    if done_on is not None and done_on > today():
        raise ServiceProblem("日期不能晚于今天。", "done_on")
    kept.done_on = done_on or kept.done_on
    kept.result = words(result, "result", "结果", needed=False) or kept.result
    kept.follow_up = words(text, "text", "后来怎样", needed=False) or kept.follow_up
    kept.save(update_fields=["done_on", "result", "follow_up"])
    note(actor, "entry_follow_up", "entry", kept.pk, kept.division_id, [str(kept.done_on), kept.result, kept.follow_up])
    return kept


def _next_version(division: str, kind: str) -> int:
    Division.objects.select_for_update().get(pk=division)
    rows = Entry.objects.filter(division=division, sort=EntrySort.SELF_RULES, kind=kind)
    return (rows.aggregate(last=Max("version"))["last"] or 0) + 1


def _demand_plain(said: Noted) -> None:
    for name, what in (("people", "人数"), ("volunteers", "志愿者人数")):
        if not 0 <= getattr(said, name) <= MOST_PEOPLE:
            raise ServiceProblem(f"{what}要在 0 到 {MOST_PEOPLE} 之间。", name)
    if not 0 <= said.hours < 100_000:
        raise ServiceProblem("小时数不对。", "hours")
    if not 0 <= said.money < 10_000_000:
        raise ServiceProblem("金额不对，单位是元。", "money")
    if said.until is not None and said.until < said.day:
        raise ServiceProblem("结束不能早于开始。", "until")
    if said.done_on is not None and said.done_on > today():
        raise ServiceProblem("日期不能晚于今天。", "done_on")


def _demand_of_village(division: str, said: Noted) -> None:
    if said.organisation is not None and said.organisation.division_id != division:
        raise ServiceProblem("请选本村的组织。", "organisation")
    if said.need is not None and (said.need.division_id != division or said.need.sort != EntrySort.NEED):
        raise ServiceProblem("请选本村记下的需求。", "need")


def _need(said: Noted) -> None:
    if said.people < 1:
        raise ServiceProblem("请写大约有多少户（人）需要。", "people")
    if said.urgency is None:
        raise ServiceProblem("请选急不急。", "urgency")


def _activity(said: Noted) -> None:
    if said.kind not in ActivityKind.values:
        raise ServiceProblem("请选种类。", "kind")
    if said.group is None:
        raise ServiceProblem("请选对象。", "group")
    if said.part is None:
        raise ServiceProblem("请选村里起的作用。", "part")


def _meeting(said: Noted) -> None:
    words(said.text, "text", "大家的意见", 20_000)


def _project(said: Noted) -> None:
    if said.kind not in ProjectKind.values:
        raise ServiceProblem("请选是哪一种项目。", "kind")
    if said.organisation is None:
        raise ServiceProblem("请选社会组织。", "organisation")
    if said.kind == ProjectKind.JOINT:
        if said.need is None:
            raise ServiceProblem("三社联动从居民需求出发，请选是哪一个需求。", "need")
        words(said.workers, "workers", "哪些社会工作者", 100)


def _self_rules(said: Noted) -> None:
    if said.kind not in SelfRulesKind.values:
        raise ServiceProblem("请选是哪一种规约。", "kind")
    if (said.done_on or said.day) > today():
        raise ServiceProblem("通过的日期不能晚于今天。", "day")
    words(said.workers, "workers", "哪个会议通过的", 100)
    words(said.text, "text", "规约的内容（或者原件在哪里）", 20_000)


def _nothing_more(_said: Noted) -> None:
    """A visit needs no more than its title and day."""


_DEMANDS: Mapping[EntrySort, Callable[[Noted], None]] = {
    EntrySort.NEED: _need, EntrySort.ACTIVITY: _activity, EntrySort.VISIT: _nothing_more, EntrySort.MEETING: _meeting,
    EntrySort.PROJECT: _project, EntrySort.SELF_RULES: _self_rules,
}  # fmt: skip

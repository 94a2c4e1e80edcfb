"""What a village may note of its own life: organisations, and entries of six sorts. All of it is voluntary."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

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

_PERSON = settings.AUTH_USER_MODEL
_KINDS = [*ActivityKind.choices, *ProjectKind.choices, *SelfRulesKind.choices]
_SUMS = ("leaders_party", "leaders_residents", "leaders_others", "members_party", "members_residents", "members_others")


class Organisation(models.Model):
    """An organisation of a village. Its people are counted by kind and not named: shares are all that is reported (NH-28)."""

    division = models.ForeignKey("orgs.Division", models.PROTECT, related_name="+", db_index=False)
    sort = models.CharField("是什么", max_length=12, choices=OrganisationSort.choices)
    name = models.CharField("名称", max_length=100)
    field = models.CharField("领域", max_length=10, choices=Field.choices, default=Field.OTHER)
    standing = models.CharField("登记备案", max_length=12, choices=Standing.choices, default=Standing.NEITHER)
    leaders_party = models.PositiveSmallIntegerField("负责人：在职党员", default=0)
    leaders_residents = models.PositiveSmallIntegerField("负责人：热心村（居）民", default=0)
    leaders_others = models.PositiveSmallIntegerField("负责人：其他", default=0)
    members_party = models.PositiveSmallIntegerField("成员：在职党员", default=0)
    members_residents = models.PositiveSmallIntegerField("成员：热心村（居）民", default=0)
    members_others = models.PositiveSmallIntegerField("成员：其他", default=0)
    ended_on = models.DateField("不再活动", null=True, blank=True)
    on_behalf = models.BooleanField("镇街代录", default=False)
    by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "社区社会组织"
        ordering = ["division", "name"]
        constraints = [
            models.UniqueConstraint(fields=["division", "name"], name="organisation_once_in_a_village"),
            models.CheckConstraint(condition=~Q(name=""), name="organisation_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def people(self) -> int:
        """How many take part."""
        return sum(getattr(self, name) for name in _SUMS)


class Entry(models.Model):
    """A need, an activity, a visit, a meeting, a project, or a version of rules that residents gave themselves.

    ``day`` is when (planned, of a visit that is not done); ``done_on`` when it was done or adopted. ``workers`` says who
    worked: social workers, or the meeting that adopted. Hours and money are of the whole activity.
    """

    division = models.ForeignKey("orgs.Division", models.PROTECT, related_name="+", db_index=False)
    sort = models.CharField("是什么", max_length=12, choices=EntrySort.choices)
    title = models.CharField("标题", max_length=100)
    kind = models.CharField("种类", max_length=16, choices=_KINDS, blank=True)
    field = models.CharField("领域", max_length=10, choices=Field.choices, default=Field.OTHER)
    group = models.CharField("对象", max_length=10, choices=Group.choices, blank=True)
    part = models.CharField("村里起的作用", max_length=10, choices=VillagePart.choices, blank=True)
    day = models.DateField("日期")
    until = models.DateField("到", null=True, blank=True)
    done_on = models.DateField("做了的日期", null=True, blank=True)
    text = models.TextField("内容", max_length=20000, blank=True)
    result = models.CharField("结果", max_length=500, blank=True)
    follow_up = models.CharField("后来怎样", max_length=500, blank=True)
    workers = models.CharField("谁做的", max_length=100, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="entries")
    need = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="answered_by")
    people = models.PositiveIntegerField("人数（户数）", default=0)
    volunteers = models.PositiveIntegerField("志愿者", default=0)
    hours = models.DecimalField("小时", max_digits=7, decimal_places=1, default=0)
    money = models.DecimalField("花费（元）", max_digits=10, decimal_places=2, default=0)
    urgency = models.PositiveSmallIntegerField("急不急", choices=Urgency.choices, null=True, blank=True)
    version = models.PositiveIntegerField("第几版", null=True, blank=True)
    on_behalf = models.BooleanField("镇街代录", default=False)
    by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "记事"
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="entry_says_what"),
            models.CheckConstraint(condition=Q(hours__gte=0) & Q(money__gte=0), name="entry_counts_nothing_below_zero"),
            models.CheckConstraint(
                condition=~Q(sort=EntrySort.NEED) | Q(urgency__isnull=False, people__gte=1),
                name="need_has_breadth_and_urgency",
            ),
            models.CheckConstraint(
                condition=~Q(sort=EntrySort.ACTIVITY) | ~Q(kind="") & ~Q(group="") & ~Q(part=""),
                name="activity_has_kind_group_and_part",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ProjectKind.JOINT)
                | ~Q(workers="") & Q(organisation__isnull=False, need__isnull=False),
                name="joint_project_has_its_three_sides",
            ),
            models.CheckConstraint(
                condition=~Q(sort=EntrySort.SELF_RULES)
                | ~Q(kind="") & ~Q(workers="") & Q(version__gte=1, done_on__isnull=False),
                name="rules_are_adopted_in_versions",
            ),
            models.UniqueConstraint(
                fields=["division", "kind", "version"],
                condition=Q(sort=EntrySort.SELF_RULES),
                name="version_of_rules_once",
            ),
        ]
        indexes = [models.Index(fields=["division", "sort", "-day"], name="entries_of_a_village")]

    def __str__(self) -> str:
        return self.title

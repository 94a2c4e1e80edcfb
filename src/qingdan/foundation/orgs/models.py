"""Divisions, bodies, posts, accounts and grants; what the database can refuse, it refuses."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from qingdan.foundation.orgs.choices import ADMINISTRATORS, BodyType, Level, Role, TokenScope, UnitKind
from qingdan.foundation.orgs.divisions import prefix, subtree_end


class DivisionQuerySet(models.QuerySet["Division"]):
    """Sets of divisions by the code's path."""

    def subtree(self, code: str) -> DivisionQuerySet:
        """The division and all below it: one range on the primary key."""
        return self.filter(code__gte=code, code__lt=subtree_end(code)) if prefix(code) else self.all()

    def in_force(self, on: Any) -> DivisionQuerySet:
        """Those that exist on a day."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on))


class Division(models.Model):
    """An administrative division from the nation to the village, by its 12-digit code."""

    code = models.CharField("区划代码", max_length=12, primary_key=True)
    name = models.CharField("名称", max_length=100)
    level = models.CharField("层级", max_length=10, choices=Level.choices)
    kind = models.CharField("类型", max_length=20, choices=UnitKind.choices, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", db_index=False)
    sort_key = models.CharField("拼音", max_length=200, blank=True)
    initials = models.CharField("拼音首字母", max_length=100, blank=True)
    valid_from = models.DateField("启用日期", null=True, blank=True)
    valid_to = models.DateField("停用日期", null=True, blank=True)

    objects = DivisionQuerySet.as_manager()

    class Meta:
        verbose_name = "行政区划"
        ordering = ["code"]
        # Named here, not on the fields: Django would add a second index of each for LIKE, which nothing asks.
        indexes = [
            models.Index(fields=["parent"], name="division_by_parent"),
            models.Index(fields=["level", "name", "code"], name="division_by_level_and_name"),
            models.Index(fields=["sort_key"], name="division_by_pinyin"),
            models.Index(fields=["initials"], name="division_by_initials"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9]{12}$"), name="division_code_has_12_digits"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="division_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DivisionNames(models.Model):
    """All names as one text with their codes, for :mod:`qingdan.foundation.orgs.name_index`; one row, or none."""

    stamp = models.CharField("版本", max_length=16, primary_key=True)
    names = models.TextField("名称")
    codes = models.TextField("代码")
    higher = models.PositiveIntegerField("镇以上有几个")

    class Meta:
        verbose_name = "区划名称"

    def __str__(self) -> str:
        return self.stamp


class FormerName(models.Model):
    """What a division was called until a day."""

    division = models.ForeignKey(Division, models.PROTECT, related_name="former_names")
    name = models.CharField("原名", max_length=100)
    until = models.DateField("用到")

    class Meta:
        verbose_name = "原名"
        ordering = ["division", "-until"]
        constraints = [models.UniqueConstraint(fields=["division", "until"], name="one_former_name_a_day")]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """That one division follows another from a day: several old ones for a merger, several new ones for a split."""

    old = models.ForeignKey(Division, models.PROTECT, related_name="followed_by")
    new = models.ForeignKey(Division, models.PROTECT, related_name="follows")
    since = models.DateField("起")

    class Meta:
        verbose_name = "接续"
        ordering = ["since", "old", "new"]
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="succession_once"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="succession_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class AdministeredBy(models.Model):
    """For a time, a division is run by another than its code says (development zones)."""

    division = models.ForeignKey(Division, models.PROTECT, related_name="administered")
    by = models.ForeignKey(Division, models.PROTECT, related_name="administers")
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)
    source = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        verbose_name = "代管"
        constraints = [
            models.UniqueConstraint(fields=["division"], condition=Q(until=None), name="administered_by_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="administration_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(division=F("by")), name="administered_by_another"),
        ]

    def __str__(self) -> str:
        return f"{self.division} 由 {self.by} 代管"


class Body(models.Model):
    """An office, with the names by which people call it, and its successor after a reform."""

    name = models.CharField("名称", max_length=100)
    aliases = models.JSONField("别名", default=list, blank=True)
    level = models.CharField("层级", max_length=10, choices=Level.choices)
    type = models.CharField("类型", max_length=24, choices=BodyType.choices)
    division = models.ForeignKey(Division, models.PROTECT, related_name="bodies")
    valid_from = models.DateField("成立日期", null=True, blank=True)
    valid_to = models.DateField("撤销日期", null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")

    class Meta:
        verbose_name = "单位"
        ordering = ["division_id", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["division", "name"], condition=Q(valid_to=None), name="body_name_once_in_a_division"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="body_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A person's place: in a body, or in a village's organisation."""

    title = models.CharField("岗位", max_length=60)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="posts")
    division = models.ForeignKey(Division, models.PROTECT, related_name="posts")

    class Meta:
        verbose_name = "岗位"

    def __str__(self) -> str:
        return f"{self.body or self.division} {self.title}"


class AccountManager(BaseUserManager["Account"]):
    """Accounts by user name; they are made by services only."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """User names are compared without regard to case."""
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """Somebody who may sign in. ``display_name`` is the public name of office."""

    username = models.CharField("用户名", max_length=60, unique=True)
    display_name = models.CharField("姓名", max_length=60)
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="accounts")
    is_active = models.BooleanField("启用", default=True)
    is_demo = models.BooleanField("演示账号", default=False)
    must_change_password = models.BooleanField("下次登录要改密码", default=True)
    password_changed_at = models.DateTimeField("密码修改时间", null=True, blank=True)
    created_at = models.DateTimeField("创建时间", default=timezone.now)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]
    objects = AccountManager()

    class Meta:
        verbose_name = "账号"
        ordering = ["username"]
        constraints = [models.UniqueConstraint(Lower("username"), name="account_username_once_any_case")]

    def __str__(self) -> str:
        return self.display_name


class RoleGrant(models.Model):
    """A role held by an account, for a body and a division's subtree, for a time."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="grants")
    role = models.CharField("角色", max_length=24, choices=Role.choices)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="grants")
    division = models.ForeignKey(Division, models.PROTECT, related_name="grants")
    since = models.DateField("起", default=timezone.localdate)
    until = models.DateField("止", null=True, blank=True)
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)

    class Meta:
        verbose_name = "授权"
        constraints = [
            models.UniqueConstraint(
                fields=["account", "role", "division", "body"],
                condition=Q(revoked_at=None),
                name="grant_once_for_a_body",
            ),
            models.UniqueConstraint(
                fields=["account", "role", "division"],
                condition=Q(revoked_at=None, body=None),
                name="grant_once_without_a_body",
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(revoked_at=None, role__in=sorted(ADMINISTRATORS)),
                name="administrators_exclude_each_other",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="grant_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.get_role_display()} {self.body or ''}{self.division}"


class SessionMark(models.Model):
    """A running session of an account, so that their number can be limited and all can be ended."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="session_marks")
    key = models.CharField("会话", max_length=40, unique=True)
    started = models.DateTimeField("开始", default=timezone.now)

    class Meta:
        verbose_name = "会话"
        ordering = ["started"]

    def __str__(self) -> str:
        return f"{self.account} {self.started:%Y-%m-%d %H:%M}"


class ApiToken(models.Model):
    """A token with which a program acts for an account. The token itself is not here, only what it is known by."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="api_tokens")
    name = models.CharField("用在哪里", max_length=60)
    scope = models.CharField("能做什么", max_length=10, choices=TokenScope.choices)
    begins = models.CharField("开头", max_length=12)
    digest = models.CharField("摘要", max_length=64, unique=True)
    made_on = models.DateField("建于")
    expires_on = models.DateField("有效到")
    last_used_on = models.DateField("最近使用", null=True, blank=True)
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)
    revoked_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "接口令牌"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_on__gte=F("made_on")), name="token_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(scope__in=TokenScope.values), name="token_scope_is_known"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="token_revoked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def standing(self, on: date) -> str:
        """How it stands on a day, in a word."""
        if self.revoked_at is not None:
            return "已撤销"
        return "已过期" if self.expires_on < on else "有效"

"""Guides (办事指南) of certificates and services, their versions, and where each version was published.

A version is prepared as a draft and published by another person; what is published is never edited: the database
refuses it. Publishing the next version closes the one before.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

_PERSON = settings.AUTH_USER_MODEL


class Subject(models.TextChoices):
    """What a guide is of."""

    CERTIFICATE = "certificate", "证明"
    SERVICE = "service", "服务"


class VersionState(models.TextChoices):
    """Where a version stands."""

    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"
    SUPERSEDED = "superseded", "已被替代"


class Source(models.TextChoices):
    """Whose words the model text is."""

    DEPARTMENT = "department", "部门提供"
    PRODUCT = "product", "系统建议范本"


class Guide(models.Model):
    """The guide that a division keeps of one item: ``code`` is the item's code on its list, or the service's."""

    subject = models.CharField("类别", max_length=12, choices=Subject.choices)
    code = models.CharField("事项编号", max_length=60)
    division = models.CharField("区划", max_length=12, db_index=True)
    title = models.CharField("名称", max_length=200)

    class Meta:
        verbose_name = "办事指南"
        ordering = ["division", "code"]
        constraints = [models.UniqueConstraint(fields=["code", "division"], name="one_guide_of_an_item_in_a_division")]

    def __str__(self) -> str:
        return self.title


class GuideVersion(models.Model):
    """One version of a guide. ``content`` is a ``GuideContent``; ``steps`` and ``workdays`` are kept for comparing (AS-55)."""

    guide = models.ForeignKey(Guide, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版次")
    state = models.CharField("状态", max_length=12, choices=VersionState.choices, default=VersionState.DRAFT)
    content = models.JSONField("内容", default=dict)
    digest = models.CharField("内容摘要", max_length=64, blank=True)
    source = models.CharField("范本来源", max_length=12, choices=Source.choices, default=Source.DEPARTMENT)
    provided_by = models.CharField("提供部门", max_length=200, blank=True)
    document = models.CharField("依据文件", max_length=300, blank=True)
    steps = models.PositiveSmallIntegerField("环节数", default=0)
    workdays = models.PositiveSmallIntegerField("办理时限（工作日）", default=0)
    reason = models.TextField("修订理由", blank=True)
    revision = models.PositiveIntegerField("草稿改动次数", default=0)
    prepared_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField("起草时间", default=timezone.now)
    submitted_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    returned_for = models.TextField("退回理由", blank=True)
    published_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    published_on = models.DateField("发布日期", null=True, blank=True)
    effective_on = models.DateField("生效日期", null=True, blank=True)
    superseded_on = models.DateField("被替代日期", null=True, blank=True)

    class Meta:
        verbose_name = "指南版本"
        ordering = ["guide", "number"]
        constraints = [
            models.UniqueConstraint(fields=["guide", "number"], name="guide_version_number_once"),
            models.UniqueConstraint(fields=["guide"], condition=Q(state="draft"), name="one_draft_of_a_guide"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_by__isnull=False, effective_on__isnull=False),
                name="published_guide_has_its_dates",
            ),
            models.CheckConstraint(
                condition=Q(published_by=None) | ~Q(published_by=F("submitted_by")),
                name="guide_published_by_another_than_who_submitted",
            ),
            models.CheckConstraint(
                condition=Q(effective_on=None) | Q(published_on=None) | Q(effective_on__gte=F("published_on")),
                name="guide_takes_effect_when_published_or_later",
            ),
        ]
        indexes = [models.Index(fields=["state", "effective_on"], name="guides_in_force")]

    def __str__(self) -> str:
        return f"{self.guide} 第{self.number}版"

    @property
    def is_draft(self) -> bool:
        """Whether it may still be changed."""
        return self.state == VersionState.DRAFT


class Publication(models.Model):
    """That a version was published on a channel: when, where, who saw to it, what proves it (KT-49, AS-54).

    The record only grows: of a channel the newest counts (a page that moved).
    """

    version = models.ForeignKey(GuideVersion, models.PROTECT, related_name="publications")
    channel = models.CharField("渠道", max_length=31)
    channel_title = models.CharField("渠道名称", max_length=100)
    published_on = models.DateField("公布日期")
    place = models.CharField("网址或者地点", max_length=300)
    evidence = models.ForeignKey("documents.Attachment", models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField("登记时间", default=timezone.now)

    class Meta:
        verbose_name = "公布记录"
        ordering = ["version", "channel", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(place=""), name="publication_says_where"),
        ]
        indexes = [models.Index(fields=["version", "channel", "-id"], name="publication_of_a_channel")]

    def __str__(self) -> str:
        return f"{self.version} {self.channel_title}"

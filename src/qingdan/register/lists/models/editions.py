"""Lists, their editions, the items of each edition, and what an edition took out.

An edition is prepared as a draft, then published whole; what is published is never edited or lost: the database
refuses it. Publishing the next edition closes the one before.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from qingdan.policy.gate.model import ListKind

KINDS = [(kind.value, kind.value) for kind in ListKind]


THIS_SYSTEM = "this-system"
"""The slug of the list in which Qingdan names what itself costs a village."""


class EditionState(models.TextChoices):
    """Where an edition stands."""

    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"
    SUPERSEDED = "superseded", "已被替代"


class Openness(models.TextChoices):
    """公开属性."""

    INTERNAL = "internal", "系统内"
    PUBLIC = "public", "公开"


class ItemList(models.Model):
    """A list of one kind that somebody keeps for a division."""

    slug = models.CharField("编号", max_length=80, unique=True)
    code = models.CharField("编码", max_length=12, unique=True)
    kind = models.CharField("种类", max_length=24, choices=KINDS)
    title = models.CharField("名称", max_length=300)
    division = models.CharField("区划", max_length=12, db_index=True)
    pack_id = models.CharField("政策包", max_length=40, blank=True)
    publisher = models.CharField("发布单位", max_length=200, blank=True)
    next_number = models.PositiveIntegerField("下一个事项号", default=1)

    class Meta:
        verbose_name = "清单"
        ordering = ["division", "kind", "slug"]

    def __str__(self) -> str:
        return self.title


class Edition(models.Model):
    """One edition of a list. Three dates are kept apart: decided, effective, recorded."""

    item_list = models.ForeignKey(ItemList, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField("版次")
    state = models.CharField("状态", max_length=12, choices=EditionState.choices, default=EditionState.DRAFT)
    document = models.CharField("文件", max_length=300)
    document_number = models.CharField("文号", max_length=200, blank=True)
    clause = models.CharField("条款", max_length=12, blank=True)
    decided_on = models.DateField("决定日期", null=True, blank=True)
    effective_on = models.DateField("生效日期", null=True, blank=True)
    ends_on = models.DateField("终止日期", null=True, blank=True)
    recorded_at = models.DateTimeField("录入时间", auto_now_add=True)
    complete = models.BooleanField("全表", default=False)
    complete_for = models.JSONField("对哪些情形是全的", default=list, blank=True)
    compilation = models.BooleanField("逐条汇编", default=False)
    source_url = models.CharField("来源", max_length=500, blank=True)
    note = models.TextField("说明", blank=True)
    openness = models.CharField("公开属性", max_length=10, choices=Openness.choices, default=Openness.INTERNAL)
    pack_hash = models.CharField("来自政策包", max_length=64, blank=True)
    source_hash = models.CharField("政策包里这份清单的摘要", max_length=64, blank=True)
    content_hash = models.CharField("内容摘要", max_length=64, blank=True)
    published_on = models.DateField("发布日期", null=True, blank=True)
    superseded_on = models.DateField("被替代日期", null=True, blank=True)
    based_on = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="drafts")
    reason = models.TextField("修订理由", blank=True)
    revision = models.PositiveIntegerField("草稿改动次数", default=0)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    returned_for = models.TextField("退回理由", blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    openness_review = models.TextField("公开属性审查", blank=True)
    scan = models.ForeignKey("documents.Attachment", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "版本"
        ordering = ["item_list", "number"]
        constraints = [
            models.UniqueConstraint(fields=["item_list", "number"], name="edition_number_once"),
            models.UniqueConstraint(fields=["item_list"], condition=Q(state="draft"), name="one_draft_per_list"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(effective_on=None) | Q(ends_on__gte=F("effective_on")),
                name="edition_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(published_on=None) | Q(effective_on=None) | Q(effective_on__gte=F("published_on")),
                name="edition_takes_effect_when_published_or_later",
            ),
            models.CheckConstraint(
                condition=Q(published_by=None) | Q(published_on__isnull=False, effective_on__isnull=False),
                name="published_edition_has_its_dates",
            ),
            models.CheckConstraint(
                condition=Q(published_by=None) | ~Q(published_by=F("submitted_by")),
                name="edition_published_by_another_than_who_submitted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_list} 第{self.number}版"

    @property
    def id_text(self) -> str:
        """The id that a verdict stores."""
        return f"{self.item_list.slug}/{self.number}"

    @property
    def is_draft(self) -> bool:
        """Whether it may still be changed (also while it waits for review)."""
        return self.state == EditionState.DRAFT

    def standing(self, on: date) -> str:
        """How it stands on a day, in a word; by its dates, because a published one may take effect later."""
        if self.is_draft:
            return "待审查发布" if self.submitted_at else "草稿"
        if self.effective_on and self.effective_on > on:
            return "待生效"
        if (self.superseded_on and self.superseded_on <= on) or (self.ends_on and self.ends_on < on):
            return "已失效"
        return "现行"


class Item(models.Model):
    """One item of an edition. ``spec`` keeps what the gate needs beyond the columns that people search and sort.

    ``digest`` is over the spec, so that two editions are compared in the database; ``reason`` says why the item is
    new or changed in this edition.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="items")
    code = models.CharField("编号", max_length=40)
    position = models.PositiveIntegerField("序号")
    title = models.CharField("事项", max_length=200)
    key = models.CharField("比对用名称", max_length=200, db_index=True)
    category = models.CharField("类别", max_length=200, blank=True)
    lead_body = models.CharField("牵头单位", max_length=200, blank=True)
    spec = models.JSONField("内容", default=dict)
    digest = models.CharField("内容摘要", max_length=64)
    reason = models.TextField("增改理由", blank=True)
    published = models.BooleanField("已发布", default=False)

    class Meta:
        verbose_name = "事项"
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="item_code_once_in_an_edition"),
            models.UniqueConstraint(fields=["edition", "position"], name="item_position_once_in_an_edition"),
        ]
        indexes = [models.Index(fields=["code"])]

    def __str__(self) -> str:
        return self.title


class Removal(models.Model):
    """An item that an edition no longer has, and why."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="removals")
    code = models.CharField("编号", max_length=40)
    title = models.CharField("事项", max_length=200)
    reason = models.TextField("理由")
    published = models.BooleanField("已发布", default=False)

    class Meta:
        verbose_name = "删去的事项"
        ordering = ["edition", "code"]
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="item_removed_once_in_an_edition")]

    def __str__(self) -> str:
        return self.title

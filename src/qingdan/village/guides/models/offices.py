"""What departments and approval offices keep of certificates: negative lists confirmed, materials asked, guidance given."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

_PERSON = settings.AUTH_USER_MODEL


class NegativeConfirmation(models.Model):
    """That a body has put a barred or cancelled list into its own negative list of approvals and services (KT-44)."""

    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    edition = models.ForeignKey("lists.Edition", models.PROTECT, related_name="+")
    confirmed_on = models.DateField("列入日期")
    document = models.CharField("本单位的清单或者文件", max_length=300, blank=True)
    by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField("登记时间", default=timezone.now)

    class Meta:
        verbose_name = "负面清单确认"
        ordering = ["body", "edition"]
        constraints = [models.UniqueConstraint(fields=["body", "edition"], name="negative_list_confirmed_once")]

    def __str__(self) -> str:
        return f"{self.body} {self.edition}"


class ApprovalService(models.Model):
    """An approval or service of a body with the materials that it asks; one that is barred must be changed (KT-45)."""

    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    title = models.CharField("事项名称", max_length=200)
    materials = models.JSONField("材料", default=list)
    faults = models.PositiveSmallIntegerField("不该要的材料", default=0)
    recorded_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("登记时间", default=timezone.now)
    changed_at = models.DateTimeField("改动时间", default=timezone.now)

    class Meta:
        verbose_name = "审批服务材料"
        ordering = ["body", "title"]
        constraints = [models.UniqueConstraint(fields=["body", "title"], name="approval_of_a_body_once")]
        indexes = [models.Index(fields=["body", "faults"], name="approvals_with_faults")]

    def __str__(self) -> str:
        return self.title


class Guidance(models.Model):
    """Guidance that a body gave to villages on one kind (KT-50); it only grows."""

    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    code = models.CharField("事项编号", max_length=40)
    title = models.CharField("证明", max_length=200)
    given_on = models.DateField("日期")
    text = models.TextField("怎么指导的")
    places = models.CharField("对哪些村（社区）", max_length=300)
    by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField("登记时间", default=timezone.now)

    class Meta:
        verbose_name = "指导记录"
        ordering = ["-given_on", "-pk"]
        indexes = [models.Index(fields=["code", "-given_on"], name="guidance_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.title} {self.given_on}"

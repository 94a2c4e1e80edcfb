"""A certificate: number and content are fixed when it is issued; printed, handed over and revoked are facts of their own."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from qingdan.village.certificates.models.applications import PERSON, Application


class Certificate(models.Model):
    """One issued certificate. ``sealed`` is its text, sealed with its own key (``subject``): erased apart from the application.

    ``payload`` is what the QR carries and what checks a name typed from paper: signed, salted digests, no clear personal
    data. A replacement is another certificate with its own number and code (``replaces``); the replaced one is no longer valid.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="certificates")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    division = models.ForeignKey("orgs.Division", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    serial = models.PositiveIntegerField("顺序号")
    number = models.CharField("证明编号", max_length=40, unique=True)
    code = models.CharField("查验码", max_length=24, unique=True)
    payload = models.JSONField("查验用的摘要", default=dict)
    kind_title = models.CharField("证明名称", max_length=200)
    guide_version = models.ForeignKey("guides.GuideVersion", models.PROTECT, null=True, blank=True, related_name="+")
    interim = models.BooleanField("清单外据实出具", default=False)
    demo = models.BooleanField("演示", default=False)
    subject = models.ForeignKey("personal.Subject", models.PROTECT, related_name="+")
    sealed = models.TextField("密封的内容")
    verified_how = models.CharField("怎么核实的", max_length=300)
    verified_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    issued_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField("出具时间", default=timezone.now)
    issued_on = models.DateField("出具日期")
    valid_until = models.DateField("有效期至", null=True, blank=True)
    printed_at = models.DateTimeField("打印时间", null=True, blank=True)
    printed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    stamped_at = models.DateTimeField("盖章时间", null=True, blank=True)
    delivered_at = models.DateTimeField("交付时间", null=True, blank=True)
    delivered_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    delivered_to = models.CharField("交给谁", max_length=12, blank=True, choices=[("self", "本人"), ("agent", "受托人"), ("post", "寄送、送上门")])  # fmt: skip
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)
    revoked_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    revoked_for = models.CharField("撤销理由", max_length=300, blank=True)
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    voided_for = models.CharField("作废理由", max_length=200, blank=True)
    erased_at = models.DateTimeField("个人信息删除时间", null=True, blank=True)
    scan = models.ForeignKey("documents.Attachment", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "证明"
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["division", "year", "serial"], name="certificate_serial_once"),
            models.UniqueConstraint(
                fields=["application"], condition=Q(replaces=None), name="an_application_is_issued_once"
            ),
            models.CheckConstraint(
                condition=Q(delivered_at=None) | Q(printed_at__isnull=False, delivered_by__isnull=False), name="handed_over_after_print"
            ),
            models.CheckConstraint(condition=Q(stamped_at=None) | Q(printed_at__isnull=False), name="stamped_after_print"),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | (~Q(revoked_for="") & Q(revoked_by__isnull=False)), name="revoked_with_a_reason"
            ),
            models.CheckConstraint(condition=Q(voided_at=None) | ~Q(voided_for=""), name="voided_with_a_reason"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("issued_on")), name="certificate_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(verified_how=""), name="certificate_says_how_it_was_verified"),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["division", "-issued_at"], name="certificates_of_a_village"),
            models.Index(fields=["division", "delivered_at"], name="certificates_to_hand_over"),
        ]

    def __str__(self) -> str:
        return f"{self.kind_title} {self.number}"


class Printing(models.Model):
    """That a certificate was printed; a second time with its reason."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="printings")
    number = models.PositiveSmallIntegerField("第几次")
    reason = models.CharField("重打的理由", max_length=200, blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "打印"
        ordering = ["certificate", "number"]
        constraints = [
            models.UniqueConstraint(fields=["certificate", "number"], name="printing_number_once"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="a_reprint_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.certificate} 第{self.number}次打印"

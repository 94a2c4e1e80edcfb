"""A certificate's file with the electronic seal of a connected service: asked for once, kept as it came back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from qingdan.village.certificates.models.applications import PERSON
from qingdan.village.certificates.models.certificates import Certificate


class SealState(models.TextChoices):
    """How far it is."""

    ASKED = "asked", "等电子签章"
    DONE = "done", "已电子签章"
    FAILED = "failed", "没有签成"


class SealedFile(models.Model):
    """``sealed`` is the file (base64), sealed with the certificate's own key, so that it is erased with it."""

    certificate = models.OneToOneField(Certificate, models.PROTECT, related_name="sealed_file")
    provider = models.CharField("签章服务", max_length=40)
    state = models.CharField("状态", max_length=8, choices=SealState.choices, default=SealState.ASKED)
    sealed = models.TextField("密封的文件", blank=True)
    error = models.CharField("为什么没有签成", max_length=300, blank=True)
    asked_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("申请时间", default=timezone.now)
    done_at = models.DateTimeField("签章时间", null=True, blank=True)

    class Meta:
        verbose_name = "电子签章文件"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_at__isnull=False), name="a_sealed_file_says_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate} {self.get_state_display()}"

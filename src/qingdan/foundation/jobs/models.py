"""A job as a row, and the first answer to a request that may be repeated."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class State(models.TextChoices):
    """Where a job stands. A running one whose lease is over is taken again."""

    WAITING = "waiting", "等待"
    RUNNING = "running", "进行中"
    DONE = "done", "完成"
    FAILED = "failed", "失败"


class Job(models.Model):
    """One piece of background work. ``cursor`` is the job's own mark of how far it came."""

    name = models.CharField("任务", max_length=80)
    key = models.CharField("唯一键", max_length=160, null=True, blank=True)  # noqa: DJ001 - null means "any number of these"
    payload = models.JSONField("参数", default=dict)
    cursor = models.JSONField("进度", default=dict)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    run_after = models.DateTimeField("不早于", default=timezone.now)
    lease_until = models.DateTimeField("租约到", null=True, blank=True)
    worker = models.CharField("执行者", max_length=80, blank=True)
    attempt = models.PositiveIntegerField("次数", default=0)
    error = models.TextField("错误", blank=True)
    created_at = models.DateTimeField("创建", default=timezone.now)
    finished_at = models.DateTimeField("结束", null=True, blank=True)

    class Meta:
        verbose_name = "后台任务"
        indexes = [models.Index(fields=["state", "run_after"])]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "key"], condition=Q(state__in=["waiting", "running"]), name="job_key_once_while_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class FirstAnswer(models.Model):
    """What an account was answered when it first asked under a key; kept for a while (``once``, ``housekeeping``)."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    purpose = models.CharField("用途", max_length=120)
    key = models.CharField("防重编号", max_length=200)
    asked = models.CharField("请求的摘要", max_length=64)
    answer = models.JSONField("回答", default=dict)
    at = models.DateTimeField("时间", default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "第一次的回答"
        constraints = [models.UniqueConstraint(fields=["actor", "purpose", "key"], name="first_answer_once")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.key}"

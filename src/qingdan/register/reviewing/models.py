"""Rounds of review, and what each body answers on each of its items."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Answer(models.TextChoices):
    """What a body says of an item that it leads."""

    WAITING = "waiting", "未答复"
    KEEP = "keep", "保留"
    AMEND = "amend", "修改"
    GIVE_UP = "give_up", "退出"


class ReviewRound(models.Model):
    """One round over the lists in force of a division; it is open until somebody closes it."""

    division = models.CharField("区划", max_length=12, db_index=True)
    title = models.CharField("名称", max_length=100)
    opened_at = models.DateTimeField("发起时间", default=timezone.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_on = models.DateField("答复期限")
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "复核"
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["division"], condition=Q(closed_at=None), name="one_open_review_per_division"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ReviewedItem(models.Model):
    """One item in a round. ``body`` is who leads it; none where its lead body is not on record: the steward answers.

    ``proposal`` is the item's content as the body wants it; ``taken_into`` the draft that took the answer over.
    """

    review = models.ForeignKey(ReviewRound, models.PROTECT, related_name="items")
    item = models.ForeignKey("lists.Item", models.PROTECT, related_name="+")
    body = models.ForeignKey("orgs.Body", models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField("答复", max_length=10, choices=Answer.choices, default=Answer.WAITING)
    reason = models.TextField("理由", blank=True)
    proposal = models.JSONField("修改成", null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    on_behalf = models.BooleanField("代录", default=False)
    taken_into = models.ForeignKey("lists.Edition", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "复核的事项"
        ordering = ["item__edition__item_list__kind", "item__edition_id", "item__position"]
        constraints = [
            models.UniqueConstraint(fields=["review", "item"], name="item_once_in_a_review"),
            models.CheckConstraint(
                condition=Q(answer=Answer.WAITING) | (Q(answered_at__isnull=False) & ~Q(reason="")),
                name="an_answer_has_its_reason",
            ),
            models.CheckConstraint(
                condition=~Q(answer=Answer.AMEND) | Q(proposal__isnull=False), name="an_amendment_has_its_words"
            ),
        ]
        indexes = [models.Index(fields=["review", "body", "answer"])]

    def __str__(self) -> str:
        return f"{self.item} {self.get_answer_display()}"

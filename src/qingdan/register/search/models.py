"""What can be found, and the tokens by which it is found."""

from __future__ import annotations

from django.db import models


class What(models.TextChoices):
    """What sort of thing an entry is."""

    ITEM = "item", "事项"
    CLAUSE = "clause", "条款"
    LIST = "list", "清单"
    DOCUMENT = "document", "文件"


class Entry(models.Model):
    """One thing that can be found. ``source`` is what it was made from (an edition, a pack, an attachment)."""

    what = models.CharField("是什么", max_length=10, choices=What.choices)
    reference = models.CharField("指向", max_length=80)
    source = models.CharField("来自", max_length=100, db_index=True)
    title = models.CharField("标题", max_length=300)
    text = models.TextField("内容", blank=True)
    kind = models.CharField("清单类别", max_length=24, blank=True)
    division = models.CharField("区划", max_length=12, db_index=True)
    url = models.CharField("地址", max_length=200)
    public = models.BooleanField("公开", default=False)
    attachment = models.ForeignKey("documents.Attachment", models.CASCADE, null=True, blank=True, related_name="+")
    valid_from = models.DateField("起", null=True, blank=True)
    valid_to = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = "可查的内容"
        constraints = [models.UniqueConstraint(fields=["what", "reference", "source"], name="entry_once_in_the_index")]

    def __str__(self) -> str:
        return self.title


class Token(models.Model):
    """That an entry has a token. ``weight`` is higher where it stands in the title; ``public`` repeats the entry's."""

    token = models.CharField("词", max_length=20)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="tokens")
    weight = models.PositiveSmallIntegerField("权重")
    public = models.BooleanField("公开")

    class Meta:
        verbose_name = "词"
        constraints = [models.UniqueConstraint(fields=["token", "entry"], name="token_once_in_an_entry")]
        indexes = [models.Index(fields=["token", "public", "weight", "entry"], name="token_lookup")]

    def __str__(self) -> str:
        return self.token

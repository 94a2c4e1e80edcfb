"""What can be found, and the tokens by which it is found. All of it is made from other rooms' rows and can be made anew."""

from __future__ import annotations

from django.db import models


class What(models.TextChoices):
    """What sort of thing an entry is."""

    ITEM = "item", "事项"
    CLAUSE = "clause", "条款"
    LIST = "list", "清单"
    DOCUMENT = "document", "文件"


class Generation(models.Model):
    """One making of the whole index. While it is under way, entries of the one before are still there and are found."""

    method = models.PositiveSmallIntegerField("切词办法")
    begun_at = models.DateTimeField("开始", auto_now_add=True)
    finished_at = models.DateTimeField("完成", null=True, blank=True)

    class Meta:
        verbose_name = "索引的一次建立"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"第 {self.pk} 次"


class Entry(models.Model):
    """One thing that can be found. ``source`` is what it was made from (an edition, a pack, an attachment).

    Its text stands apart, so that the rows which a search goes through stay short.
    """

    what = models.CharField("是什么", max_length=10, choices=What.choices)
    reference = models.CharField("指向", max_length=80)
    source = models.CharField("来自", max_length=100, db_index=True)
    generation = models.ForeignKey(Generation, models.CASCADE, related_name="+")
    title = models.CharField("标题", max_length=300)
    key = models.CharField("比对用标题", max_length=300, db_index=True)
    kind = models.CharField("清单类别", max_length=24, blank=True)
    units = models.CharField("适用", max_length=80, blank=True)
    division = models.CharField("区划", max_length=12, db_index=True)
    public = models.BooleanField("公开", default=False)
    attachment = models.ForeignKey("documents.Attachment", models.CASCADE, null=True, blank=True, related_name="+")
    valid_from = models.DateField("起", null=True, blank=True)
    valid_to = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = "可查的内容"
        constraints = [models.UniqueConstraint(fields=["what", "reference", "source"], name="entry_once_in_the_index")]

    def __str__(self) -> str:
        return self.title


class Words(models.Model):
    """The text of an entry, for the piece of it that an answer shows."""

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="words")
    text = models.TextField("内容", blank=True)

    class Meta:
        verbose_name = "内容"

    def __str__(self) -> str:
        return self.text[:40]


class Token(models.Model):
    """That an entry has a token; ``weight`` is higher where it stands in the title."""

    pk = models.CompositePrimaryKey("entry_id", "token")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="tokens", db_index=False)
    token = models.CharField("词", max_length=20)
    weight = models.PositiveSmallIntegerField("权重")

    class Meta:
        verbose_name = "词"
        indexes = [models.Index(fields=["token", "-weight", "entry"], name="token_lookup")]

    def __str__(self) -> str:
        return self.token

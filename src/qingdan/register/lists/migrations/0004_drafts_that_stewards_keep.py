"""Columns and tables of drafts, removals, bases and settlements.

The triggers go first and come back in 0006: SQLite makes a changed table anew, and the rows on record get their
digests in between.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from qingdan.register.lists.migrations import _finality as finality

PERSON = dict(on_delete=django.db.models.deletion.PROTECT, related_name="+", null=True, blank=True)
ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def person():
    return models.ForeignKey(to=settings.AUTH_USER_MODEL, **PERSON)


class Migration(migrations.Migration):
    dependencies = [
        ("lists", "0003_published_words_are_final"),
        ("documents", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *finality.drop_first(),
        migrations.AddField("itemlist", "code", models.CharField(default="", max_length=12, verbose_name="编码"), preserve_default=False),
        migrations.AddField("itemlist", "next_number", models.PositiveIntegerField(default=1, verbose_name="下一个事项号")),
        migrations.AddField("edition", "source_hash", models.CharField(blank=True, default="", max_length=64, verbose_name="政策包里这份清单的摘要"), preserve_default=False),
        migrations.AlterField("edition", "content_hash", models.CharField(blank=True, max_length=64, verbose_name="内容摘要")),
        migrations.AddField("edition", "published_on", models.DateField(blank=True, null=True, verbose_name="发布日期")),
        migrations.AddField("edition", "superseded_on", models.DateField(blank=True, null=True, verbose_name="被替代日期")),
        migrations.AddField("edition", "based_on", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="drafts", to="lists.edition")),
        migrations.AddField("edition", "reason", models.TextField(blank=True, default="", verbose_name="修订理由"), preserve_default=False),
        migrations.AddField("edition", "revision", models.PositiveIntegerField(default=0, verbose_name="草稿改动次数")),
        migrations.AddField("edition", "prepared_by", person()),
        migrations.AddField("edition", "submitted_by", person()),
        migrations.AddField("edition", "submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="提交时间")),
        migrations.AddField("edition", "returned_for", models.TextField(blank=True, default="", verbose_name="退回理由"), preserve_default=False),
        migrations.AddField("edition", "published_by", person()),
        migrations.AddField("edition", "openness_review", models.TextField(blank=True, default="", verbose_name="公开属性审查"), preserve_default=False),
        migrations.AddField("edition", "scan", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.attachment")),
        migrations.AddField("item", "digest", models.CharField(default="", max_length=64, verbose_name="内容摘要"), preserve_default=False),
        migrations.AddField("item", "reason", models.TextField(blank=True, default="", verbose_name="增改理由"), preserve_default=False),
        migrations.CreateModel(
            name="Removal",
            fields=[
                ID,
                ("code", models.CharField(max_length=40, verbose_name="编号")),
                ("title", models.CharField(max_length=200, verbose_name="事项")),
                ("reason", models.TextField(verbose_name="理由")),
                ("published", models.BooleanField(default=False, verbose_name="已发布")),
                ("edition", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="removals", to="lists.edition")),
            ],
            options={
                "verbose_name": "删去的事项",
                "ordering": ["edition", "code"],
                "constraints": [models.UniqueConstraint(fields=("edition", "code"), name="item_removed_once_in_an_edition")],
            },
        ),
        migrations.CreateModel(
            name="BasisDocument",
            fields=[
                ID,
                ("key", models.CharField(max_length=200, unique=True, verbose_name="比对用名称")),
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                ("number", models.CharField(blank=True, max_length=100, verbose_name="文号")),
            ],
            options={"verbose_name": "依据文件", "ordering": ["title"]},
        ),
        migrations.CreateModel(
            name="BasisEnd",
            fields=[
                ID,
                ("division", models.CharField(max_length=12, verbose_name="区划")),
                ("valid_to", models.DateField(verbose_name="有效到")),
                ("ended_by", models.CharField(max_length=300, verbose_name="废止依据")),
                ("replaced_by", models.CharField(blank=True, max_length=200, verbose_name="替代文件")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="录入时间")),
                ("taken_back_at", models.DateTimeField(blank=True, null=True, verbose_name="撤回时间")),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("document", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="ends", to="lists.basisdocument")),
            ],
            options={
                "verbose_name": "依据废止",
                "ordering": ["-at"],
                "constraints": [
                    models.UniqueConstraint(condition=Q(taken_back_at=None), fields=("document", "division"), name="basis_ends_once_for_a_division"),
                    models.CheckConstraint(condition=~Q(ended_by=""), name="end_of_a_basis_has_its_source"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemBasis",
            fields=[
                ID,
                ("article", models.CharField(blank=True, max_length=100, verbose_name="条款")),
                ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
                ("document", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="cited_by", to="lists.basisdocument")),
                ("item", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="bases", to="lists.item")),
            ],
            options={
                "verbose_name": "事项依据",
                "ordering": ["item", "position"],
                "constraints": [models.UniqueConstraint(fields=("item", "position"), name="basis_position_once_in_an_item")],
            },
        ),
        migrations.CreateModel(
            name="PendingImport",
            fields=[
                ID,
                ("name", models.CharField(max_length=150, verbose_name="文件名")),
                ("revision", models.PositiveIntegerField(verbose_name="草稿改动次数")),
                ("rows", models.JSONField(default=list, verbose_name="读出的行")),
                ("notes", models.JSONField(default=dict, verbose_name="读的情况")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                ("edition", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="imports", to="lists.edition")),
                ("owner", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={"verbose_name": "待确认的导入"},
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                ID,
                ("holds", models.BooleanField(verbose_name="红线有效")),
                ("document", models.CharField(max_length=300, verbose_name="依据")),
                ("reason", models.TextField(verbose_name="理由")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("item", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="settlements", to="lists.item")),
            ],
            options={"verbose_name": "红线冲突处理", "ordering": ["-pk"]},
        ),
    ]

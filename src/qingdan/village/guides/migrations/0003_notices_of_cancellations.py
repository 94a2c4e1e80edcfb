"""Notices of cancelled kinds: channel, day and place of a step, kept at its review; a closed review is final.

The trigger of the steps goes first and comes back at the end: SQLite makes a changed table anew.
"""

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from qingdan.foundation.audit.triggers import append_only

_STEPS = append_only("guides_reviewstep")
_ENDED = ("outcome", "division", "code", "title", "reason", "closed_for", "replaced_by", "closed_on", "notice_asked")
_NOTICE = ("notice_channel", "notice_on", "notice_place")
_CHANGED = " OR ".join(f"NEW.{column} <> OLD.{column}" for column in _ENDED)
_RENOTICED = " OR ".join(f"NEW.{column} <> OLD.{column}" for column in _NOTICE) + " OR NEW.notice_on IS NULL"
_FINAL = f"OLD.outcome <> '' AND ({_CHANGED} OR (OLD.notice_on IS NOT NULL AND ({_RENOTICED})))"


class Migration(migrations.Migration):
    """Columns, constraints, triggers."""

    dependencies = [
        ("documents", "0002_files_of_cases"),
        ("guides", "0002_published_is_final"),
        ("orgs", "0006_names_as_one_text"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(_STEPS.reverse_code, _STEPS.code),
        migrations.AddField(
            "kindreview", "notice_asked", models.BooleanField(default=False, verbose_name="要向社会公布才取消")
        ),
        migrations.AddField(
            "kindreview", "notice_channel", models.CharField(blank=True, max_length=100, verbose_name="向社会公布的渠道")
        ),
        migrations.AddField(
            "kindreview", "notice_on", models.DateField(blank=True, null=True, verbose_name="向社会公布的日期")
        ),
        migrations.AddField(
            "kindreview", "notice_place", models.CharField(blank=True, max_length=300, verbose_name="网址或者地点")
        ),
        migrations.AddField("reviewstep", "channel", models.CharField(blank=True, max_length=31, verbose_name="渠道")),
        migrations.AddField(
            "reviewstep", "channel_title", models.CharField(blank=True, max_length=100, verbose_name="渠道名称")
        ),
        migrations.AddField(
            "reviewstep", "place", models.CharField(blank=True, max_length=300, verbose_name="网址或者地点")
        ),
        migrations.AddConstraint(
            "kindreview",
            models.CheckConstraint(
                condition=~Q(outcome="cancelled")
                | Q(notice_asked=False)
                | (Q(notice_on__isnull=False) & ~Q(notice_channel="") & ~Q(notice_place="")),
                name="cancelled_kind_has_its_notice",
            ),
        ),
        migrations.AddConstraint(
            "reviewstep",
            models.CheckConstraint(
                condition=Q(channel="", place="") | (Q(kind="published") & ~Q(channel="") & ~Q(place="")),
                name="notice_says_channel_and_place",
            ),
        ),
        _STEPS,
        append_only("guides_kindreview", when=_FINAL, events=("UPDATE",)),
        append_only("guides_kindreview", when="OLD.outcome <> ''", events=("DELETE",)),
    ]

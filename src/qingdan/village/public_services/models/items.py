"""What is known of a service beyond its line in the list, and what a village says of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from qingdan.village.public_services.choices import Field, ServiceClass, Takes

_PERSON = settings.AUTH_USER_MODEL


class ServiceItem(models.Model):
    """A service of a list, by the code that it keeps from edition to edition: class, field, provider, for whom.

    ``agency``: village organisations hand it in on behalf of residents; then its department, materials and time are
    stated (BJ-15). ``bottom_line``: support that nobody may go without (NH-22). ``online``: what can be done on line.
    """

    code = models.CharField("事项编号", max_length=40, unique=True)
    title = models.CharField("事项", max_length=200)
    division = models.CharField("清单的区划", max_length=12, db_index=True)
    service_class = models.CharField("类别", max_length=10, choices=ServiceClass.choices, default=ServiceClass.PUBLIC)
    field = models.CharField("领域", max_length=10, choices=Field.choices, default=Field.OTHER)
    provider = models.CharField("由谁提供", max_length=100, blank=True)
    target = models.CharField("服务对象", max_length=100, blank=True)
    bottom_line = models.BooleanField("兜底保障", default=False)
    agency = models.BooleanField("可以代办", default=False)
    department = models.CharField("主管部门", max_length=100, blank=True)
    materials = models.TextField("要带的材料", max_length=2000, blank=True)
    time_limit = models.CharField("多久办好", max_length=60, blank=True)
    online = models.JSONField("网上能办到哪一步", default=list, blank=True)
    revision = models.PositiveIntegerField("第几次改", default=1)
    by = models.ForeignKey(_PERSON, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "服务事项说明"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agency=False) | ~Q(department="") & ~Q(materials="") & ~Q(time_limit=""),
                name="agency_item_names_department_materials_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class VillageService(models.Model):
    """What one village says of one service: whether it can take it, where it is given, by whom and how often.

    ``in_hall``: in the village's one-stop hall; ``second_window``: residents have to go to a second window (KT-32).
    """

    division = models.ForeignKey("orgs.Division", models.PROTECT, related_name="+", db_index=False)
    code = models.CharField("事项编号", max_length=40)
    takes = models.CharField("能不能办", max_length=6, choices=Takes.choices)
    in_hall = models.BooleanField("在一站式大厅", default=True)
    elsewhere = models.CharField("在哪里办", max_length=100, blank=True)
    second_window = models.BooleanField("还要去第二个窗口", default=False)
    provider = models.CharField("谁来办", max_length=100, blank=True)
    frequency = models.CharField("多久一次", max_length=60, blank=True)
    on_behalf = models.BooleanField("镇街代录", default=False)
    by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "村里能办的服务"
        ordering = ["division", "code"]
        constraints = [
            models.UniqueConstraint(fields=["division", "code"], name="village_says_once_of_a_service"),
            models.CheckConstraint(condition=Q(in_hall=True) | ~Q(elsewhere=""), name="service_elsewhere_says_where"),
        ]
        indexes = [models.Index(fields=["code", "division"], name="services_by_item")]

    def __str__(self) -> str:
        return f"{self.division_id} {self.code} {self.get_takes_display()}"

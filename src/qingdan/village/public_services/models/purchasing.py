"""Services that are bought: what may enter the catalogue, and each purchase with the opinions of its villages."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from qingdan.village.public_services.choices import ProviderKind, PurchaseStance, PurchaseState, TakenUp

_PERSON = settings.AUTH_USER_MODEL


class PurchaseTest(models.Model):
    """The two tests of a service before it may enter a purchase catalogue (NH-25, CC-07), and who signed them off.

    ``key`` is the title as lists compare it. Line department and finance sign separately; both signed: it may enter.
    """

    division = models.CharField("区划", max_length=12)
    title = models.CharField("服务事项", max_length=200)
    key = models.CharField("比对用名称", max_length=200)
    government_duty = models.BooleanField("属于政府职责")
    market_suitable = models.BooleanField("适合市场化提供")
    reason = models.CharField("理由", max_length=500)
    line_body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    line_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    line_at = models.DateTimeField("业务主管部门签", default=timezone.now)
    finance_body = models.ForeignKey("orgs.Body", models.PROTECT, null=True, blank=True, related_name="+")
    finance_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    finance_at = models.DateTimeField("财政部门签", null=True, blank=True)

    class Meta:
        verbose_name = "购买服务事项的审核"
        ordering = ["-line_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["division", "key"], name="purchase_tested_once"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(reason=""), name="purchase_test_says_why"),
            models.CheckConstraint(
                condition=Q(finance_at=None, finance_by=None, finance_body=None)
                | Q(finance_at__isnull=False, finance_by__isnull=False, finance_body__isnull=False)
                & ~Q(finance_body=F("line_body"))
                & ~Q(finance_by=F("line_by")),
                name="purchase_signed_by_two_bodies",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def passed(self) -> bool:
        """Whether both tests hold and both have signed."""
        return self.government_duty and self.market_suitable and self.finance_at is not None


class Purchase(models.Model):
    """A service that an office of the district or a town buys; its villages are asked first (NH-26, CC-07a).

    Once concluded, the villages do not handle the service any more (AS-33).
    """

    buyer = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    title = models.CharField("买什么服务", max_length=200)
    item_code = models.CharField("事项编号", max_length=40, blank=True)
    text = models.TextField("做什么、怎么做", max_length=2000)
    opinions_until = models.DateField("意见截止")
    state = models.CharField("状态", max_length=10, choices=PurchaseState.choices, default=PurchaseState.ASKING)
    asked_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("发起时间", default=timezone.now)
    provider_kind = models.CharField("承接方类别", max_length=12, choices=ProviderKind.choices, blank=True)
    provider = models.CharField("承接方", max_length=100, blank=True)
    contract = models.CharField("合同", max_length=200, blank=True)
    begins = models.DateField("起", null=True, blank=True)
    ends = models.DateField("止", null=True, blank=True)
    closed_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    stopped_for = models.CharField("不买的理由", max_length=500, blank=True)

    class Meta:
        verbose_name = "购买服务"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(text=""), name="purchase_says_what"),
            models.CheckConstraint(
                condition=~Q(state=PurchaseState.CONCLUDED)
                | ~Q(provider="")
                & ~Q(provider_kind="")
                & ~Q(contract="")
                & Q(begins__isnull=False, ends__gte=F("begins")),
                name="concluded_purchase_names_provider_contract_period",
            ),
            models.CheckConstraint(
                condition=Q(state=PurchaseState.STOPPED) & ~Q(stopped_for="")
                | ~Q(state=PurchaseState.STOPPED) & Q(stopped_for=""),
                name="stopped_purchase_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state=PurchaseState.ASKING, closed_by=None, closed_at=None)
                | ~Q(state=PurchaseState.ASKING) & Q(closed_by__isnull=False, closed_at__isnull=False),
                name="purchase_closed_by_a_person",
            ),
        ]
        indexes = [models.Index(fields=["buyer", "state"], name="purchases_of_a_body")]

    def __str__(self) -> str:
        return self.title


class PurchaseOpinion(models.Model):
    """That a village is asked about a purchase, what it said, and what was done with it."""

    purchase = models.ForeignKey(Purchase, models.PROTECT, related_name="opinions")
    division = models.ForeignKey("orgs.Division", models.PROTECT, related_name="+", db_index=False)
    stance = models.CharField("意见", max_length=10, choices=PurchaseStance.choices, blank=True)
    text = models.CharField("说明", max_length=500, blank=True)
    by = models.ForeignKey(_PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField("时间", null=True, blank=True)
    on_behalf = models.BooleanField("镇街代录", default=False)
    taken_up = models.CharField("怎么处理的", max_length=12, choices=TakenUp.choices, blank=True)
    why = models.CharField("处理说明", max_length=500, blank=True)

    class Meta:
        verbose_name = "村里对购买服务的意见"
        ordering = ["purchase", "division"]
        constraints = [
            models.UniqueConstraint(fields=["purchase", "division"], name="village_asked_once_of_a_purchase"),
            models.CheckConstraint(
                condition=Q(stance="", at=None, by=None, taken_up="")
                | ~Q(stance="") & Q(at__isnull=False, by__isnull=False),
                name="opinion_given_by_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(stance__in=[PurchaseStance.CONDITIONS, PurchaseStance.AGAINST]) | ~Q(text=""),
                name="opinion_that_differs_says_what",
            ),
        ]
        indexes = [models.Index(fields=["division", "at"], name="purchases_of_a_village")]

    def __str__(self) -> str:
        return f"{self.purchase} {self.division_id}"

"""The room of public_services."""

from django.apps import AppConfig


class PublicServicesConfig(AppConfig):
    """Services of the village: items, window, agency, appointments, what goes to the town."""

    name = "qingdan.village.public_services"
    label = "public_services"
    verbose_name = "服务"

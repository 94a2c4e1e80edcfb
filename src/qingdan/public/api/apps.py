"""The api room."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The mounted API."""

    name = "qingdan.public.api"
    label = "api"
    verbose_name = "接口"

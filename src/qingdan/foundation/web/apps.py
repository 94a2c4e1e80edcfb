"""The shell as an app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Shell, components, static files, error pages, registry of home parts and menu entries."""

    name = "qingdan.foundation.web"
    label = "web"
    verbose_name = "页面框架"

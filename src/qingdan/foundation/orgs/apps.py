"""The orgs room."""

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    """Divisions, bodies, accounts."""

    name = "qingdan.foundation.orgs"
    label = "orgs"
    verbose_name = "单位与人员"

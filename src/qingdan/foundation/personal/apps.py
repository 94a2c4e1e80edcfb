"""The room of personal."""

from django.apps import AppConfig


class PersonalConfig(AppConfig):
    """Personal data: sealed with keys that lie outside the database, masked, logged when revealed, erased."""

    name = "qingdan.foundation.personal"
    label = "personal"
    verbose_name = "个人信息"

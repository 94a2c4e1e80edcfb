"""The lists room."""

from django.apps import AppConfig


class ListsConfig(AppConfig):
    """Lists, editions, items."""

    name = "qingdan.register.lists"
    label = "lists"
    verbose_name = "清单"

"""Addresses of the room."""

from django.urls import URLPattern

from qingdan.entry.dispatch import urls_sending, urls_village

app_name = "dispatch"
urlpatterns: list[URLPattern] = [*urls_sending.urlpatterns, *urls_village.urlpatterns]

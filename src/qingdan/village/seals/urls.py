"""Addresses of the room."""

from django.urls import URLPattern

app_name = "seals"
urlpatterns: list[URLPattern] = []

"""Addresses of the room."""

from django.urls import URLPattern

app_name = "public_services"
urlpatterns: list[URLPattern] = []

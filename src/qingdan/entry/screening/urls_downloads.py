"""Addresses of what a screened paper goes out as: marked files, the report, Excel."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

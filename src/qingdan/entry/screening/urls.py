"""Addresses of the room."""

from django.urls import URLPattern

from qingdan.entry.screening import urls_downloads, urls_pages

app_name = "screening"
urlpatterns: list[URLPattern] = [*urls_pages.urlpatterns, *urls_downloads.urlpatterns]

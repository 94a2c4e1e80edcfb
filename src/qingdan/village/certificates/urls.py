"""Addresses of the room."""

from django.urls import URLPattern

from qingdan.village.certificates.numbers import urls as numbers

app_name = "certificates"
urlpatterns: list[URLPattern] = [*numbers.urlpatterns]

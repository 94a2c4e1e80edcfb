"""Addresses of the public check; short, because they stand in QR codes."""

from django.urls import URLPattern, path

from qingdan.village.certificates.checking import views

urlpatterns: list[URLPattern] = [
    path("v/", views.ask, name="check-ask"),
    path("v/<str:code>", views.check, name="check"),
]

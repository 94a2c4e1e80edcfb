"""Addresses of the one question."""

from django.urls import path

from qingdan.register.check import views

app_name = "check"
urlpatterns = [
    path("check/", views.check, name="check"),
    path("check/compare/", views.compare, name="compare"),
    path("check/place/", views.place, name="place"),
]

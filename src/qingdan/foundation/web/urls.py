"""Addresses of the shell."""

from django.urls import path

from qingdan.foundation.web import health, views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("web/components/", views.components, name="components"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

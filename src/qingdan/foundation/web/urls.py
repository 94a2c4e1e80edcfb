"""Addresses of the shell."""

from django.urls import path

from qingdan.foundation.web import health, views, waiting_pages

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("waiting/", waiting_pages.waiting, name="waiting"),
    path("waiting/excel/", waiting_pages.excel, name="waiting_excel"),
    path("web/components/", views.components, name="components"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

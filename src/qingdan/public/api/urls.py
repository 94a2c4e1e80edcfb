"""``/api/v1/``."""

from django.urls import path

from qingdan.public.api.mounting import api

urlpatterns = [path("", api.urls)]

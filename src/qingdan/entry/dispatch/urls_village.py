"""Addresses of the village's side: 反馈核实, what came by other ways, papers."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

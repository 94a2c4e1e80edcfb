"""Addresses of those who send: dispatches, a town's plan, emergencies, ordinary contact."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

"""Addresses of the portal."""

from django.urls import path

from qingdan.public.portal import views

app_name = "portal"
urlpatterns = [
    path("portal/", views.start, name="start"),
    path("portal/<str:code>/", views.place, name="place"),
    path("portal/<str:code>/search/", views.search, name="search"),
    path("feeds/changes.json", views.changes_json, name="changes-json"),
    path("feeds/changes.atom", views.changes_atom, name="changes-atom"),
]

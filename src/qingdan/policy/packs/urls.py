"""Addresses of the policy packs and their clauses."""

from django.urls import path

from qingdan.policy.packs import views

app_name = "packs"
urlpatterns = [
    path("packs/", views.packs, name="packs"),
    path("packs/<slug:pack_id>/", views.pack, name="pack"),
    path("packs/<slug:pack_id>/rules/", views.rules, name="rules"),
    path("clauses/", views.clauses, name="clauses"),
    path("clauses/excel/", views.clauses_excel, name="clauses-excel"),
    path("clauses/<str:clause_id>/", views.clause, name="clause"),
]

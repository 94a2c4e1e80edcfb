"""Addresses of the lists on record."""

from django.urls import path

from qingdan.register.lists import views

app_name = "lists"
urlpatterns = [
    path("lists/", views.lists, name="lists"),
    path("lists/<int:pk>/", views.edition, name="edition"),
    path("lists/<int:pk>/excel/", views.edition_excel, name="edition-excel"),
    path("items/<str:code>/", views.item, name="item"),
]

"""Addresses of the room."""

from django.urls import path

from qingdan.register.obligations import views

app_name = "obligations"
urlpatterns = [
    path("obligations/", views.obligations, name="obligations"),
    path("obligations/excel/", views.obligations_excel, name="excel"),
    path("obligations/<int:pk>/", views.obligation, name="obligation"),
    path("obligations/<int:pk>/finish/", views.finish, name="finish"),
    path("obligations/<int:pk>/sign/", views.sign, name="sign"),
    path("obligations/<int:pk>/reopen/", views.reopen, name="reopen"),
    path("given/", views.given, name="given"),
    path("given/<int:pk>/", views.assignment, name="assignment"),
    path("given/<int:pk>/excel/", views.assignment_excel, name="assignment-excel"),
    path("given/<int:pk>/due/", views.move_due, name="due"),
    path("given/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]

"""Addresses of the registration of existing burdens."""

from django.urls import path

from qingdan.register.existing import views

app_name = "existing"
urlpatterns = [
    path("existing/", views.rounds, name="rounds"),
    path("existing/begin/", views.begin, name="begin"),
    path("existing/<int:pk>/", views.round_page, name="round"),
    path("existing/<int:pk>/excel/", views.round_excel, name="round-excel"),
    path("existing/<int:pk>/template/", views.template, name="template"),
    path("existing/<int:pk>/add/", views.add, name="add"),
    path("existing/<int:pk>/entries/<int:entry>/edit/", views.edit, name="edit"),
    path("existing/<int:pk>/entries/<int:entry>/withdraw/", views.withdraw, name="withdraw"),
    path("existing/<int:pk>/entries/<int:entry>/undo/", views.undo, name="undo"),
    path("existing/<int:pk>/nothing/", views.nothing, name="nothing"),
    path("existing/<int:pk>/decide/", views.decide, name="decide"),
    path("existing/<int:pk>/duplicates/", views.duplicates, name="duplicates"),
    path("existing/<int:pk>/dates/", views.dates, name="dates"),
    path("existing/<int:pk>/remind/", views.remind, name="remind"),
    path("existing/<int:pk>/take-over/", views.take_over, name="take-over"),
    path("existing/<int:pk>/close/", views.close, name="close"),
    path("existing/<int:pk>/import/", views.choose_file, name="import-choose"),
    path("existing/<int:pk>/import/<int:pending>/", views.confirm_file, name="import"),
]

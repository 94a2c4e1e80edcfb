"""Addresses of the registration of existing burdens."""

from django.urls import path

from qingdan.register.existing.views import entries, importing, rounds

app_name = "existing"
urlpatterns = [
    path("existing/", rounds.rounds, name="rounds"),
    path("existing/begin/", rounds.begin, name="begin"),
    path("existing/<int:pk>/", rounds.round_page, name="round"),
    path("existing/<int:pk>/excel/", rounds.round_excel, name="round-excel"),
    path("existing/<int:pk>/template/", entries.template, name="template"),
    path("existing/<int:pk>/add/", entries.add, name="add"),
    path("existing/<int:pk>/entries/<int:entry>/edit/", entries.edit, name="edit"),
    path("existing/<int:pk>/entries/<int:entry>/withdraw/", entries.withdraw, name="withdraw"),
    path("existing/<int:pk>/entries/<int:entry>/undo/", entries.undo, name="undo"),
    path("existing/<int:pk>/nothing/", entries.nothing, name="nothing"),
    path("existing/<int:pk>/decide/", entries.decide, name="decide"),
    path("existing/<int:pk>/duplicates/", rounds.duplicates, name="duplicates"),
    path("existing/<int:pk>/dates/", rounds.dates, name="dates"),
    path("existing/<int:pk>/remind/", rounds.remind, name="remind"),
    path("existing/<int:pk>/take-over/", rounds.take_over, name="take-over"),
    path("existing/<int:pk>/close/", rounds.close, name="close"),
    path("existing/<int:pk>/import/", importing.choose_file, name="import-choose"),
    path("existing/<int:pk>/import/<int:pending>/", importing.confirm_file, name="import"),
]

"""Addresses of what a screened paper goes out as: marked files, the report, Excel."""

from django.urls import URLPattern, path

from qingdan.entry.screening.views import downloads

urlpatterns: list[URLPattern] = [
    path("screening/list/excel/", downloads.screenings_excel, name="screenings-excel"),
    path("screening/<int:pk>/report/", downloads.report, name="report"),
    path("screening/<int:pk>/report/word/", downloads.report_word, name="report-word"),
    path("screening/<int:pk>/excel/", downloads.excel, name="excel"),
    path("screening/<int:pk>/marked/", downloads.marked, name="marked"),
    path("screening/<int:pk>/marked/original/", downloads.marked_original, name="marked-original"),
]

"""Addresses of the room."""

from django.urls import path

from qingdan.ledger.views import acting, deciding, findings, frozen, importing, leads

app_name = "ledger"
urlpatterns = [
    path("ledger/", findings.findings, name="findings"),
    path("ledger/excel/", findings.findings_excel, name="findings-excel"),
    path("ledger/units/", findings.units, name="units"),
    path("ledger/units/excel/", findings.units_excel, name="units-excel"),
    path("ledger/findings/<int:pk>/", findings.finding, name="finding"),
    path("ledger/findings/<int:pk>/files/<int:file>/", findings.finding_file, name="finding-file"),
    path("ledger/findings/<int:pk>/<slug:slug>/", acting.act, name="act"),
    path("ledger/import/", importing.choose, name="import-choose"),
    path("ledger/import/template/", importing.template, name="template"),
    path("ledger/import/<int:pk>/", importing.preview, name="import"),
    path("ledger/frozen/", frozen.frozen, name="frozen"),
    path("ledger/frozen/new/", frozen.freeze, name="freeze"),
    path("ledger/frozen/<int:pk>/", frozen.frozen_one, name="frozen-one"),
    path("ledger/frozen/<int:pk>/word/", frozen.frozen_word, name="frozen-word"),
    path("ledger/frozen/<int:pk>/excel/", frozen.frozen_excel, name="frozen-excel"),
    path("ledger/frozen/<int:pk>/scan/", frozen.add_scan, name="add-scan"),
    path("ledger/frozen/<int:pk>/scan/file/", frozen.scan, name="scan"),
    path("ledger/leads/", leads.leads, name="leads"),
    path("ledger/leads/excel/", leads.leads_excel, name="leads-excel"),
    path("ledger/leads/add/", leads.add, name="add-lead"),
    path("ledger/leads/<int:pk>/", leads.lead, name="lead"),
    path("ledger/leads/<int:pk>/files/<int:file>/", leads.lead_file, name="lead-file"),
    path("ledger/leads/<int:pk>/confirm/", deciding.confirm, name="confirm"),
    path("ledger/leads/<int:pk>/dismiss/", deciding.dismiss, name="dismiss"),
    path("ledger/leads/<int:pk>/join/", deciding.join, name="join"),
]

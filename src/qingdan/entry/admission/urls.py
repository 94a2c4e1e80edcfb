"""Addresses of the room."""

from django.urls import path

from qingdan.entry.admission.views import acting, applying, cases, code, consulting, items, methods, papers, upwards

app_name = "admission"
urlpatterns = [
    path("admission/", cases.cases, name="cases"),
    path("admission/excel/", cases.cases_excel, name="cases-excel"),
    path("admission/new/", applying.begin, name="new"),
    path("admission/chain/", applying.chain, name="chain"),
    path("admission/cases/<int:pk>/", cases.case_page, name="case"),
    path("admission/cases/<int:pk>/edit/", applying.edit, name="edit"),
    path("admission/cases/<int:pk>/check/", applying.check_page, name="check"),
    path("admission/cases/<int:pk>/consult/", consulting.consult, name="consult"),
    path("admission/cases/<int:pk>/discard/", applying.discard, name="discard"),
    path("admission/cases/<int:pk>/take/", consulting.take, name="take"),
    path("admission/consultations/<int:pk>/", consulting.consultation, name="consultation"),
    path("admission/cases/<int:pk>/files/<int:file>/", cases.case_file, name="case-file"),
    path("admission/cases/<int:pk>/papers/<slug:slug>/", papers.paper, name="paper"),
    path("admission/cases/<int:pk>/record/", acting.record_paper, name="record-paper"),
    path("admission/cases/<int:pk>/record/<int:paper>/<slug:slug>/", acting.check_paper, name="check-paper"),
    path("admission/cases/<int:pk>/<slug:slug>/", acting.act, name="act"),
    path("admission/items/", items.items, name="items"),
    path("admission/items/excel/", items.items_excel, name="items-excel"),
    path("admission/items/<int:pk>/", items.item_page, name="item"),
    path("admission/items/<int:pk>/<slug:slug>/", items.item_act, name="item-act"),
    path("admission/methods/", methods.methods, name="methods"),
    path("admission/methods/new/", methods.record, name="method-new"),
    path("admission/methods/<int:pk>/", methods.method, name="method"),
    path("admission/methods/<int:pk>/file/", methods.method_file, name="method-file"),
    path("admission/methods/<int:pk>/<slug:slug>/", methods.method_act, name="method-act"),
    path("admission/upwards/", upwards.upwards, name="upwards"),
    path("admission/upwards/new/", upwards.report, name="upward-new"),
    path("admission/upwards/<int:pk>/", upwards.upward, name="upward"),
    path("admission/upwards/<int:pk>/answer/", upwards.upward_answer, name="upward-answer"),
    path("admission/upwards/<int:pk>/letter/", upwards.upward_paper, name="upward-paper"),
    path("c/", code.ask, name="code-ask"),
    path("c/<str:code>", code.show, name="code"),
]

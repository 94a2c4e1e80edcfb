"""Addresses of those who send: dispatches, a town's plan, emergencies, ordinary contact."""

from django.urls import URLPattern, path

from qingdan.entry.dispatch.views import contacts, dispatch, dispatches, drafting, emergencies, plan, villages

urlpatterns: list[URLPattern] = [
    path("dispatch/", dispatches.dispatches, name="dispatches"),
    path("dispatch/excel/", dispatches.dispatches_excel, name="dispatches-excel"),
    path("dispatch/new/", drafting.choose, name="choose"),
    path("dispatch/new/<int:body>/", drafting.begin, name="begin"),
    path("dispatch/urgent/<int:body>/", drafting.begin_urgent, name="begin-urgent"),
    path("dispatch/<int:pk>/", dispatch.dispatch, name="dispatch"),
    path("dispatch/<int:pk>/edit/", drafting.edit, name="edit"),
    path("dispatch/<int:pk>/discard/", drafting.throw_away, name="discard"),
    path("dispatch/<int:pk>/send/", dispatch.send_out, name="send"),
    path("dispatch/<int:pk>/withdraw/", dispatch.take_back, name="withdraw"),
    path("dispatch/<int:pk>/filing/", emergencies.file_afterwards, name="file-afterwards"),
    path("dispatch/<int:pk>/files/<int:file>/", dispatch.dispatch_file, name="file"),
    path("dispatch/<int:pk>/villages/", villages.villages, name="villages"),
    path("dispatch/<int:pk>/villages/excel/", villages.villages_excel, name="villages-excel"),
    path("dispatch/<int:pk>/answers/", villages.answers, name="answers"),
    path("plan/", plan.plan, name="plan"),
    path("plan/excel/", plan.plan_excel, name="plan-excel"),
    path("plan/print/", plan.plan_print, name="plan-print"),
    path("plan/<int:pk>/", plan.arrange_page, name="arrange"),
    path("plan/<int:pk>/decline/", plan.decline_page, name="decline"),
    path("emergencies/", emergencies.emergencies, name="emergencies"),
    path("emergencies/new/<slug:basis>/", emergencies.declare, name="declare"),
    path("emergencies/<int:pk>/", emergencies.emergency, name="emergency"),
    path("emergencies/<int:pk>/scan/", emergencies.emergency_scan, name="emergency-scan"),
    path("emergencies/<int:pk>/check/", emergencies.check, name="emergency-check"),
    path("emergencies/<int:pk>/close/", emergencies.close, name="emergency-close"),
    path("contacts/", contacts.contacts, name="contacts"),
    path("contacts/new/<int:body>/", contacts.write, name="write-contact"),
    path("contacts/<int:pk>/", contacts.contact, name="contact"),
]

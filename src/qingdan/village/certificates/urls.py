"""Addresses of the room."""

from django.urls import path

from qingdan.village.certificates.checking import urls as checking
from qingdan.village.certificates.numbers import urls as numbers
from qingdan.village.certificates.views import (
    acting,
    applications,
    appointments,
    booking,
    coordination,
    counter,
    papers,
    person,
)

app_name = "certificates"
urlpatterns = [
    *checking.urlpatterns,
    *numbers.urlpatterns,
    path("certificates/", applications.applications, name="applications"),
    path("certificates/excel/", applications.applications_excel, name="applications-excel"),
    path("certificates/person/", person.find, name="person"),
    path("certificates/counter/", counter.counter, name="counter"),
    path("certificates/coordination/", coordination.coordinations, name="coordinations"),
    path("certificates/wanted/<int:pk>/", coordination.wanted, name="wanted"),
    path("certificates/appointments/", appointments.appointments, name="appointments"),
    path("certificates/appointments/hours/", appointments.hours, name="hours"),
    path("certificates/appointments/<int:pk>/call/", appointments.call, name="appointment-call"),
    path("certificates/appointments/<int:pk>/came/", appointments.end, {"act": "came"}, name="appointment-came"),
    path("certificates/appointments/<int:pk>/cancel/", appointments.end, {"act": "cancel"}, name="appointment-cancel"),
    path("certificates/papers/<int:pk>/file/", papers.certificate_file, name="file"),
    path("certificates/papers/<int:pk>/scan/file/", papers.certificate_scan, name="scan"),
    path("certificates/papers/<int:pk>/<slug:act>/", papers.act_on, name="paper-act"),
    path("certificates/<int:pk>/", applications.application, name="application"),
    path("certificates/<int:pk>/slip/", applications.slip, name="slip"),
    path("certificates/<int:pk>/receipt/", applications.receipt, name="receipt"),
    path("certificates/<int:pk>/files/<slug:which>/", papers.application_file, name="application-file"),
    path("certificates/<int:pk>/reveal/", acting.reveal, name="reveal"),
    path("certificates/<int:pk>/erase/", acting.erase, name="erase"),
    path("certificates/<int:pk>/<slug:act>/", acting.act_on, name="act"),
    path("book/<str:code>/", booking.book, name="book"),
    path("book/<str:code>/cancel/", booking.cancel, name="book-cancel"),
]

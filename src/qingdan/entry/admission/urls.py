"""Addresses of the room."""

from django.urls import path

from qingdan.entry.admission.views import code, papers

app_name = "admission"
urlpatterns = [
    path("admission/cases/<int:pk>/papers/<slug:slug>/", papers.paper, name="paper"),
    path("c/", code.ask, name="code-ask"),
    path("c/<str:code>", code.show, name="code"),
]

"""The room of admission."""

from django.apps import AppConfig


class AdmissionConfig(AppConfig):
    """Admission: how a new demand is reviewed, approved and filed before it may reach a village."""

    name = "qingdan.entry.admission"
    label = "admission"
    verbose_name = "准入"

"""Addresses of the room."""

from django.urls import URLPattern, path

from qingdan.village.seals.views import approvals, asking, handovers, month, register, seals, takeouts

app_name = "seals"
urlpatterns: list[URLPattern] = [
    path("seals/", seals.seals, name="seals"),
    path("seals/excel/", seals.seals_excel, name="seals-excel"),
    path("seals/new/", seals.register, name="register"),
    path("seals/<int:pk>/", seals.seal, name="seal"),
    path("seals/<int:pk>/change/<slug:sort>/", seals.change, name="change"),
    path("seals/<int:pk>/ask/", asking.ask, name="ask"),
    path("seals/<int:pk>/paper/", asking.enter_paper, name="paper"),
    path("seals/<int:pk>/ask-out/", asking.ask_out, name="ask-out"),
    path("seals/<int:pk>/month/", month.month, name="month"),
    path("seals/<int:pk>/month/word/", month.month_word, name="month-word"),
    path("seals/approvals/", approvals.approvals, name="approvals"),
    path("seals/approvals/<int:pk>/", approvals.approval, name="approval"),
    path("seals/approvals/<int:pk>/approve/", approvals.approve, name="approve"),
    path("seals/approvals/<int:pk>/refuse/", approvals.refuse, name="refuse"),
    path("seals/approvals/<int:pk>/withdraw/", approvals.withdraw, name="withdraw"),
    path("seals/approvals/<int:pk>/check/", approvals.check_paper, name="check-paper"),
    path("seals/approvals/<int:pk>/press/", register.press, name="press"),
    path("seals/approvals/<int:pk>/out/", takeouts.take_out, name="take-out"),
    path("seals/log/", register.log, name="log"),
    path("seals/log/excel/", register.log_excel, name="log-excel"),
    path("seals/uses/<int:pk>/", register.use, name="use"),
    path("seals/uses/<int:pk>/spoil/", register.spoil, name="spoil"),
    path("seals/uses/<int:pk>/correct/", register.correct, name="correct"),
    path("seals/takeouts/", takeouts.takeouts, name="takeouts"),
    path("seals/takeouts/<int:pk>/back/", takeouts.bring_back, name="bring-back"),
    path("seals/handovers/", handovers.handovers, name="handovers"),
    path("seals/handovers/new/", handovers.begin, name="begin-handover"),
    path("seals/handovers/<int:pk>/", handovers.handover, name="handover"),
    path("seals/handovers/<int:pk>/confirm/<slug:side>/", handovers.confirm, name="confirm-handover"),
    path("seals/handovers/<int:pk>/call-off/", handovers.call_off, name="call-off-handover"),
]

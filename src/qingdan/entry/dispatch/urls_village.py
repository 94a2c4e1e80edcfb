"""Addresses of the village's side: 反馈核实, what came by other ways, papers."""

from django.urls import URLPattern, path

from qingdan.entry.dispatch.views import feedback, papers

urlpatterns: list[URLPattern] = [
    path("obligations/<int:pk>/feedback/", feedback.give, name="give-feedback"),
    path("feedback/", feedback.feedbacks, name="feedbacks"),
    path("feedback/excel/", feedback.feedbacks_excel, name="feedbacks-excel"),
    path("feedback/report/", feedback.report, name="report"),
    path("feedback/<int:pk>/", feedback.feedback, name="feedback"),
    path("feedback/<int:pk>/files/<int:file>/", feedback.feedback_file, name="feedback-file"),
    path("feedback/<int:pk>/take-back/", feedback.take_back, name="take-back"),
    path("feedback/<int:pk>/notice/", papers.notice, name="notice"),
    path("feedback/<int:pk>/notice/word/", papers.notice_word, name="notice-word"),
    path("feedback/<int:pk>/notice/send/", papers.notice_send, name="notice-send"),
    path("sheets/<int:pk>/", papers.sheet, name="sheet"),
    path("sheets/<int:pk>/word/", papers.sheet_word, name="sheet-word"),
    path("sheets/<int:pk>/files/<int:file>/", papers.sheet_file, name="sheet-file"),
]

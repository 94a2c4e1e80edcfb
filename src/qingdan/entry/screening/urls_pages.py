"""Addresses of the pages."""

from django.urls import URLPattern, path

from qingdan.entry.screening.views import acting, begin, lists, opinions, screening

urlpatterns: list[URLPattern] = [
    path("screening/", begin.begin, name="begin"),
    path("screening/questions/", begin.questions, name="questions"),
    path("screening/list/", lists.screenings, name="screenings"),
    path("screening/offices/", lists.offices, name="offices"),
    path("screening/corrections/", lists.corrections, name="corrections"),
    path("screening/corrections/jsonl/", lists.corrections_file, name="corrections-file"),
    path("screening/found/<int:pk>/", screening.found, name="found"),
    path("screening/<int:pk>/", screening.screening, name="screening"),
    path("screening/<int:pk>/text/", screening.text, name="text"),
    path("screening/<int:pk>/picture/", screening.picture, name="picture"),
    path("screening/<int:pk>/opinion/", opinions.ask, name="opinion"),
    path("screening/<int:pk>/missed/", acting.missed, name="missed"),
    path("screening/<int:pk>/found/<int:place>/", acting.decide, name="decide"),
    path("screening/<int:pk>/found/<int:place>/lead/", acting.lead, name="lead"),
    path("screening/<int:pk>/found/<int:place>/correct/", acting.correct, name="correct"),
]

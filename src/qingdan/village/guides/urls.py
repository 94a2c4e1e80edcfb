"""Addresses of the room."""

from django.urls import path

from qingdan.village.guides.views import cancelled, catalogue, duties, importing, public, versions

app_name = "guides"
urlpatterns = [
    path("guides/", public.start, name="start"),
    path("guides/at/<str:code>/", public.place, name="place"),
    path("guides/at/<str:code>/cancelled/", cancelled.show, name="cancelled"),
    path("guides/at/<str:code>/cancelled/excel/", cancelled.excel, name="cancelled-excel"),
    path("guides/at/<str:place>/<str:code>/", public.kind, name="kind"),
    path("guides/catalogue/", catalogue.show, name="catalogue"),
    path("guides/catalogue/excel/", catalogue.excel, name="catalogue-excel"),
    path("guides/catalogue/template/", importing.template, name="template"),
    path("guides/catalogue/import/", importing.choose, name="import-choose"),
    path("guides/catalogue/import/<int:pk>/", importing.preview, name="import"),
    path("guides/begin/", catalogue.begin, name="begin"),
    path("guides/reviews/", duties.reviews, name="reviews"),
    path("guides/reviews/new/", duties.flag, name="flag"),
    path("guides/reviews/<int:pk>/", duties.review, name="review"),
    path("guides/reviews/<int:pk>/step/", duties.step, name="step"),
    path("guides/reviews/<int:pk>/close/", duties.close, name="close"),
    path("guides/offices/", duties.offices, name="offices"),
    path("guides/offices/<slug:act>/", duties.record, name="office-act"),
    path("guides/versions/<int:pk>/", versions.show, name="version"),
    path("guides/versions/<int:pk>/write/", versions.write, name="write"),
    path("guides/versions/<int:pk>/submit/", versions.submit, name="submit"),
    path("guides/versions/<int:pk>/take-back/", versions.take_back, name="take-back"),
    path("guides/versions/<int:pk>/discard/", versions.discard, name="discard"),
    path("guides/versions/<int:pk>/publish/", versions.publish, name="publish"),
    path("guides/versions/<int:pk>/send-back/", versions.send_back, name="send-back"),
    path("guides/versions/<int:pk>/record/", versions.record, name="record"),
    path("guides/versions/<int:pk>/files/<int:file>/", versions.evidence, name="evidence"),
]

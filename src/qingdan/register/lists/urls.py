"""Addresses of the lists on record."""

from django.urls import path

from qingdan.register.lists.views import bases, comparing, drafting, importing, models, publishing, reading, red_lines

app_name = "lists"
urlpatterns = [
    path("lists/", reading.lists, name="lists"),
    path("lists/keeping/", drafting.keeping, name="keeping"),
    path("lists/begin/", drafting.begin, name="begin"),
    path("lists/of/<int:pk>/next/", drafting.open_next, name="open-next"),
    path("lists/<int:pk>/", reading.edition, name="edition"),
    path("lists/<int:pk>/excel/", reading.edition_excel, name="edition-excel"),
    path("lists/<int:pk>/word/", reading.edition_word, name="edition-word"),
    path("lists/<int:pk>/json/", reading.edition_json, name="edition-json"),
    path("lists/<int:pk>/difference/", comparing.compare, name="difference"),
    path("lists/<int:pk>/difference/word/", comparing.compare_word, name="difference-word"),
    path("lists/<int:pk>/difference/json/", comparing.compare_json, name="difference-json"),
    path("lists/<int:pk>/heading/", drafting.heading, name="heading"),
    path("lists/<int:pk>/items/add/", drafting.add_item, name="add-item"),
    path("lists/<int:pk>/items/<str:item>/edit/", drafting.edit_item, name="edit-item"),
    path("lists/<int:pk>/items/<str:item>/remove/", drafting.remove_item, name="remove-item"),
    path("lists/<int:pk>/items/<str:item>/restore/", drafting.restore_item, name="restore-item"),
    path("lists/<int:pk>/items/<str:item>/move/", drafting.move_item, name="move-item"),
    path("lists/<int:pk>/discard/", drafting.discard, name="discard"),
    path("lists/<int:pk>/submit/", publishing.submit, name="submit"),
    path("lists/<int:pk>/withdraw/", publishing.withdraw, name="withdraw"),
    path("lists/<int:pk>/return/", publishing.send_back, name="return"),
    path("lists/<int:pk>/publish/", publishing.publish, name="publish"),
    path("lists/<int:pk>/openness/", publishing.openness, name="openness"),
    path("lists/<int:pk>/template/", importing.template, name="template"),
    path("lists/<int:pk>/import/", importing.choose, name="import-choose"),
    path("lists/imports/<int:pk>/", importing.preview, name="import"),
    path("lists/imports/<int:pk>/cancel/", importing.cancel, name="import-cancel"),
    path("lists/<int:pk>/models/", models.choose, name="models"),
    path("lists/<int:pk>/models/<slug:model>/", models.pick, name="model"),
    path("bases/", bases.documents, name="bases"),
    path("bases/<int:pk>/", bases.document, name="basis"),
    path("bases/<int:pk>/end/", bases.end, name="basis-end"),
    path("bases/ends/<int:pk>/take-back/", bases.take_back, name="basis-take-back"),
    path("red-lines/", red_lines.red_lines, name="red-lines"),
    path("red-lines/<int:pk>/settle/", red_lines.settle, name="settle"),
    path("items/<str:code>/", reading.item, name="item"),
]

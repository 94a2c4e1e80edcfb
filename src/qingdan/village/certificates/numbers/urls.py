"""Addresses of the numbers."""

from django.urls import path

from qingdan.village.certificates.numbers import views

urlpatterns = [
    path("certificates/numbers/", views.numbers, name="numbers"),
    path("certificates/numbers/annual/", views.annual, name="numbers-annual"),
    path("certificates/numbers/annual/word/", views.annual_word, name="numbers-annual-word"),
    path("certificates/numbers/excel/<slug:slug>/", views.numbers_file, name="numbers-file"),
]

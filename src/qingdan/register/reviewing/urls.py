"""Addresses of the annual review."""

from django.urls import path

from qingdan.register.reviewing import views

app_name = "reviewing"
urlpatterns = [
    path("reviews/", views.reviews, name="reviews"),
    path("reviews/begin/", views.begin, name="begin"),
    path("reviews/<int:pk>/", views.review, name="review"),
    path("reviews/<int:pk>/excel/", views.review_excel, name="review-excel"),
    path("reviews/<int:pk>/items/<int:item>/", views.answer, name="answer"),
    path("reviews/<int:pk>/take-over/", views.take_over, name="take-over"),
    path("reviews/<int:pk>/remind/", views.remind, name="remind"),
    path("reviews/<int:pk>/close/", views.close, name="close"),
]

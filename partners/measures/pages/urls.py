"""URLs of requests and restrictions."""

from django.urls import path

from partners.measures.pages import requests

urlpatterns = [
    path("dashboard/requests/", requests.requests, name="requests"),
    path("dashboard/requests/<int:request_id>/answer/", requests.answer, name="request_answer"),
    path("dashboard/requests/trademarks/", requests.trademark, name="trademark"),
    path("dashboard/requests/trademarks/<int:request_id>/withdraw/", requests.withdraw, name="trademark_withdraw"),
]

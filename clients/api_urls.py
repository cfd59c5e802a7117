"""API routes of clients."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

"""URLs of drafts."""

from django.urls import path

from partners.drafts.pages import drafts

urlpatterns = [
    path("drafts/save/", drafts.save, name="draft_save"),
    path("drafts/discard/", drafts.forget, name="draft_discard"),
]

"""URLs of API tokens."""

from django.urls import path

from partners.tokens.pages import tokens

urlpatterns = [
    path("dashboard/tokens/", tokens.tokens, name="tokens"),
    path("dashboard/tokens/<int:token_id>/revoke/", tokens.revoke, name="token_revoke"),
]

"""Routes of the clients' pages."""

from django.urls import path

from clients.pages import clients, keys
from clients.referral.pages import partners, visitors

app_name = "clients"

urlpatterns = [
    path("dashboard/clients/", clients.clients, name="clients"),
    path("dashboard/clients/rules/", clients.accept, name="accept"),
    path("dashboard/clients/keys/", keys.keys, name="keys"),
    path("dashboard/clients/keys/<int:licence_id>/", keys.key, name="key"),
    path("dashboard/clients/keys/<int:licence_id>/register/", keys.register, name="register"),
    path("dashboard/clients/referral/", partners.referral, name="referral"),
    path("dashboard/clients/referral/links/", partners.new_link, name="new_link"),
    path("dashboard/clients/referral/links/<int:link_id>/close/", partners.close, name="close_link"),
    path("r/<str:link_code>/", visitors.visit, name="visit"),
    path("r/<str:link_code>/next/", visitors.go_on, name="go_on"),
    path("r/<str:link_code>/forget/", visitors.forget, name="forget"),
    path("dashboard/clients/<int:client_id>/contact/", clients.contact, name="contact"),
    path("dashboard/clients/<int:client_id>/", clients.client, name="client"),
]

"""Routes of the clients' pages."""

from django.urls import path

from clients.pages import clients, keys

app_name = "clients"

urlpatterns = [
    path("dashboard/clients/", clients.clients, name="clients"),
    path("dashboard/clients/rules/", clients.accept, name="accept"),
    path("dashboard/clients/keys/", keys.keys, name="keys"),
    path("dashboard/clients/keys/<int:licence_id>/", keys.key, name="key"),
    path("dashboard/clients/keys/<int:licence_id>/register/", keys.register, name="register"),
    path("dashboard/clients/<int:client_id>/", clients.client, name="client"),
]

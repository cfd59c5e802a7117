"""Clients that a partner finds by their company or account."""

from django.utils.translation import gettext_lazy as _

from clients.queries import clients_of
from web.finding import Finder, add_partner_finder

add_partner_finder(
    Finder(
        code="clients",
        title=_("Client"),
        rows=lambda actor, text: clients_of(actor, text=text),
        told="company",
        page="clients:client",
        permission="clients.view",
        place=20,
        kept=lambda rules: rules.clients or rules.store,
    )
)

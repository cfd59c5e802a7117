"""Clients' licenses that end, and keys to register, on the partner's first screen."""

from django.utils.translation import gettext_lazy as _

from clients.models import ClientLicence
from web.todo import Action, add_action

State = ClientLicence.State

add_action(
    Action(
        code="licence",
        title=_("Client license ends"),
        act=_("Renew %(told)s's license"),
        rows=lambda actor: ClientLicence.objects.visible_to(actor).filter(state=State.ACTIVE, client__isnull=False),
        told="client__company",
        due="ends_on",
        page="clients:client",
        key="client_id",
        permission="clients.view",
        place=70,
        ends=True,
        kept=lambda rules: rules.clients or rules.store,
    )
)
add_action(
    Action(
        code="key",
        title=_("Register an activation key"),
        rows=lambda actor: ClientLicence.objects.visible_to(actor).filter(
            state=State.ACTIVE, registered_on=None, register_by__isnull=False
        ),
        told="plan",
        due="register_by",
        page="clients:key",
        permission="licences.register",
        place=50,
        kept=lambda rules: rules.clients or rules.store,
    )
)

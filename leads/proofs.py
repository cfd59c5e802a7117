"""The license that proves a won request or deal, found by its key or its order's number."""

from django.utils.translation import gettext as _

from clients.models import ClientLicence
from clients.queries import licence_of_key
from common.actor import Actor
from common.refusals import Refused


class NoProof(Refused):
    """There is no such license, or it proves something else already; ``problems`` says which."""


def proving_licence(actor: Actor, given: str) -> ClientLicence:
    """The partner's own license of this key or order. Raises NoProof."""
    found = licence_of_key(actor, given)
    if found is None:
        mine = ClientLicence.objects.visible_to(actor)
        number = given.removeprefix("#")
        found = mine.filter(reference__startswith=f"order-{number}-").order_by("pk").first()
    if found is None:
        raise NoProof({"licence": _("You have no license with this key or order number.")})
    return found

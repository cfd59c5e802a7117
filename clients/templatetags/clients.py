"""Template filters of clients' pages."""

from collections.abc import Mapping
from typing import Any

from django import template

from clients.models import ClientLicence
from clients.renewing import renewal_address

register = template.Library()


@register.filter
def of_client(found: Mapping[int, Any], client_id: int) -> Any:
    """Return what is known of a client in a mapping by id; None if nothing is."""
    return found.get(client_id)


@register.filter
def renewal(licence: ClientLicence) -> str:
    """Return the address at which a license is renewed; empty for one that can't be."""
    return renewal_address(licence)

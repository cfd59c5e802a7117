"""Where a license is renewed: the store, which stands above this app, says it at the start."""

from collections.abc import Callable

from clients.models import ClientLicence

_addresses: list[Callable[[ClientLicence], str]] = []


def offer_renewals(address: Callable[[ClientLicence], str]) -> None:
    """Offer the renewal of licenses at these addresses."""
    _addresses[:] = [address]


def late_renewal_address(licence: ClientLicence) -> str:
    """The page with the filled renewal of a key whose term is over; empty for any other license."""
    if licence.state != ClientLicence.State.ENDED or licence.kind != ClientLicence.Kind.KEY or not licence.client_id:
        return ""
    return next((address(licence) for address in _addresses), "")


def renewal_address(licence: ClientLicence) -> str:
    """The page with the filled renewal of a license that ends; empty for one that can't be renewed."""
    if licence.state != ClientLicence.State.ACTIVE or licence.ends_on is None or licence.client_id is None:
        return ""
    return next((address(licence) for address in _addresses), "")

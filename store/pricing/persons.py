"""Whether a client can be sold to, by its territory and by its names on the lists of excluded persons (B24-2.4)."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from programs.definition.store import Exclusions
from store.pricing.asked import EndClient
from store.screening.rules import Match


def standing_of(client: EndClient, listed: Mapping[str, Sequence[Match]], territory: str) -> str:
    """``open``, ``review`` or ``excluded``: the stricter of the territory's and the names'."""
    hits = [match for name in client.names for match in listed.get(name, ())]
    if territory == "excluded" or any(match.exact for match in hits):
        return "excluded"
    return "review" if hits else territory


def excluded_person(client: EndClient, exclusions: Exclusions | None) -> str:
    """Why a client on a list is refused."""
    said = _("We can't sell to %(company)s: it is on a list of excluded persons (%(clause)s).")
    return said % {"company": client.company, "clause": exclusions.clause if exclusions else ""}

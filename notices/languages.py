"""The language used for writing to each partner (B24-15.2)."""

from collections.abc import Iterable

from partners.models import Partner
from programs.homes import Homes, _sites
from programs.models import Program


def languages_of(program: Program, partner_ids: Iterable[int]) -> dict[int, str]:
    """The language for each partner, in one query for the sites and one for the partners."""
    homes, known = Homes(program, _sites(program), None), {}
    places = Partner.objects.filter(program=program, pk__in=list(partner_ids)).values_list("pk", "country", "entity")
    found = {}
    for partner_id, *place in places:
        key = (place[0], place[1])
        if key not in known:
            known[key] = homes.language(*key)
        found[partner_id] = known[key]
    return found

"""The language used for writing to each partner (B24-15.2)."""

from collections.abc import Iterable

from django.db.models import OuterRef, Subquery

from common.among import is_among
from partners.models import Member, Partner
from programs.homes import Homes, _sites
from programs.models import Program


def languages_of(program: Program, partner_ids: Iterable[int]) -> dict[int, str]:
    """The language for each partner, in one query for the sites and one for the partners.

    That is the language which the partner's main user has set, else that of the partner's site.
    """
    homes, known = Homes(program, _sites(program), None), {}
    main = Member.objects.filter(partner=OuterRef("pk"), role=Member.Role.MAIN).order_by("pk")
    partners = Partner.objects.filter(is_among("pk", partner_ids), program=program)
    rows = partners.annotate(own=Subquery(main.values("user__language")[:1]))
    found = {}
    for partner_id, country, entity, own in rows.values_list("pk", "country", "entity", "own"):
        if (country, entity) not in known:
            known[country, entity] = homes.language(country, entity)
        found[partner_id] = own or known[country, entity]
    return found


def languages_set(partner_ids: Iterable[int]) -> dict[int, set[str]]:
    """The languages that people of each partner have set; one query, in a bound transaction."""
    found: dict[int, set[str]] = {}
    rows = Member.objects.filter(is_among("partner_id", partner_ids)).exclude(user__language="")
    for partner_id, language in rows.values_list("partner_id", "user__language").distinct():
        found.setdefault(partner_id, set()).add(language)
    return found

"""The language used for writing to each partner (B24-15.2)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from common.among import is_among
from common.prepared import Prepared, Slot
from partners.models import Member, Partner
from programs.homes import Homes, _sites
from programs.models import Program


def languages_of(program: Program, partner_ids: Iterable[int]) -> dict[int, str]:
    """The language for each partner, in one query for the sites and one for the partners.

    That is the language which the partner's main user has set, else that of the partner's site.
    """
    homes, known = Homes(program, _sites(program), None), {}
    ids, found = list(partner_ids), {}
    rows = _of_one(program.pk, ids[0]) if len(ids) == 1 else _partners().filter(is_among("pk", ids), program=program)
    for partner_id, country, entity, own in rows:
        if (country, entity) not in known:
            known[country, entity] = homes.language(country, entity)
        found[partner_id] = own or known[country, entity]
    return found


def _partners() -> QuerySet[Partner, tuple[int, str, str, str]]:
    main = Member.objects.filter(partner=OuterRef("pk"), role=Member.Role.MAIN).order_by("pk")
    rows = Partner.objects.annotate(own=Subquery(main.values("user__language")[:1]))
    return rows.values_list("pk", "country", "entity", "own")


_ONE = Prepared(lambda: _partners().filter(program_id=Slot("program"), pk=Slot("partner")))


def _of_one(program_id: int, partner_id: int) -> list[tuple[Any, ...]]:
    return _ONE.rows(program=program_id, partner=partner_id)


def languages_set(partner_ids: Iterable[int]) -> dict[int, set[str]]:
    """The languages that people of each partner have set; one query, in a bound transaction."""
    found: dict[int, set[str]] = {}
    rows = Member.objects.filter(is_among("partner_id", partner_ids)).exclude(user__language="")
    for partner_id, language in rows.values_list("partner_id", "user__language").distinct():
        found.setdefault(partner_id, set()).add(language)
    return found

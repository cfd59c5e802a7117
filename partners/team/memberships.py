"""The partners and programs that a person belongs to."""

from dataclasses import dataclass

from django.conf import settings
from django.http.request import validate_host
from django.urls import reverse

from common.actor import Actor
from common.caching import quick, unless_away
from common.tenancy import bind
from partners.models import Member, Partner
from programs.homes import address
from programs.models import Program, Site, Staff

# Seconds for which a person's programs are cached. Joining and leaving clear the cache at once.
_KNOWN = 600


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another program that the person belongs to, with the URL of its dashboard."""

    program: str
    address: str


def partners_of(*, program_id: int, user_id: int) -> list[Partner]:
    """All partners a person may act for, by name.

    A person bound to one partner can't see others, so the system reads the names.
    """
    with bind(program_id):
        mine = Partner.objects.visible_to(Actor.system(program_id)).filter(members__user_id=user_id)
        return list(mine.order_by("name", "pk"))


def elsewhere(*, program_id: int, user_id: int, language: str) -> list[Elsewhere]:
    """The other programs in which the person acts for a partner or the vendor, on a site in ``language`` if possible.

    Takes no query for people in one program, which is most of them, and one query for the others.
    """
    others = [pk for pk in _programs_of(user_id) if pk != program_id]
    if not others:
        return []
    sites = Site.objects.filter(program__in=others).select_related("program").order_by("program__name", "pk")
    found: dict[int, Site] = {}
    for site in sites:
        known = found.get(site.program_id)
        if not validate_host(site.host, settings.ALLOWED_HOSTS):
            continue
        if known is None or (site.language == language != known.language):
            found[site.program_id] = site
    return [Elsewhere(site.program.name, address(site, reverse("portal:dashboard"))) for site in found.values()]


def forget_programs_of(user_id: int) -> None:
    """Clear the cache after the person joined or left something. While Redis is away, it clears itself in time."""
    unless_away(lambda: quick().delete(_key(user_id)), otherwise=False)


def _programs_of(user_id: int) -> list[int]:
    """The programs that the person belongs to, cached.

    A person's rows are visible only within each program, so the programs are queried one by one.
    """
    known: list[int] | None = unless_away(lambda: quick().get(_key(user_id)), None)
    if known is None:
        read = known = [
            pk for pk in Program.objects.order_by("pk").values_list("pk", flat=True) if _belongs(user_id, pk)
        ]
        unless_away(lambda: quick().set(_key(user_id), read, _KNOWN), None)
    return known


def _belongs(user_id: int, program_id: int) -> bool:
    place = {"program_id": program_id, "user_id": user_id}
    with bind(program_id, None, user_id):
        return Member.objects.filter(**place).exists() or Staff.objects.filter(**place).exists()


def _key(user_id: int) -> str:
    return f"programs-of:{user_id}"

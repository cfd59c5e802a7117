"""Operations on a program's sites: those of the program file, and those that an administrator adds or changes.

A published file sets its sites again, except those that an administrator changed.
"""

import re
from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http.request import validate_host
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import sentence
from common.actor import Actor
from common.constraints import violated
from common.refusals import Refused
from programs.definition import Definition
from programs.definition.sites import Site as Described
from programs.models import Program, Site

_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(\.{_LABEL})*\Z")


class UnableToSetSite(Refused):
    """The site can't be like this; the message says why."""


def add_site(
    *,
    actor: Actor,
    definition: Definition,
    host: str,
    language: str,
    currency: str,
    entity: str,
    now: datetime,
) -> Site:
    """Add a site to the actor's program. Raises UnableToSetSite by field, PermissionDenied for partner managers."""
    require(actor, "rules.publish")
    if actor.program_id is None:
        raise PermissionDenied("A site is added to the program of its administrator.")
    site = Site(program_id=actor.program_id)
    return _set(site, actor, definition, _read(host), language, currency, entity, now, added=True)


def change_site(
    *,
    actor: Actor,
    site: Site,
    definition: Definition,
    host: str,
    language: str,
    currency: str,
    entity: str,
    now: datetime,
) -> Site:
    """Change a site. Raises UnableToSetSite by field, PermissionDenied for others than the program's administrators."""
    require(actor, "rules.publish", program_id=site.program_id)
    with transaction.atomic():
        row = Site.objects.select_for_update(no_key=True).get(pk=site.pk, program_id=site.program_id)
        return _set(row, actor, definition, _read(host), language, currency, entity, now, added=False)


def _read(host: str) -> str:
    return host.strip().rstrip(".").lower()


def _set(
    site: Site,
    actor: Actor,
    definition: Definition,
    host: str,
    language: str,
    currency: str,
    entity: str,
    now: datetime,
    *,
    added: bool,
) -> Site:
    problems = _problems(definition, host, language, currency, entity)
    taken = {"host": _("This host is in use. Enter another one.")}
    if "host" not in problems and Site.objects.filter(host=host).exclude(pk=site.pk).exists():
        problems |= taken
    if problems:
        raise UnableToSetSite(problems)
    before = site.host
    site.host, site.language, site.currency, site.entity, site.edited_at = host, language, currency, entity, now
    try:
        with transaction.atomic():
            site.save()
            _note(site, actor, "" if added else before, now)
    except IntegrityError as clash:
        if not violated(clash, "programs_site_host_key"):
            raise
        raise UnableToSetSite(taken) from clash  # another one took the host just now
    return site


def _problems(definition: Definition, host: str, language: str, currency: str, entity: str) -> dict[str, str]:
    found = {}
    if not _HOST.match(host):
        found["host"] = _("Enter a host name without https:// and port, for example partners.example.com.")
    elif not validate_host(host, settings.ALLOWED_HOSTS):
        found["host"] = _("This server doesn't answer at %(host)s yet. Add it to ALLOWED_HOSTS first.") % {"host": host}
    if language and language not in dict(settings.LANGUAGES):
        found["language"] = _("Choose a language of the list.")
    if currency not in definition.program.currencies:
        known = ", ".join(definition.program.currencies)
        found["currency"] = _("Choose a currency of the program: %(known)s.") % {"known": known}
    if entity and entity not in {each.code for each in definition.entities}:
        found["entity"] = _("Choose a contracting entity of the program.")
    return found


def _note(site: Site, actor: Actor, before: str, now: datetime) -> None:
    what = f"{site.host} ({site.language or 'language of the browser'}, {site.currency})"
    renamed = f", before {before}" if before and before != site.host else ""
    said = (
        sentence("Changed the site %(what)s%(renamed)s", what=what, renamed=renamed)
        if before
        else sentence("Added the site %(what)s", what=what)
    )
    note_act(actor=actor, action="rules.publish", subject=site, now=now, summary=said)


def taken_by_another(program: Program, definition: Definition) -> Site | None:
    """A site of another program that has a host of the definition, with its program."""
    hosts = [site.host for site in definition.sites]
    return Site.objects.filter(host__in=hosts).exclude(program=program).select_related("program").first()


def follow_file(program: Program, definition: Definition) -> None:
    """Set the sites of a published definition (B24-15.2); those that an administrator set stay as they are."""
    hosts = [site.host for site in definition.sites]
    mine = Site.objects.filter(program=program)
    if hosts:
        mine.filter(edited_at=None).exclude(host__in=hosts).delete()
    edited: set[str] = set()
    for names in mine.filter(edited_at__isnull=False).values_list("host", "origin"):
        edited.update(names)
    Site.objects.bulk_create(
        [_of_file(program, site) for site in definition.sites if site.host not in edited],
        update_conflicts=True,
        unique_fields=["host"],
        update_fields=["program", "language", "currency", "entity", "origin"],
    )


def _of_file(program: Program, site: Described) -> Site:
    return Site(
        program=program,
        host=site.host,
        language=site.language,
        currency=site.currency,
        entity=site.entity or "",
        origin=site.host,
    )

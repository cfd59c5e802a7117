"""Reads of programs: rules in force on a day, the program of a host, who is staff."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from accounts.models import User
from accounts.sessions import session_columns
from common.prepared import Prepared, Slot, columns, made
from common.tenancy import bind
from programs.definition import Definition
from programs.definition.load import reread
from programs.definition.revisions import Revisions
from programs.models import Program, PublicChange, Revision, Site, Staff


def _site(*more: Subquery) -> QuerySet[Any, Any]:
    marks = PublicChange.objects.filter(program=OuterRef("program")).order_by().values("program")
    generation = Subquery(marks.annotate(sum=Sum("mark") % _MODULUS).values("sum"))
    found = Site.objects.filter(host=Slot("host"))
    return found.values_list(*columns(Site), *columns(Program, "program__"), generation, *more)


_MODULUS = 2**52  # as old marks are merged by; see programs/migrations/0005
_SITE = Prepared(_site)
_SITE_AND_SESSION = Prepared(lambda: _site(*session_columns()))
_WIDTH = len(columns(Site)) + len(columns(Program)) + 1
_REVISIONS = Prepared(
    lambda: (
        Revision.objects.filter(program_id=Slot("program"))
        .order_by("effective_from", "number")
        .values_list("effective_from", "pk", "digest")
    )
)


class NothingPublished(LookupError):
    """The program has no rules yet: publish a definition first."""


def revisions(program_id: int) -> Revisions:
    """Return every revision of a program, oldest first; parsed once per process, since revisions never change.

    Raises NothingPublished if there is none.
    """
    known = _REVISIONS.rows(program=program_id)
    if not known:
        raise NothingPublished("No rules have been published for this program.")
    return Revisions([(effective_from, pk, _parsed(pk, digest)) for effective_from, pk, digest in known])


def revisions_of(site: Site) -> Revisions:
    """Return the revisions of the site's program; read once per process and generation. Raises NothingPublished."""
    return _revisions_at(site.program_id, site.generation) if site.generation else revisions(site.program_id)


def definition(program: Program, on: date) -> Definition:
    """Return the rules in force on a day; before the first revision, the first one."""
    return revisions(program.pk).at(on)[1]


def site_of(host: str) -> Site | None:
    """Return the site of a host name (without port), with its program; None if unknown (B24-15.2).

    Its ``generation`` is another one after every change of the site, the program, its rules or its listed partners.
    """
    row = _SITE.first(host=_plain(host))
    return _made(row) if row else None


def site_and_session(host: str, *, key: str, now: datetime) -> tuple[Site | None, Sequence[Any] | None]:
    """Return the same site, and the row of the session with this key (accounts/sessions.py); in one statement."""
    row = _SITE_AND_SESSION.first(host=_plain(host), key=key, now=now)
    if row is None:
        return None, None
    site, session = row[:_WIDTH], row[_WIDTH:]
    return _made(site), session if session[0] is not None else None


def _plain(host: str) -> str:
    return host.rstrip(".").lower()


def _made(row: Sequence[Any]) -> Site:
    width = len(columns(Site))
    site = made(Site, row[:width])
    site.program = made(Program, row[width:-1])
    site.generation = sha256(repr(row).encode()).hexdigest() if row[-1] is not None else ""
    return site


def works_for_a_vendor(user: User) -> bool:
    """Return whether the person is on the staff of any program, or a superuser.

    Each program is queried within its own row security, so no request sees another program's staff.
    """
    if user.is_superuser:
        return True
    for program_id in Program.objects.values_list("pk", flat=True):
        with bind(program_id):
            if Staff.objects.filter(program_id=program_id, user=user).exists():
                return True
    return False


def has_administrator(program_id: int) -> bool:
    """Return whether anybody who can sign in administers the program: its own administrators, and superusers."""
    with bind(program_id):
        own = Staff.objects.filter(program_id=program_id, role=Staff.Role.ADMINISTRATOR, user__is_active=True)
        return own.exists() or User.objects.filter(is_superuser=True, is_active=True).exists()


@lru_cache(maxsize=256)
def _revisions_at(program_id: int, _generation: str) -> Revisions:
    return revisions(program_id)


@lru_cache(maxsize=256)
def _parsed(revision_id: int, _digest: str) -> Definition:
    return reread(Revision.objects.values_list("source", flat=True).get(pk=revision_id))

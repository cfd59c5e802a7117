"""Finds who sends a request, in one statement: the person of the session and every role that they have."""

from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, load_backend
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, QuerySet, Subquery
from django.utils.crypto import constant_time_compare

from accounts.models import User
from common.actor import Actor
from common.prepared import Prepared, Slot, columns, made
from common.tenancy import rebind
from partners.actors import Roles, actor_as, applications_of, factors_of, members_of, roles_of, staff_of
from programs.requests import ProgramRequest
from web.requests import signed_in


def session_user(request: ProgramRequest) -> int | None:
    """The id of the person whom the session names, not yet checked; None for a visitor."""
    named = str(request.session.get(SESSION_KEY, ""))
    return int(named) if named.isascii() and named.isdigit() else None


def roles_asking(request: ProgramRequest) -> Roles:
    """The roles of the person who asks. The transaction must be bound to the person of `session_user`.

    ``request.user`` is set on the way. What the session says is checked as Django does it; whatever is out of the
    ordinary, such as a password that has changed, is left to Django.
    """
    program_id = request.program.pk
    row = _ASKING.first(user=session_user(request), program=program_id)
    width = len(columns(User))
    user = made(User, row[:width]) if row else None
    if row is None or user is None or not _may_act(request.session, user):
        return _as_django_does(request)
    request._cached_user = user  # type: ignore[attr-defined]  # what Django's `request.user` looks for
    staff, has_factor, partners, team_roles, applies = row[width:]
    roles = Roles(staff or "", has_factor, list(zip(partners, team_roles, strict=True)), applies)
    return roles.of(user)


def actor_asking(request: ProgramRequest, *, chosen: int | None) -> tuple[Actor, Roles]:
    """The person's role in the program, and all the roles among which it was found."""
    roles = roles_asking(request)
    return actor_as(request.user, request.program, roles, chosen=chosen), roles


def _may_act(session: Any, user: User) -> bool:
    """Whether the session is the person's: opened by a backend in use, and since the password was last changed."""
    path, known = session.get(BACKEND_SESSION_KEY), session.get(HASH_SESSION_KEY)
    if path not in settings.AUTHENTICATION_BACKENDS or not known:
        return False
    allowed: bool = load_backend(path).user_can_authenticate(user)  # type: ignore[attr-defined]
    return allowed and constant_time_compare(known, user.get_session_auth_hash())


def _as_django_does(request: ProgramRequest) -> Roles:
    if not signed_in(request):
        rebind(Actor.visitor(request.program.pk))
        return Roles()
    return roles_of(request.user, program_id=request.program.pk)


def _asking() -> QuerySet[Any, Any]:
    members = members_of(Slot("user"), Slot("program")).order_by("pk")
    return User.objects.filter(pk=Slot("user")).values_list(
        *columns(User),
        Subquery(staff_of(Slot("user"), Slot("program")).values("role")),
        Exists(factors_of(Slot("user"))),
        ArraySubquery(members.values("partner_id")),
        ArraySubquery(members.values("role")),
        Exists(applications_of(Slot("user"), Slot("program"))),
    )


_ASKING = Prepared(_asking)

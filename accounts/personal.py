"""What accounts, sign-in and Django's packages hold of people. An account goes when no program needs it any more."""

from datetime import date, datetime
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_celery_beat.models import CrontabSchedule, PeriodicTask

from accounts.models import AuditEntry, User
from common.personal.registry import Person, hold, mention, plain

GONE = "erased.invalid"  # no such domain can exist (RFC 2606)


def _account(model: Any) -> Any:
    """Rows of the account, unless another program needs it."""

    def rows(person: Person) -> QuerySet[Any]:
        own = model._base_manager
        if person.user_id is None or not person.alone:
            return own.none()
        return own.filter(pk=person.user_id) if model is User else own.filter(user_id=person.user_id)

    return rows


def _delete(rows: QuerySet[Any], today: date, now: datetime) -> int:
    return rows.delete()[0]


def _sessions(person: Person) -> QuerySet[Session]:
    keys = _account(UserSession)(person).values_list("session_key", flat=True)
    return Session.objects.filter(session_key__in=list(keys))


def _empty_account(rows: QuerySet[User], today: date, now: datetime) -> int:
    """Keep the row, because decisions and entries refer to it, without name, address and password."""
    for user in rows:
        user.email, user.name, user.is_active = f"{user.pk}@{GONE}", "", False
        user.is_staff = user.is_superuser = False
        user.set_unusable_password()
        user.save()
    return len(rows)


hold(
    Session,
    code="sessions",
    title=_("Browsers signed in"),
    rows=_sessions,
    erase=_delete,
    read=lambda row: {"until": row.expire_date},
)
hold(
    UserSession,
    "ip session_key user_agent data",
    code="browsers",
    title=_("Sign-ins"),
    rows=_account(UserSession),
    erase=_delete,
    read=lambda row: {"ip": row.ip, "browser": row.user_agent, "from": row.created_at, "last": row.last_seen_at},
)
hold(
    Authenticator,
    "data",
    code="second_factors",
    title=_("Second factors"),
    rows=_account(Authenticator),
    erase=_delete,
    read=lambda row: {"type": row.type, "from": row.created_at, "used": row.last_used_at},
)
hold(
    EmailAddress,
    "email",
    code="addresses",
    title=_("Email addresses"),
    rows=_account(EmailAddress),
    erase=_delete,
)
hold(
    User,
    "email name password",
    code="account",
    title=_("Account"),
    rows=_account(User),
    erase=_empty_account,
    read=lambda row: {
        "email": row.email,
        "name": row.name,
        "language": row.language,
        "joined": row.date_joined,
        "last_login": row.last_login,
    },
    known=lambda row: [row.email, row.name],
)
mention(AuditEntry, "summary details")
plain(AuditEntry, "action subject")
plain(EmailConfirmation)  # of addresses, deleted with them
plain(Session)  # encrypted with the portal's key; deleted with the sign-in
plain(LogEntry)  # nothing is written there (web/admin/bound.py)
for _model in (Group, Permission, ContentType, CrontabSchedule, PeriodicTask):
    plain(_model)

"""Invitation links, which prove that a person reads the invited address's email.

The link's secret is computed from the invitation and the portal's own key. The invitation row keeps only a digest for
lookup, and the outbox keeps the link encrypted until the email is sent.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.queries import has_account
from common.actor import Actor
from common.tenancy import bind
from partners.models import Invitation, Member
from programs.models import Staff

VALID = timedelta(days=14)


def secret_of(invitation: Invitation) -> str:
    """The secret of a sent invitation. Sending it again changes its expiry and therefore its secret."""
    if invitation.expires_at is None:
        raise ValueError("An invitation that was not sent has no link.")
    what = f"{invitation.program_id}/{invitation.pk}/{invitation.email}/{invitation.expires_at.isoformat()}"
    return salted_hmac("partners.invitation", what, algorithm="sha256").hexdigest()


def digest_of(secret: str) -> str:
    """The digest stored for a secret."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def link_of(invitation: Invitation) -> str:
    """The path at which a sent invitation is accepted."""
    return reverse("partners:invitation", args=[secret_of(invitation)])


@dataclass(frozen=True, slots=True)
class OpenedInvitation:
    """An invitation as its link's page shows it. ``problem`` says why it can't be accepted, "" if it can.

    ``known`` says whether the address has an account. Only holders of the link learn this.
    """

    invitation: Invitation
    team: str
    role: str
    known: bool
    problem: str


def asked_by(*, program_id: int, secret: str, today: date, now: datetime) -> OpenedInvitation | None:
    """The invitation for a link, or None if the link is not valid."""
    # The visitor may have no role here or belong to another partner, so the lookup covers the whole program.
    with bind(program_id):
        rows = Invitation.objects.visible_to(Actor.system(program_id)).select_related("partner", "program")
        row = rows.filter(digest=digest_of(secret)).first()
        if row is None:
            return None
        known = has_account(row.email)
        team = row.partner.name if row.partner else row.program.name
        return OpenedInvitation(row, team, role_words(row), known, problem_of(row, today, now))


def role_words(invitation: Invitation) -> str:
    """The name of the role that the invitation is for."""
    roles = Member.Role if invitation.partner_id else Staff.Role
    return str(dict(roles.choices).get(invitation.role, invitation.role))


def problem_of(row: Invitation, today: date, now: datetime) -> str:
    """Why the invitation can't be accepted, or ""."""
    if row.state == Invitation.State.ACCEPTED:
        return _("This invitation was already accepted. Sign in to continue.")
    if row.state != Invitation.State.SENT or row.expires_at is None:
        return _("This invitation was withdrawn.")
    if row.expires_at <= now:
        return _("This invitation has expired. Ask the person who invited you to send it again.")
    if row.partner and row.partner.ended_on and row.partner.ended_on <= today:
        return _("The partnership of this company has ended: nobody can join its team.")
    return ""

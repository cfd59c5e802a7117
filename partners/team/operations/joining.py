"""Accepting invitations. The link proves that the person owns the invited address (B24-7.2)."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.operations import UnableToOpenAccount, open_account, prove_address
from common.actor import Actor
from common.events import publish
from common.mailboxes import address_key
from common.refusals import Refused
from common.tenancy import bind
from partners.events import InvitationAccepted
from partners.models import Invitation, Member, Partner
from partners.team.invitations import digest_of, problem_of
from programs.models import Program, Staff

State = Invitation.State


class UnableToAccept(Refused):
    """The link was used, withdrawn, has expired or was sent to somebody else; the message says which."""


def accept_invitation(
    *, actor: Actor, program_id: int, secret: str, user: User, today: date, now: datetime
) -> Invitation:
    """Join as the signed-in ``user``, whose address was invited. ``actor`` is that user. The link works once.

    Raises UnableToAccept if the link is not valid or was sent to another address.
    """
    # Until they join, row-level security hides the person's row and the invitation from them.
    with bind(program_id):
        row = _locked(program_id, secret, today, now)
        if address_key(user.email) != address_key(row.email):
            raise UnableToAccept({"": _("This invitation was sent to another address.")})
        prove_address(actor=actor, user=user)
        _join(row, user, today, now)
    return row


def join_with_new_account(
    *, actor: Actor, program_id: int, secret: str, name: str, password: str, today: date, now: datetime
) -> User:
    """Create an account for the invited address, which the link proves, and join with it. ``actor`` is a visitor.

    Raises UnableToAccept like `accept_invitation`, and if the address has an account, whose owner must sign in.
    """
    with bind(program_id):
        row = _locked(program_id, secret, today, now)
        try:
            user = open_account(actor=actor, email=row.email, name=name or row.name, password=password)
        except UnableToOpenAccount as refusal:
            raise UnableToAccept(refusal.problems) from refusal
        _join(row, user, today, now)
    return user


def _locked(program_id: int, secret: str, today: date, now: datetime) -> Invitation:
    """The invitation for the link, locked after its partner or program. Raises UnableToAccept if it is not valid."""
    rows = Invitation.objects.visible_to(Actor.system(program_id)).filter(digest=digest_of(secret))
    found = rows.first()
    if found is None:
        raise UnableToAccept({"": _("This link doesn't work. Open the one in the latest email.")})
    _lock_whose(found)
    row = _lock(rows)
    if row is None:
        raise UnableToAccept({"": _("This link doesn't work. Open the one in the latest email.")})
    if problem := problem_of(row, today, now):
        raise UnableToAccept({"": problem})
    return row


def _lock_whose(invitation: Invitation) -> None:
    if invitation.partner_id is None:
        Program.objects.select_for_update(no_key=True).get(pk=invitation.program_id)
    else:
        Partner.objects.select_for_update(no_key=True).get(pk=invitation.partner_id)


def _lock(rows: QuerySet[Invitation]) -> Invitation | None:
    return rows.select_related("partner").select_for_update(no_key=True, of=("self",)).first()


def _join(row: Invitation, user: User, today: date, now: datetime) -> None:
    """Store the membership once. Existing members keep their role."""
    if row.partner_id is None:
        Staff.objects.get_or_create(program_id=row.program_id, user=user, defaults={"role": row.role})
        User.objects.filter(pk=user.pk).update(is_staff=True)
    else:
        Member.objects.get_or_create(
            program_id=row.program_id, partner_id=row.partner_id, user=user, defaults={"role": row.role}
        )
    row.state, row.accepted_by, row.accepted_at = State.ACCEPTED, user, now
    row.save(update_fields=["state", "accepted_by", "accepted_at"])
    publish(InvitationAccepted(row.program_id, row.partner_id, row.pk, user.pk, today, now))

"""The vendor's decisions about profile changes. Each change is decided once (B24-1.4b, B24-1.7.4)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import says, sentence
from common.actor import Actor
from common.events import publish
from common.refusals import Refused
from common.text import without_odd
from partners.events import ProfileChanged, RevisionDecided
from partners.models import Partner, ProfileRevision
from partners.profile.fields import written
from partners.profile.listing import SHOWN, required_fields
from programs.rulebook import Rulebook, read_rulebook

PERMISSION = "profiles.moderate"
LONGEST_REASON = 400
State = ProfileRevision.State


class UnableToModerate(Refused):
    """The decision can't be taken. ``problems`` gives the reasons by field, "" for general ones."""


def approve_revision(
    *, actor: Actor, revision: ProfileRevision, rulebook: Rulebook, today: date, now: datetime
) -> ProfileRevision:
    """Approve the changes. This verifies legal changes and publishes a card that needed the approval.

    Raises UnableToModerate if the change is no longer pending, PermissionDenied.
    """
    require(actor, PERMISSION, program_id=revision.program_id)
    with transaction.atomic():
        partner, found = _locked(actor, revision)
        columns = written(partner, found.changes)
        if not found.changes or {*SHOWN, *required_fields(rulebook.on(today))} & set(found.changes):
            partner.moderated_on = today
            columns.append("moderated_on")
        if found.legal:
            partner.verification, partner.verification_due = Partner.Verification.VERIFIED, None
            columns += ["verification", "verification_due"]
        partner.save(update_fields=columns)
        _decide(actor, rulebook, partner, found, State.APPROVED, today=today, now=now)
        publish(ProfileChanged(rulebook, partner.pk, today))
    return found


def decline_revision(
    *, actor: Actor, revision: ProfileRevision, reason: str, today: date, now: datetime
) -> ProfileRevision:
    """Decline the changes and tell the partner why. Its verification returns to the earlier value.

    Raises UnableToModerate without a reason or if the change is no longer pending, PermissionDenied.
    """
    require(actor, PERMISSION, program_id=revision.program_id)
    reason = without_odd(reason)
    if not reason:
        raise UnableToModerate({"reason": _("Enter a reason. The partner can read it.")})
    if len(reason) > LONGEST_REASON:
        said = _("Enter at most %(number)s characters.") % {"number": LONGEST_REASON}
        raise UnableToModerate({"reason": said})
    with transaction.atomic():
        partner, found = _locked(actor, revision)
        if found.legal:
            partner.verification, partner.verification_due = found.verification, None
            partner.save(update_fields=["verification", "verification_due"])
        rulebook = read_rulebook(found.program_id)
        _decide(actor, rulebook, partner, found, State.DECLINED, today=today, now=now, reason=reason)
    return found


def _locked(actor: Actor, revision: ProfileRevision) -> tuple[Partner, ProfileRevision]:
    """The partner and its revision, locked so that nobody else can decide it now."""
    partner = Partner.objects.visible_to(actor).select_for_update(no_key=True).get(pk=revision.partner_id)
    found = ProfileRevision.objects.select_for_update().get(pk=revision.pk)
    if found.state != State.PENDING:
        state = found.get_state_display()
        raise UnableToModerate({"": _("This change is no longer pending: it is %(state)s.") % {"state": state}})
    return partner, found


def _decide(
    actor: Actor,
    rulebook: Rulebook,
    partner: Partner,
    found: ProfileRevision,
    state: State,
    *,
    today: date,
    now: datetime,
    **said: Any,
) -> None:
    """Record who decided, and publish the event that tells the partner (portal/reactions.py)."""
    found.state, found.decided_by_id, found.decided_at = state, actor.user_id, now
    for name, value in said.items():
        setattr(found, name, value)
    found.save(update_fields=["state", "decided_by", "decided_at", *said])
    note_act(
        actor=actor,
        action=PERMISSION,
        subject=found,
        partner_id=partner.pk,
        now=now,
        summary=sentence(
            _NOTED[state],
            number=found.number,
            partner=partner.name,
        ),
    )
    publish(RevisionDecided(rulebook, partner.pk, found.pk, today, now))


_NOTED = {
    State.APPROVED: says("Approved change %(number)s of the profile of %(partner)s"),
    State.DECLINED: says("Declined change %(number)s of the profile of %(partner)s"),
}

"""A manager's decisions about NFR licenses, and a partner's extension."""

from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import Sentence, sentence
from common.actor import Actor
from common.events import publish
from common.refusals import Refused
from common.tenancy import bind
from common.text import without_odd
from nfr.allowances import allowances, extension_of
from nfr.beginning import begin
from nfr.ending import end_grant
from nfr.events import NfrDeclined, NfrExtended
from nfr.models import NfrGrant
from nfr.rules import extendable_from, last_day
from partners.models import Partner
from programs.rulebook import Rulebook

State, Cause = NfrGrant.State, NfrGrant.Cause


class UnableToDecideNfr(Refused):
    """The license is in another state, or a reason is missing; ``problems`` says why, by field."""


class UnableToExtendNfr(Refused):
    """The license can't be extended: the level doesn't allow it, or it is too early."""


def approve_nfr(*, actor: Actor, grant: NfrGrant, rulebook: Rulebook, today: date, now: datetime) -> NfrGrant:
    """Approve a claim: the license begins today.

    Raises UnableToDecideNfr if it doesn't wait, or the rules no longer have this kind; PermissionDenied for partners.
    """
    require(actor, "nfr.decide", program_id=grant.program_id)
    with transaction.atomic():
        row = _held(actor, grant, State.WAITING)
        nfr = rulebook.on(today).nfr
        known = nfr.grant(row.kind) if nfr else None
        if known is None:
            raise UnableToDecideNfr({"": _("The program's rules no longer include this license.")})
        row.decided_by_id = actor.user_id
        begin(row, grant=known, rulebook=rulebook, today=today, now=now)
        _note(actor, row, sentence("Approved NFR license %(number)s (%(kind)s)", number=row.pk, kind=row.kind), now)
    return row


def decline_nfr(
    *, actor: Actor, grant: NfrGrant, reason: str, rulebook: Rulebook, today: date, now: datetime
) -> NfrGrant:
    """Decline a claim with a reason, which the partner reads. Raises UnableToDecideNfr as above."""
    require(actor, "nfr.decide", program_id=grant.program_id)
    with transaction.atomic():
        row = _held(actor, grant, State.WAITING)
        row.state, row.reason, row.decided_by_id = State.DECLINED, _said(reason), actor.user_id
        row.save(update_fields=["state", "reason", "decided_by"])
        _note(
            actor,
            row,
            sentence(
                "Declined NFR license %(number)s (%(kind)s): %(reason)s",
                number=row.pk,
                kind=row.kind,
                reason=row.reason,
            ),
            now,
        )
        publish(NfrDeclined(rulebook, row.partner_id, row.pk, today, now))
    return row


def revoke_nfr(
    *, actor: Actor, grant: NfrGrant, reason: str, rulebook: Rulebook, today: date, now: datetime
) -> NfrGrant:
    """Roll a license back at once for a breach of the rules of use (B24-8u, B24-13.11); its slot stays used.

    Raises UnableToDecideNfr without a reason and for a license that isn't active; PermissionDenied for partners.
    """
    require(actor, "nfr.decide", program_id=grant.program_id)
    with transaction.atomic():
        row = _held(actor, grant, State.ACTIVE)
        row.decided_by_id = actor.user_id
        end_grant(row, cause=Cause.BREACH, reason=_said(reason), rulebook=rulebook, today=today, now=now)
        _note(
            actor,
            row,
            sentence(
                "Revoked NFR license %(number)s (%(kind)s): %(reason)s", number=row.pk, kind=row.kind, reason=row.reason
            ),
            now,
        )
    return row


def extend_nfr(*, actor: Actor, grant: NfrGrant, rulebook: Rulebook, today: date, now: datetime) -> NfrGrant:
    """Extend a license by the program's months, while the partner's level says that it may be (B24-8.1b, B24-8.2).

    A partner may do so in the days before the end. Raises UnableToExtendNfr for a level that doesn't extend it, a
    license beyond the allowance, and before those days; PermissionDenied.
    """
    require(actor, "nfr.claim", program_id=grant.program_id)
    own = NfrGrant.objects.visible_to(actor).get(pk=grant.pk)
    with bind(own.program_id):
        partner = Partner.objects.select_for_update(no_key=True).get(pk=own.partner_id)
        row = NfrGrant.objects.select_for_update(no_key=True, of=("self",)).get(pk=own.pk)
        known = allowances(partner=partner, rulebook=rulebook, on=today)
        life = extension_of(row, known)
        if isinstance(life, str):
            raise UnableToExtendNfr({"": life})
        assert row.ends_on is not None
        assert row.starts_on is not None
        if today < (first := extendable_from(row.ends_on, life.extension_days)) and not actor.is_vendor:
            said = _("You can extend it from %(day)s.")
            raise UnableToExtendNfr({"": said % {"day": date_format(first)}})
        row.months = (row.months or 0) + (life.extension_months or 0)
        row.ends_on = last_day(row.starts_on, row.months)
        row.save(update_fields=["months", "ends_on"])
    # The entry bears the actor's name, so it is written outside the system's block.
    _note(
        actor,
        row,
        sentence(
            "Extended NFR license %(number)s (%(kind)s) to %(ends_on)s",
            number=row.pk,
            kind=row.kind,
            ends_on=row.ends_on,
        ),
        now,
    )
    with bind(own.program_id):
        publish(NfrExtended(rulebook, row.partner_id, row.pk, today, now))
    return row


def _held(actor: Actor, grant: NfrGrant, state: str) -> NfrGrant:
    Partner.objects.select_for_update(no_key=True).get(pk=grant.partner_id)
    rows = NfrGrant.objects.visible_to(actor).select_related("partner")
    row = rows.select_for_update(no_key=True, of=("self",)).get(pk=grant.pk)
    if row.state != state:
        said = _("This can't be done anymore: the license is now “%(state)s”.")
        raise UnableToDecideNfr({"": said % {"state": row.get_state_display()}})
    return row


def _said(reason: str) -> str:
    if not (said := without_odd(reason)):
        raise UnableToDecideNfr({"reason": _("Enter a reason.")})
    return said[:400]


def _note(actor: Actor, row: NfrGrant, summary: Sentence, now: datetime) -> None:
    note_act(actor=actor, action="nfr.decide", subject=row, partner_id=row.partner_id, now=now, summary=summary)

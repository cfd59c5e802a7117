"""What every operation on claims does: hold the row, write the step into the conversation, keep its files, tell."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from activities.claims.events import ClaimMoved
from activities.claims.rules import can
from activities.models import Claim, ClaimFile, ClaimMessage
from common.actor import Actor
from common.events import publish
from common.refusals import Refused
from common.uploads import Upload
from partners.documents import store_document
from partners.models import Partner
from programs.answers import clean_answers
from programs.definition.forms import FormField
from programs.rulebook import Rulebook

MOST_FILES = 40
PURPOSE = "claim"


class UnableToClaim(Refused):
    """What a partner sends is not taken; ``problems`` says why, by field: ``answers.CODE``, ``attributes.NAME``,
    ``on``, ``quantity``, ``subject``, ``text``, ``files``, or the empty name for what belongs to no field.
    """


class UnableToDecideClaim(Refused):
    """A claim cannot be decided so; ``problems`` says why, by field, as recording its activity does."""


def hold_partner(partner_id: int) -> Partner:
    """The partner's row, locked: before the claim's, as everybody takes them whose step changes points."""
    return Partner.objects.select_for_update(no_key=True).get(pk=partner_id)


def hold_claim(actor: Actor, claim: Claim) -> Claim:
    """The claim as it is now, locked until the transaction ends: one step at a time is taken."""
    return Claim.objects.visible_to(actor).select_for_update(no_key=True, of=("self",)).get(pk=claim.pk)


def too_late(claim: Claim, step: str) -> str:
    """Why the claim does not take a step; empty when it does."""
    if can(claim.state, step):
        return ""
    return _("This cannot be done any more: the claim's state is “%(state)s”.") % {"state": claim.get_state_display()}


def said(text: str, *, required: bool = True) -> str:
    """A text as it is kept; UnableToClaim for an empty or overlong one, or one that cannot be stored."""
    field = FormField(code="text", label="text", type="long_text", required=required)
    answers, problems = clean_answers([field], {"text": text})
    if problems:
        raise UnableToClaim(problems)
    return answers.get("text", "")


def write_step(
    claim: Claim,
    kind: str,
    *,
    actor: Actor,
    rulebook: Rulebook,
    today: date,
    now: datetime,
    text: str = "",
    changes: Mapping[str, Any] | None = None,
    answered: Mapping[str, Upload] | None = None,
    attached: Sequence[Upload] = (),
    by_id: int | None = None,
) -> ClaimMessage:
    """Add a step to the claim's conversation, with its files, and tell of it.

    ``answered`` are files by the form's field that they answer, ``attached`` those sent with the words. ``by_id`` says
    who did it when the actor is the system. Raises UnableToClaim when there would be too many files.
    """
    files = [*(answered or {}).items(), *(("", upload) for upload in attached)]
    if files and claim.files.count() + len(files) > MOST_FILES:
        raise UnableToClaim({"files": _("A claim holds %(most)s files at most.") % {"most": MOST_FILES}})
    whose = {"program_id": claim.program_id, "partner_id": claim.partner_id}
    message = ClaimMessage.objects.create(
        **whose,
        claim=claim,
        kind=kind,
        text=text,
        changes=dict(changes or {}),
        by_id=by_id or actor.user_id,
        by_vendor=actor.is_vendor,
        at=now,
    )
    for field, upload in files:
        document = store_document(actor=actor, **whose, upload=upload, purpose=PURPOSE, now=now)
        ClaimFile.objects.create(**whose, claim=claim, message=message, document=document, field=field)
    publish(ClaimMoved(rulebook, claim.partner_id, claim.pk, message.pk, today, now))
    return message

"""What all claim operations share: lock the row, record the step and its files, publish the event."""

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
    """Input that cannot be accepted; ``problems`` gives reasons by field: ``answers.CODE``, ``attributes.NAME``,
    ``on``, ``quantity``, ``subject``, ``text``, ``files``, or the empty name for a general problem.
    """


class UnableToDecideClaim(Refused):
    """The claim cannot be decided; ``problems`` gives reasons by field, named as in recording an activity."""


def hold_partner(partner_id: int) -> Partner:
    """Lock the partner's row. Every step that changes points locks it before the claim's, to avoid deadlocks."""
    return Partner.objects.select_for_update(no_key=True).get(pk=partner_id)


def hold_claim(actor: Actor, claim: Claim) -> Claim:
    """Reread and lock the claim until the transaction ends, so steps are taken one at a time."""
    return Claim.objects.visible_to(actor).select_for_update(no_key=True, of=("self",)).get(pk=claim.pk)


def too_late(claim: Claim, step: str) -> str:
    """Why the step is not possible in the claim's state; empty when it is."""
    if can(claim.state, step):
        return ""
    return _("This is no longer possible: the claim is “%(state)s”.") % {"state": claim.get_state_display()}


def said(text: str, *, required: bool = True) -> str:
    """Clean a text for storage. Raises UnableToClaim when it is empty, too long or cannot be stored."""
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
    """Add a step and its files to the claim's conversation, and publish the event.

    ``answered`` are files by the form field they answer, ``attached`` are a message's attachments. ``by_id`` names the
    person when the actor is the system. Raises UnableToClaim when there are too many files.
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

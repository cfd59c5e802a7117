"""What the vendor does about a question that wasn't answered: remind, give more time, withdraw it (B24-1.7.2)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import Sentence, sentence
from common.actor import Actor
from common.events import publish
from partners.events import InformationReminded
from partners.measures.operations.requests import UnableToAsk
from partners.models import InformationRequest
from programs.rulebook import Rulebook

PERMISSION = "information.ask"


def remind_of_question(
    *, actor: Actor, asked: InformationRequest, rulebook: Rulebook, today: date, now: datetime
) -> InformationRequest:
    """Send the question again, at most once a day. Raises UnableToAsk unless it is open; PermissionDenied."""
    with _open(actor, asked) as row:
        if row.reminded_on == today:
            raise UnableToAsk({"": _("A reminder was sent today already.")})
        row.reminded_on = today
        row.save(update_fields=["reminded_on"])
        said = sentence("Reminded %(partner)s of a question, due on %(day)s", partner=row.partner, day=row.due_on)
        _note(actor, row, said, now)
        publish(InformationReminded(rulebook, row.partner_id, row.pk, today, now))
    return row


def extend_question(
    *, actor: Actor, asked: InformationRequest, rulebook: Rulebook, due_on: date, today: date, now: datetime
) -> InformationRequest:
    """Give the partner more time, and tell it the new last day.

    Raises UnableToAsk unless the question is open and the day is later than today and than the present one;
    PermissionDenied.
    """
    with _open(actor, asked) as row:
        if due_on <= max(today, row.due_on):
            raise UnableToAsk({"due_on": _("Choose a day after today and after the present last day.")})
        before, row.due_on, row.reminded_on = row.due_on, due_on, today
        row.save(update_fields=["due_on", "reminded_on"])
        said = sentence(
            "Moved the last day of a question to %(partner)s from %(before)s to %(day)s",
            partner=row.partner,
            before=before,
            day=due_on,
        )
        _note(actor, row, said, now)
        publish(InformationReminded(rulebook, row.partner_id, row.pk, today, now))
    return row


def withdraw_question(*, actor: Actor, asked: InformationRequest, now: datetime) -> InformationRequest:
    """Withdraw a question that needs no answer any more. Raises UnableToAsk unless it is open; PermissionDenied."""
    with _open(actor, asked) as row:
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at"])
        _note(actor, row, sentence("Withdrew a question to %(partner)s", partner=row.partner), now)
    return row


@contextmanager
def _open(actor: Actor, asked: InformationRequest) -> Iterator[InformationRequest]:
    """The question, locked. Raises UnableToAsk if it was answered or withdrawn, or the partner has left."""
    require(actor, PERMISSION, program_id=asked.program_id)
    with transaction.atomic():
        rows = InformationRequest.objects.visible_to(actor).select_related("partner")
        row = rows.select_for_update(no_key=True, of=("self",)).get(pk=asked.pk)
        if row.answered_at is not None:
            raise UnableToAsk({"": _("The partner has answered.")})
        if row.withdrawn_at is not None:
            raise UnableToAsk({"": _("The question was withdrawn already.")})
        if row.partner.ended_on is not None:
            raise UnableToAsk({"": _("The partnership has ended: nobody there can answer.")})
        yield row


def _note(actor: Actor, row: InformationRequest, summary: Sentence, now: datetime) -> None:
    note_act(actor=actor, action=PERMISSION, subject=row, partner_id=row.partner_id, now=now, summary=summary)

"""Emails to managers about requests that nobody works on, and about bad ratings."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common.tenancy import bind
from leads.board.models import Reservation
from leads.news import about
from leads.requests.events import LeadRated
from leads.requests.rules import MOST_STARS
from notices.operations import MailDraft, queue_mails
from notices.wording import managers, to_each, to_managers
from programs.definition import Definition
from programs.homes import own_language
from programs.rulebook import Rulebook


def tell_managers_of_untouched(rulebook: Rulebook, rows: Sequence[Reservation], *, today: date, now: datetime) -> int:
    """Email the partner managers about each request that its partner left untouched; the transaction is bound."""
    program, definition = rulebook.program, rulebook.on(today)
    people, language = managers(program), own_language(program)
    drafts = [draft for row in rows for draft in to_each(people, language, partial(_untouched, row, definition))]
    return queue_mails(program_id=program.pk, drafts=drafts, now=now)


def _untouched(row: Reservation, definition: Definition, person: User) -> MailDraft:
    words = {"what": about(row.lead, definition), "number": row.lead_id, "partner": row.partner.name}
    text = _(
        "%(partner)s took request %(number)s (%(what)s) and hasn't worked on it for days.\n\nAssign it to "
        "another partner, or ask this one. If nothing happens, the reservation ends by itself."
    )
    return MailDraft(
        to=person.email,
        subject=_("Request %(number)s is untouched: %(what)s") % words,
        text=text % words,
        key=f"lead-untouched/{row.pk}/{row.touched_at:%Y%m%d%H%M%S}/{person.pk}",
        link=reverse("admin:leads_reservation_change", args=[row.pk]),
    )


def tell_managers_of_rating(event: LeadRated) -> None:
    """Email the partner managers about a bad rating; without the client's words, which can be erased later."""
    if not event.bad:
        return
    program = event.rulebook.program
    with bind(program.pk):
        row = Reservation.objects.select_related("lead", "partner").get(pk=event.reservation_id)

        def write(person: User) -> MailDraft:
            what = about(row.lead, event.rulebook.on(event.today))
            words = {"partner": row.partner.name, "what": what, "stars": event.stars, "most": MOST_STARS}
            text = _("A client rated %(partner)s with %(stars)s of %(most)s stars (%(what)s). Look into it.")
            return MailDraft(
                to=person.email,
                subject=_("Bad rating for %(partner)s: %(stars)s of %(most)s stars") % words,
                text=text % words,
                key=f"lead-rating/{row.pk}/{event.now:%Y%m%d%H%M%S}/{person.pk}",
                link=reverse("admin:leads_reservation_change", args=[row.pk]),
            )

        queue_mails(program_id=program.pk, drafts=to_managers(program, write), now=event.now)

"""Emails to managers about requests that nobody works on, and about bad ratings."""

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from common.tenancy import bind
from leads.board.models import Reservation
from leads.news import about
from leads.requests.events import LeadRated
from leads.requests.rules import MOST_STARS
from notices.operations import MailDraft, queue_mails
from programs.homes import own_language
from programs.models import Staff
from programs.rulebook import Rulebook


def tell_managers_of_untouched(rulebook: Rulebook, rows: Sequence[Reservation], *, today: date, now: datetime) -> int:
    """Email the partner managers about each request that its partner left untouched; the transaction is bound."""
    program, definition = rulebook.program, rulebook.on(today)
    people = list(Staff.objects.filter(program=program, user__is_active=True).select_related("user"))
    language = own_language(program)
    drafts = []
    with translation.override(language):
        for row in rows:
            words = {"what": about(row.lead, definition), "number": row.lead_id, "partner": row.partner.name}
            subject = _("Request %(number)s is untouched: %(what)s") % words
            text = _(
                "%(partner)s took request %(number)s (%(what)s) and hasn't worked on it for days.\n\nAssign it to "
                "another partner, or ask this one. If nothing happens, the reservation ends by itself."
            )
            drafts += [
                MailDraft(
                    to=one.user.email,
                    subject=subject,
                    text=text % words,
                    key=f"lead-untouched/{row.pk}/{row.touched_at:%Y%m%d%H%M%S}/{one.user_id}",
                    language=language,
                    link=reverse("admin:leads_reservation_change", args=[row.pk]),
                )
                for one in people
            ]
    return queue_mails(program_id=program.pk, drafts=drafts, now=now)


def tell_managers_of_rating(event: LeadRated) -> None:
    """Email the partner managers about a bad rating; without the client's words, which can be erased later."""
    if not event.bad:
        return
    program, language = event.rulebook.program, own_language(event.rulebook.program)
    with bind(program.pk):
        row = Reservation.objects.select_related("lead", "partner").get(pk=event.reservation_id)
        people = Staff.objects.filter(program=program, user__is_active=True).select_related("user")
        with translation.override(language):
            words = {
                "partner": row.partner.name,
                "what": about(row.lead, event.rulebook.on(event.today)),
                "stars": event.stars,
                "most": MOST_STARS,
            }
            drafts = [
                MailDraft(
                    to=one.user.email,
                    subject=_("Bad rating for %(partner)s: %(stars)s of %(most)s stars") % words,
                    text=_("A client rated %(partner)s with %(stars)s of %(most)s stars (%(what)s). Look into it.")
                    % words,
                    key=f"lead-rating/{row.pk}/{event.now:%Y%m%d%H%M%S}/{one.user_id}",
                    language=language,
                    link=reverse("admin:leads_reservation_change", args=[row.pk]),
                )
                for one in people
            ]
        queue_mails(program_id=program.pk, drafts=drafts, now=event.now)

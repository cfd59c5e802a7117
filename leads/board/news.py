"""Emails to managers about requests that nobody works on."""

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from leads.board.models import Reservation
from leads.news import about
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
                    link=reverse("admin:leads_leadrequest_change", args=[row.lead_id]),
                )
                for one in people
            ]
    return queue_mails(program_id=program.pk, drafts=drafts, now=now)

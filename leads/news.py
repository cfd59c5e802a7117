"""Notices to partners and emails to clients and managers about requests.

None of them holds contact data or the client's words: what a mailbox or the outbox keeps can't be erased later.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from common.countries import country_name
from common.languages import listed
from common.tenancy import bind
from leads.board.events import LeadReserved, ReservationEnded
from leads.board.models import Reservation
from leads.letters import RATING
from leads.requests.contacts import secret_of, unseal
from leads.requests.events import LeadReceived, LeadUnplaced
from leads.requests.models import LeadContact, LeadRequest
from leads.rotation.events import LocationDecided
from leads.rotation.models import Location
from notices.languages import languages_of
from notices.operations import Draft, MailDraft, queue_mails, send_notices
from notices.sealed import LINK, seal
from notices.wording import in_every_language, to_managers
from programs.definition import Definition
from programs.models import Program
from programs.rulebook import Rulebook

NOTICE = "lead"
Ended = Reservation.State


def about(lead: LeadRequest, definition: Definition) -> str:
    """What is asked for and where: "Training, Cyprus"."""
    return about_words(lead.kind, lead.country, definition)


def about_words(code: str, country: str, definition: Definition) -> str:
    """The same for a kind's code and a country."""
    kind = definition.leads.kind_name(code) if definition.leads and code else _("Request")
    return listed([kind, country_name(country) if country else ""])


def confirm_request(event: LeadReceived) -> None:
    """Email the client that the request arrived: what was asked, whom we ask, and its private link."""
    program = event.rulebook.program
    with bind(program.pk):
        lead = LeadRequest.objects.select_related("wanted").get(pk=event.lead_id)
    write = partial(_received_words, lead, event.rulebook.on(event.now.date()))
    tell_client(program, event.lead_id, "received", write, now=event.now)


def _received_words(lead: LeadRequest, definition: Definition) -> tuple[str, str]:
    words = {"what": about(lead, definition), "partner": lead.wanted.name if lead.wanted else ""}
    if lead.wanted:
        text = _(
            "Thank you for your request (%(what)s). We ask %(partner)s first, as you chose. If they can't help, we "
            "pass it on to other partners. The one who takes it contacts you."
        )
    else:
        text = _("Thank you for your request (%(what)s). We pass it on to partners who can help. They contact you.")
    link = _(
        "With the link below you can see who answers, rate them, close your request or erase your data. Keep it "
        "private: anyone who has it can do the same."
    )
    return _("We received your request"), f"{text % words}\n\n{link}"


def tell_client_of_partner(event: LeadReserved) -> None:
    """Email the client which partner takes care of the request."""
    with bind(event.program_id):
        rows = Reservation.objects.select_related("partner", "lead__contact")
        held = rows.get(pk=event.reservation_id)
        name = held.partner.name
        _tell_client(
            event.rulebook.program,
            held.lead.contact,
            f"reserved/{held.pk}",
            lambda: (
                _("%(partner)s answers your request") % {"partner": name},
                _("%(partner)s has your contact details and gets in touch with you.") % {"partner": name},
            ),
            now=event.now,
        )


def tell_client(
    program: Program,
    lead_id: int,
    what: str,
    written: Callable[[], tuple[str, str]],
    *,
    now: datetime,
    kind: str = LINK,
) -> bool:
    """Email the client, once for each ``what``; False if it was sent before or the client's data are erased.

    ``kind`` names the writer that completes the email with the private link.
    """
    with bind(program.pk):
        contact = LeadContact.objects.get(pk=lead_id)
        return _tell_client(program, contact, what, written, now=now, kind=kind)


def _tell_client(
    program: Program,
    contact: LeadContact,
    what: str,
    written: Callable[[], tuple[str, str]],
    *,
    now: datetime,
    kind: str = LINK,
) -> bool:
    answers, secret = unseal(contact), secret_of(contact)
    if not answers.get("email"):
        return False
    with translation.override(contact.language):
        subject, text = written()
    draft = MailDraft(
        to=answers["email"],
        subject=subject,
        text=text,
        key=f"lead/{contact.pk}/{what}",
        language=contact.language,
        content=seal(kind, {LINK: reverse("leads:follow", args=[secret]), "name": answers.get("name", "")}),
    )
    return queue_mails(program_id=program.pk, drafts=[draft], now=now) == 1


def tell_managers(event: LeadUnplaced) -> None:
    """Email the partner managers at once that nobody took a request."""
    program = event.rulebook.program
    with bind(program.pk):
        lead = LeadRequest.objects.get(pk=event.lead_id)
        definition = event.rulebook.on(event.now.date())
        asked = lead.offers.count()

        def write(person: User) -> MailDraft:
            words = {"what": about(lead, definition), "number": lead.pk, "asked": asked}
            text = _(
                "Request %(number)s (%(what)s) has no partner: %(asked)s were asked, and nobody else can take "
                "it. Assign it by hand, or close it."
            )
            return MailDraft(
                to=person.email,
                subject=_("No partner took request %(number)s: %(what)s") % words,
                text=text % words,
                key=f"lead-unplaced/{lead.pk}/{asked}/{person.pk}",
                link=reverse("admin:leads_leadrequest_change", args=[lead.pk]),
            )

        queue_mails(program_id=program.pk, drafts=to_managers(program, write), now=event.now)


def tell_of_location(event: LocationDecided) -> None:
    """Tell the partner whether it gets requests from another country."""
    with bind(event.program_id):
        location = Location.objects.get(pk=event.location_id)
    _tell(event, partial(_location_words, location), f"lead-location/{location.pk}", reverse("leads:locations"))


def _location_words(location: Location) -> tuple[str, str]:
    words = {"country": country_name(location.country), "reason": location.reason}
    if location.state == Location.State.APPROVED:
        subject = _("Location approved: %(country)s")
        body = _("From now on you get requests from %(country)s.")
    else:
        subject = _("Location declined: %(country)s")
        body = _("You asked for requests from %(country)s. We declined it.\n\nReason: %(reason)s")
    return subject % words, body % words


def tell_of_reservation_end(event: ReservationEnded) -> None:
    """Tell the partner about an end that it did not cause itself."""
    if event.state not in (Ended.OTHER, Ended.EXPIRED, Ended.WITHDRAWN, Ended.CLOSED):
        return
    with bind(event.program_id):
        lead = LeadRequest.objects.get(pk=event.lead_id)
    write = partial(_end_words, lead, Ended(event.state), event.rulebook.on(event.today))
    _tell(event, write, f"lead-end/{event.reservation_id}", reverse("leads:work"))


def _end_words(lead: LeadRequest, state: Reservation.State, definition: Definition) -> tuple[str, str]:
    words = {"what": about(lead, definition), "number": lead.pk}
    body = {
        Ended.OTHER: _("Another partner won request %(number)s (%(what)s). Your success rate stays the same."),
        Ended.EXPIRED: _("Your reservation of request %(number)s (%(what)s) ended because nobody worked on it."),
        Ended.WITHDRAWN: _("Your reservation of request %(number)s (%(what)s) was withdrawn."),
        Ended.CLOSED: _("The client closed request %(number)s (%(what)s)."),
    }[state]
    return _("Reservation ended: request %(number)s") % words, body % words


def _tell(event: LocationDecided | ReservationEnded, write: Callable[[], tuple[str, str]], key: str, link: str) -> None:
    """Put a notice into the partner's inbox; ``write`` makes subject and text in the reader's language."""

    def draft() -> Draft:
        subject, body = write()
        return Draft(event.partner_id, NOTICE, key, event.today, subject, body, link=link)

    language = _language(event.rulebook.program, event.partner_id)
    send_notices(program_id=event.program_id, drafts=[in_every_language(language, draft)], now=event.now)


def _language(program: Program, partner_id: int) -> str:
    with bind(program.pk):
        return languages_of(program, [partner_id])[partner_id]


def ask_satisfaction(program: Program, lead_id: int, *, now: datetime) -> bool:
    """Ask the client how a partner did; the link opens the form, and a person sends it (B24-6.1)."""
    return tell_client(
        program,
        lead_id,
        "satisfaction",
        lambda: (
            _("How did it go?"),
            _(
                "You sent us a request some time ago. How satisfied are you with the partner? Choose below, then "
                "confirm on the page that opens."
            ),
        ),
        now=now,
        kind=RATING,
    )


def remind_of_steps(rulebook: Rulebook, *, today: date, now: datetime) -> int:
    """Remind partners of next steps that are due, once; the transaction is bound to the program."""
    rows = Reservation.objects.open().filter(program_id=rulebook.program.pk, next_on__lte=today, reminded_on=None)
    due = list(rows.select_related("lead", "partner")[:1000])
    languages = languages_of(rulebook.program, {row.partner_id for row in due})
    definition = rulebook.on(today)
    drafts = [in_every_language(languages[row.partner_id], partial(_step_due, row, definition, today)) for row in due]
    send_notices(program_id=rulebook.program.pk, drafts=drafts, now=now)
    Reservation.objects.filter(pk__in=[row.pk for row in due]).update(reminded_on=today)
    return len(due)


def _step_due(row: Reservation, definition: Definition, today: date) -> Draft:
    words = {"what": about(row.lead, definition), "number": row.lead_id}
    return Draft(
        partner_id=row.partner_id,
        kind=NOTICE,
        key=f"lead-step/{row.pk}/{row.next_on}",
        on=today,
        subject=_("Next step due: request %(number)s") % words,
        body=_("The next step of request %(number)s (%(what)s) is due.") % words,
        link=reverse("leads:reservation", args=[row.pk]),
    )

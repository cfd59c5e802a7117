"""Notices about offers: a batch of thousands is worded and stored in seconds."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from common.among import is_among
from common.moments import moment_words
from leads.news import NOTICE, about_words
from leads.rotation.events import Offered, OffersMade
from leads.rotation.models import Offer
from notices.languages import languages_of, languages_set
from notices.operations import Draft, send_notices
from programs.definition import Definition
from programs.rulebook import Rulebook

MOST_IN_EVERY_LANGUAGE = 200  # offers of a batch


def tell_of_offers(event: OffersMade, *, reminder: bool = False) -> None:
    """Tell each partner that a request waits for its answer, and until when.

    An offer is due within hours. So the notices of a batch of more than `MOST_IN_EVERY_LANGUAGE` are worded only in the
    languages that the partners' people have set: thousands would take twice as long.
    """
    program, definition = event.rulebook.program, event.rulebook.on(event.today)
    partners = {offer.partner_id for offer in event.offers}
    languages, zone = languages_of(program, partners), ZoneInfo(program.time_zone)
    if len(event.offers) > MOST_IN_EVERY_LANGUAGE:
        others = languages_set(partners)
    else:
        every = {code for code, _name in settings.LANGUAGES}
        others = {partner_id: every for partner_id in partners}  # noqa: C420 - one set for all
    words = {code: _OfferWords(code, event.offers, definition, reminder, zone) for code in _all(languages, others)}
    link, step = reverse("leads:offer", args=[0]), "reminder" if reminder else "made"

    def draft(offer: Offered) -> Draft:
        own = languages[offer.partner_id]
        subject, body = words[own].text(offer)
        return Draft(
            partner_id=offer.partner_id,
            kind=NOTICE,
            key=f"lead-offer/{offer.offer_id}/{step}",
            on=event.today,
            subject=subject,
            body=body,
            link=link.replace("/0/", f"/{offer.offer_id}/"),
            language=own,
            texts={code: words[code].text(offer) for code in others.get(offer.partner_id, ()) if code != own},
        )

    send_notices(program_id=program.pk, drafts=map(draft, event.offers), now=event.now)


def _all(languages: Mapping[int, str], others: Mapping[int, set[str]]) -> set[str]:
    return set(languages.values()).union(*others.values())


class _OfferWords:
    """The words of notices about offers in one language; each kind, country and moment is worded once."""

    def __init__(
        self, language: str, offers: Sequence[Offered], definition: Definition, reminder: bool, zone: ZoneInfo
    ) -> None:
        with translation.override(language):
            self.about = {key: about_words(*key, definition) for key in {(one.kind, one.country) for one in offers}}
            self.moments = {due: moment_words(due, zone) for due in {one.due_at for one in offers}}
            self.subject = (
                _("Reminder: request %(number)s: %(what)s") if reminder else _("Request %(number)s: %(what)s")
            )
            self.body = _(
                "A client's request is waiting for you: %(what)s.\n\nAccept or decline it by %(due)s. After that, it "
                "goes to the next partner. You see the contact details once you accept."
            )

    def text(self, offer: Offered) -> tuple[str, str]:
        """The subject and the text about one offer."""
        what, due = self.about[offer.kind, offer.country], self.moments[offer.due_at]
        words = {"what": what, "number": offer.lead_id, "due": due}
        return self.subject % words, self.body % words


def remind_of_offers(rulebook: Rulebook, *, today: date, now: datetime) -> int:
    """Remind partners of offers that they have not answered yet, once; the transaction is bound to the program."""
    due = Offer.objects.filter(program_id=rulebook.program.pk, state=Offer.State.WAITING, remind_at__lte=now)
    columns = ("partner_id", "pk", "lead_id", "lead__kind", "lead__country", "due_at")
    offers = [Offered(*row) for row in due.order_by("pk").values_list(*columns)[:1000]]
    if offers:
        tell_of_offers(OffersMade(rulebook, offers, today, now), reminder=True)
        Offer.objects.filter(is_among("pk", (one.offer_id for one in offers))).update(remind_at=None)
    return len(offers)

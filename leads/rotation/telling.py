"""Notices about offers: a batch of thousands is worded in every language and stored in seconds."""

from datetime import date, datetime
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from common.moments import moment_words
from leads.news import NOTICE, about_words
from leads.rotation.events import OffersMade
from leads.rotation.models import Offer
from notices.languages import languages_of
from notices.operations import Draft, send_notices
from notices.wording import in_every_language
from programs.definition import Definition
from programs.rulebook import Rulebook


def tell_of_offers(event: OffersMade, *, reminder: bool = False) -> None:
    """Tell each partner that a request waits for its answer, and until when."""
    program, definition = event.rulebook.program, event.rulebook.on(event.today)
    columns = ("partner_id", "pk", "lead_id", "lead__kind", "lead__country", "due_at")
    offers = list(Offer.objects.filter(pk__in=event.offer_ids).order_by("pk").values_list(*columns))
    languages = languages_of(program, {partner_id for partner_id, *_rest in offers})
    worded: dict[str, _OfferWords] = {}

    def write(*offer: Any) -> Draft:
        language = translation.get_language() or ""
        if language not in worded:
            worded[language] = _OfferWords(definition, reminder)
        return worded[language].draft(*offer, on=event.today)

    drafts = [in_every_language(languages[offer[0]], partial(write, *offer)) for offer in offers]
    send_notices(program_id=program.pk, drafts=drafts, now=event.now)


class _OfferWords:
    """The words of notices about offers in the reader's language; each kind, country and moment is worded once."""

    def __init__(self, definition: Definition, reminder: bool) -> None:
        self.step = "reminder" if reminder else "made"
        self.definition = definition
        self.link = reverse("leads:offer", args=[0])
        self.about: dict[tuple[str, str], str] = {}
        self.moments: dict[datetime, str] = {}
        self.subject = _("Reminder: request %(number)s: %(what)s") if reminder else _("Request %(number)s: %(what)s")
        self.body = _(
            "A client's request is waiting for you: %(what)s.\n\nAccept or decline it by %(due)s. After that, it "
            "goes to the next partner. You see the contact details once you accept."
        )

    def draft(
        self, partner_id: int, offer_id: int, number: int, kind: str, country: str, due: datetime, *, on: date
    ) -> Draft:
        """The notice about one offer."""
        if (kind, country) not in self.about or due not in self.moments:
            self.about[kind, country] = about_words(kind, country, self.definition)
            self.moments[due] = moment_words(due)
        words = {"what": self.about[kind, country], "number": number, "due": self.moments[due]}
        return Draft(
            partner_id=partner_id,
            kind=NOTICE,
            key=f"lead-offer/{offer_id}/{self.step}",
            on=on,
            subject=self.subject % words,
            body=self.body % words,
            link=self.link.replace("/0/", f"/{offer_id}/"),
        )


def remind_of_offers(rulebook: Rulebook, *, today: date, now: datetime) -> int:
    """Remind partners of offers that they have not answered yet, once; the transaction is bound to the program."""
    due = Offer.objects.filter(program_id=rulebook.program.pk, state=Offer.State.WAITING, remind_at__lte=now)
    ids = list(due.values_list("pk", flat=True)[:1000])
    if ids:
        tell_of_offers(OffersMade(rulebook, ids, today, now), reminder=True)
        Offer.objects.filter(pk__in=ids).update(remind_at=None)
    return len(ids)

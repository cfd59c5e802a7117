"""Fetches partners' websites and looks for the program's words (B24-1.4c), outside any transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from common.fetching import Page, UnableToFetch, fetch
from common.page_text import mentions, visible_text
from partners.models import Partner, WebsiteCheck
from programs.definition.directory import WebsiteCheck as Rule

Fetch = Callable[[str], Page]
Outcome = WebsiteCheck.Outcome


@dataclass(frozen=True, slots=True)
class Look:
    """The result for a URL. ``ours`` means nothing was fetched, and the portal's own connection may be the reason."""

    address: str
    outcome: str
    detail: str = ""
    ours: bool = False


def look(address: str, words: Sequence[str], *, fetch: Fetch = fetch) -> Look:
    """Fetch the page and look for any of the words in its visible text, ignoring case.

    A page that can't be fetched is unreachable, which counts as missing the words, because visitors don't see them
    either.
    """
    url = address if "://" in address else f"https://{address}"
    try:
        page = fetch(url)
    except UnableToFetch as error:
        return Look(address, Outcome.UNREACHABLE, str(error), ours=error.ours)
    text = visible_text(page.text)
    found = next((each for each in words if mentions(text, each)), None)
    if found is None:
        return Look(address, Outcome.ABSENT, f"Looked for: {', '.join(words)}"[:300])
    return Look(address, Outcome.FOUND, f"Found: {found}"[:300])


def due_websites(*, program_id: int, rule: Rule, on: date) -> QuerySet[Partner]:
    """Partners whose website is checked on a day, those checked longest ago first.

    Includes partners with a card, and partners who lost it because of their website, whose card returns with the words.
    A new URL is checked the next day.
    """
    periodic = WebsiteCheck.objects.filter(partner=OuterRef("pk"), asked_by=None).order_by("-on")
    return (
        Partner.objects.filter(Q(card__isnull=False) | Q(website_absent_on__isnull=False), program_id=program_id)
        .filter(ended_on=None, listed=True)
        .exclude(website="")
        .annotate(last_on=Subquery(periodic.values("on")[:1]), last_address=Subquery(periodic.values("address")[:1]))
        .filter(
            Q(last_on=None)
            | Q(last_on__lte=on - timedelta(days=rule.every_days))
            | (Q(last_on__lt=on) & ~Q(last_address=F("website")))
        )
        .order_by(F("last_on").asc(nulls_first=True), "pk")
    )

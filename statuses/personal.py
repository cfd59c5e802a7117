"""What levels hold of people: reasons that may name somebody, and the search texts made from profiles."""

from datetime import date

from django.db.models import Q

from common.personal.registry import derive, mention, plain
from common.personal.wording import coarse
from partners.models import CardText, CardWord, Partner, PartnerText
from programs.queries import NothingPublished
from programs.rulebook import read_rulebook
from statuses.directory.cards import refresh_cards
from statuses.models import Certificate, Decision, PlannedEnd, Standing, StatusChange

_PROFILE = ("name", "description", "website", "city", "email", "phone")


def _touched(program_id: int, pattern: str) -> list[int]:
    """Partners whose profile mentions the person."""
    meant = Q()
    for name in _PROFILE:
        meant |= Q(**{f"{name}__iregex": coarse(pattern)}) & Q(**{f"{name}__iregex": pattern})
    rows = Partner.objects.filter(meant, program_id=program_id)
    return sorted(rows.values_list("pk", flat=True))


def _rebuild(program_id: int, ids: list[int], today: date) -> None:
    try:
        definition = read_rulebook(program_id).on(today)
    except NothingPublished:
        return
    refresh_cards(program_id=program_id, partner_ids=ids, definition=definition, on=today)


derive(CardText, "search services", touched=_touched, rebuild=_rebuild)
derive(CardWord, "lexeme", touched=_touched, rebuild=_rebuild)
derive(PartnerText, "search", touched=_touched, rebuild=_rebuild)
mention(Decision, "reason")
mention(PlannedEnd, "reason")
plain(Decision, "track level")
mention(StatusChange, "verdict")
plain(StatusChange, "track from_level to_level")
mention(Standing, "state")
plain(Standing, "track level")
plain(Certificate)  # the name of a company

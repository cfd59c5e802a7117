"""Directory cards: rebuilt when their content changes (B24-1.4a), published by the program's rules (B24-1.4b, c)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection

from partners.folding import fold
from partners.models import Card, Partner
from partners.profile.listing import listing_terms
from programs.definition import MAIN_TRACK, Definition
from statuses.directory.logos import refresh_logos

_FACTS = """
SELECT partner.id, partner.code, partner.name, partner.country, partner.city, partner.website, partner.email,
       partner.phone, partner.description, partner.services, partner.languages, standing.level,
       COALESCE(account.points, 0), partner.accepted_on
FROM partners_partner partner
JOIN statuses_standing standing ON standing.partner_id = partner.id AND standing.track = %s
LEFT JOIN points_account account ON account.partner_id = partner.id AND account.code = %s
WHERE partner.id = ANY(%s) AND standing.level = ANY(%s)
"""
_PUBLISH = """
INSERT INTO partners_card (program_id, partner_id, code, name, country, city, website, email, phone, description,
                           services, languages, level, points, accepted_on, level_rank, featured)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (partner_id) DO UPDATE SET
    code = EXCLUDED.code, name = EXCLUDED.name, country = EXCLUDED.country, city = EXCLUDED.city,
    website = EXCLUDED.website, email = EXCLUDED.email, phone = EXCLUDED.phone, description = EXCLUDED.description,
    services = EXCLUDED.services, languages = EXCLUDED.languages, level = EXCLUDED.level, points = EXCLUDED.points,
    accepted_on = EXCLUDED.accepted_on, level_rank = EXCLUDED.level_rank, featured = EXCLUDED.featured
"""
_PUBLISH_TEXT = """
INSERT INTO partners_cardtext (card_id, search, services)
VALUES (%s, setweight(to_tsvector('simple', %s), 'A') || to_tsvector('simple', %s), %s)
ON CONFLICT (card_id) DO UPDATE SET search = EXCLUDED.search, services = EXCLUDED.services
"""


def refresh_cards(*, program_id: int, partner_ids: Sequence[int], definition: Definition, on: date) -> None:
    """Publish, update or remove partners' cards according to their level's benefits and profile on a day."""
    track = definition.track(MAIN_TRACK)
    shown = {level.code: level for level in track.levels if level.benefits.directory != "no"}
    ids = list(partner_ids)
    terms, given = listing_terms(definition, on)
    with connection.cursor() as cursor:
        cursor.execute(f"{_FACTS} AND {terms}", [MAIN_TRACK, track.account, ids, list(shown), *given])
        facts = cursor.fetchall()
        listed = {row[0] for row in facts}
        gone = [partner_id for partner_id in ids if partner_id not in listed]
        Card.objects.filter(program_id=program_id, partner_id__in=gone).delete()
        cursor.executemany(
            _PUBLISH,
            [
                (program_id, *row, track.place(row[11]), shown[row[11]].benefits.directory == "featured")
                for row in facts
            ],
        )
        cursor.executemany(_PUBLISH_TEXT, [(row[0], *_words(row), row[9]) for row in facts])
    refresh_logos(partner_ids=list(listed))


def take_down_absent(*, program_id: int, definition: Definition, on: date) -> int:
    """Remove cards whose grace period is over and whose website lacks the program's words (B24-1.4c).

    Returns how many; a second run finds none. They return when a check finds the words (partners.websites.operations).
    """
    check = definition.directory.website_check if definition.directory else None
    if check is None:
        return 0
    over = on - timedelta(days=check.grace_days)
    gone = Partner.objects.filter(program_id=program_id, website_absent_on__lt=over, card__isnull=False)
    ids = list(gone.values_list("pk", flat=True))
    if ids:
        Card.objects.filter(program_id=program_id, partner_id__in=ids).delete()
    return len(ids)


def _words(row: Sequence[Any]) -> tuple[str, str]:
    """The search text: the name, which ranks higher, and the rest; normalized like the visitor's query."""
    name, city, description, services = row[2], row[4], row[8], row[9]
    return fold(name), fold(" ".join([city, description, *services]))

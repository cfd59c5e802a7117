"""Directory cards: rebuilt when their content changes (B24-1.4a), published by the program's rules (B24-1.4b, c)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection

from common.folding import fold
from common.searching.cities import latin_name
from common.tenancy import bind
from partners.models import Card, Partner, Restriction
from partners.profile.listing import listing_terms
from partners.profile.searchable import Searchable
from programs.definition import MAIN_TRACK, Definition
from programs.definition.tracks import Track
from statuses.directory.logos import refresh_logos
from statuses.directory.words import changed_texts, follow_texts

_LOOK_BACK = timedelta(days=31)  # days that a missed night may lie back
_FACTS = """
SELECT partner.id, partner.code, partner.name, partner.country, partner.city, partner.website, partner.email,
       partner.phone, partner.description, partner.services, partner.languages, COALESCE(standing.level, ''),
       COALESCE(account.points, 0), partner.accepted_on, standing.level = ANY(%s) AND {terms},
       EXISTS (SELECT FROM partners_card card WHERE card.partner_id = partner.id)
FROM partners_partner partner
LEFT JOIN statuses_standing standing ON standing.partner_id = partner.id AND standing.track = %s
LEFT JOIN points_account account ON account.partner_id = partner.id AND account.code = %s
WHERE partner.id = ANY(%s)
ORDER BY partner.id
"""
_PUBLISH = """
INSERT INTO partners_card (program_id, partner_id, code, name, country, city, website, email, phone, description,
                           services, languages, level, points, accepted_on, level_rank, featured, sort_name, city_latin)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (partner_id) DO UPDATE SET
    code = EXCLUDED.code, name = EXCLUDED.name, country = EXCLUDED.country, city = EXCLUDED.city,
    website = EXCLUDED.website, email = EXCLUDED.email, phone = EXCLUDED.phone, description = EXCLUDED.description,
    services = EXCLUDED.services, languages = EXCLUDED.languages, level = EXCLUDED.level, points = EXCLUDED.points,
    accepted_on = EXCLUDED.accepted_on, level_rank = EXCLUDED.level_rank, featured = EXCLUDED.featured,
    sort_name = EXCLUDED.sort_name, city_latin = EXCLUDED.city_latin
"""
_PUBLISH_TEXT = """
INSERT INTO partners_cardtext (card_id, program_id, search, services) VALUES (%s, %s, %s::tsvector, %s)
ON CONFLICT (card_id) DO UPDATE
SET program_id = EXCLUDED.program_id, search = EXCLUDED.search, services = EXCLUDED.services
WHERE (partners_cardtext.search, partners_cardtext.services) IS DISTINCT FROM (EXCLUDED.search, EXCLUDED.services)
"""
_NOTE_TEXT = """
INSERT INTO partners_partnertext (partner_id, program_id, search, near) VALUES (%s, %s, %s::tsvector, %s)
ON CONFLICT (partner_id) DO UPDATE SET search = EXCLUDED.search, near = EXCLUDED.near
WHERE (partners_partnertext.search, partners_partnertext.near) IS DISTINCT FROM (EXCLUDED.search, EXCLUDED.near)
"""


_FACT_COLUMNS = (
    "id",
    "code",
    "name",
    "country",
    "city",
    "website",
    "email",
    "phone",
    "description",
    "services",
    "languages",
    "level",
)


def refresh_cards(*, program_id: int, partner_ids: Sequence[int], definition: Definition, on: date) -> None:
    """Publish, update or remove partners' cards according to their level's benefits and profile on a day.

    Also updates what is searched of them: of listed ones for everybody, of all of them for the vendor's staff.
    """
    track = definition.track(MAIN_TRACK)
    shown = {level.code: level for level in track.levels if level.benefits.directory != "no"}
    ids = list(partner_ids)
    terms, given = listing_terms(definition, on)
    with connection.cursor() as cursor:
        cursor.execute(_FACTS.format(terms=terms), [list(shown), *given, MAIN_TRACK, track.account, ids])
        facts = [(row[:-2], *row[-2:]) for row in cursor.fetchall()]
        cards = [row for row, is_listed, _had in facts if is_listed]
        if gone := [row[0] for row, is_listed, had in facts if had and not is_listed]:
            Card.objects.filter(program_id=program_id, partner_id__in=gone).delete()
        texts = {row[0]: _text(row, track) for row, *_ in facts}
        if cards:
            cursor.executemany(
                _PUBLISH,
                [
                    (
                        program_id,
                        *row,
                        track.place(row[11]),
                        shown[row[11]].benefits.directory == "featured",
                        fold(row[2]),
                        latin_name(row[4], row[3]),
                    )
                    for row in cards
                ],
            )
            changed = changed_texts({row[0]: texts[row[0]][0] for row in cards})
            cursor.executemany(_PUBLISH_TEXT, [(row[0], program_id, texts[row[0]][0], row[9]) for row in cards])
            follow_texts(program_id=program_id, changed=changed)
        with bind(program_id, savepoint=False):
            cursor.executemany(_NOTE_TEXT, [(pk, program_id, *text) for pk, text in texts.items()])
    if cards:
        refresh_logos(partner_ids=[row[0] for row in cards])


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


def follow_removals(*, program_id: int, definition: Definition, on: date) -> int:
    """Take down the cards whose removal began, and publish again those whose removal is over (B24-14.6).

    Returns how many partners were looked at; a second run changes nothing.
    """
    rows = Restriction.objects.filter(program_id=program_id, effect=Restriction.Effect.CARD)
    begun = rows.in_force(on).filter(partner__card__isnull=False)
    over = rows.filter(ends_on__lt=on, ends_on__gte=on - _LOOK_BACK, partner__card__isnull=True)
    ids = sorted({*begun.values_list("partner_id", flat=True), *over.values_list("partner_id", flat=True)})
    if ids:
        refresh_cards(program_id=program_id, partner_ids=ids, definition=definition, on=on)
    return len(ids)


def _text(row: Sequence[Any], track: Track) -> tuple[str, list[int]]:
    """What is searched of a partner: the vector of its words, and their typo keys."""
    found = dict(zip(_FACT_COLUMNS, row, strict=False))
    held = track.level(found["level"])
    searchable = Searchable.of(found, level_name=held.name if held else "")
    return searchable.vector(), searchable.typo_keys()

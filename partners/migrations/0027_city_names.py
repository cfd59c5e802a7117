"""Adds the other names of each city to what is searched of partners and cards: Munich for München.

The words of all partners in a city are added at once. Typos of the new names are corrected from the next night on, when
the words are counted.
"""

from django.db import migrations

from common.searching.cities import city_words, latin_name
from common.searching.vectors import typo_keys, vector

_CITIES = """
SELECT city, country FROM partners_partner WHERE program_id = %s AND city <> ''
UNION SELECT city, country FROM partners_card WHERE program_id = %s AND city <> ''
"""
_GIVEN = "unnest(%s::text[], %s::text[], %s::text[], %s::text[]) given (city, country, added, more)"
_PARTNERS = f"""
UPDATE partners_partnertext text
SET search = text.search || given.added::tsvector,
    near = ARRAY(SELECT DISTINCT key FROM unnest(text.near || given.more::int[]) key ORDER BY key)
FROM partners_partner partner JOIN {_GIVEN} ON (partner.city, partner.country) = (given.city, given.country)
WHERE partner.id = text.partner_id AND partner.program_id = %s
    AND NOT tsvector_to_array(text.search) @> tsvector_to_array(given.added::tsvector)
"""  # noqa: S608 - constants only
_CARDS = f"""
UPDATE partners_cardtext text SET search = text.search || given.added::tsvector
FROM partners_card card JOIN {_GIVEN} ON (card.city, card.country) = (given.city, given.country)
WHERE card.partner_id = text.card_id AND card.program_id = %s
    AND NOT tsvector_to_array(text.search) @> tsvector_to_array(given.added::tsvector)
"""  # noqa: S608 - constants only
_LATIN = f"""
UPDATE partners_card card SET city_latin = given.more FROM {_GIVEN}
WHERE (card.city, card.country) = (given.city, given.country) AND card.program_id = %s AND card.city_latin <> given.more
"""  # noqa: S608 - constants only


def write(apps, schema_editor):
    """Each program on its own, within its own row security; a second run changes nothing."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT id FROM programs_program ORDER BY id")
        for (program_id,) in cursor.fetchall():
            cursor.execute(
                "SELECT set_config('app.program_id', %s, true), set_config('app.partner_id', '0', true)",
                [str(program_id)],
            )
            _program(cursor, program_id)


def _program(cursor, program_id):
    cursor.execute(_CITIES, [program_id, program_id])
    known = [(city, country, words) for city, country in cursor.fetchall() if (words := city_words(city, country))]
    if not known:
        return
    cities, countries, words = map(list, zip(*known, strict=True))
    added = [vector(placed=each, facets={}) for each in words]
    keys = ["{%s}" % ",".join(map(str, typo_keys(each))) for each in words]  # noqa: UP031 - braces are PostgreSQL's
    latin = [latin_name(city, country)[:120] for city, country in zip(cities, countries, strict=True)]
    cursor.execute(_PARTNERS, [cities, countries, added, keys, program_id])
    cursor.execute(_CARDS, [cities, countries, added, keys, program_id])
    cursor.execute(_LATIN, [cities, countries, added, latin, program_id])


class Migration(migrations.Migration):
    dependencies = [("partners", "0026_card_city_latin"), ("statuses", "0003_search_texts")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop, elidable=True)]

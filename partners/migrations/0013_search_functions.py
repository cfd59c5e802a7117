"""Search of the directory in the database: bounded work however many cards have a word (docs/adr/0006).

The tiers are literals, because a partial index is used only for a value that is known when a statement is planned; the
plans are kept by the connection. The arms of a UNION run one after the other until the limit is reached.
"""

from django.db import migrations

_ARM = (
    "SELECT card_id, {tier} AS tier FROM partners_cardtext WHERE tier = {tier} AND program_id = {program} AND {match}"
)
_ALL = " UNION ALL ".join(_ARM.replace("{tier}", str(tier)) for tier in range(5))


def arms(program: str, match: str) -> str:
    """The rows of all tiers that match, from the first tier on."""
    return _ALL.format(program=program, match=match)


# The cards that match, at most so many, those of the first tiers before others; `tiers` runs beside `ids`. "@arms" is
# replaced by the arms of the UNION.
_HITS = """
CREATE FUNCTION partners_card_hits(
    of_program bigint, asked tsquery, most integer, OUT ids bigint[], OUT tiers integer[]
) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    SELECT COALESCE(array_agg(found.card_id), '{}'), COALESCE(array_agg(found.tier), '{}') INTO ids, tiers
    FROM (SELECT arm.card_id, arm.tier FROM (@arms) arm LIMIT most) found;
END $$
"""
# The first cards of a search, the best matches first, and how many cards match: at most `most` + 1 are counted. While
# all are counted, the order is exact. Of more, a class of matches is followed from tier to tier until enough are found.
_SEARCH = """
CREATE FUNCTION partners_card_search(
    of_program bigint, closest tsquery, close tsquery, anywhere tsquery, wanted integer, most integer,
    OUT partner_ids bigint[], OUT total integer
) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    everything record;
    class record;
    asked tsquery;
    last integer;
    more bigint[];
    -- A tier is about eight times the one before it: so many rows hold all of the tier in which enough are found.
    enough integer := 10 * wanted;
BEGIN
    everything := partners_card_hits(of_program, anywhere, greatest(most + 1, enough));
    total := least(cardinality(everything.ids), most + 1);
    partner_ids := '{}';
    IF total = 0 THEN
        RETURN;
    END IF;
    IF total <= most THEN
        SELECT array_agg(ranked.partner_id ORDER BY ranked.place) INTO partner_ids FROM (
            SELECT card.partner_id, row_number() OVER (
                ORDER BY text.search @@ closest DESC, text.search @@ close DESC,
                         card.featured DESC, card.points DESC, card.accepted_on, card.code
            ) AS place
            FROM partners_card card JOIN partners_cardtext text ON text.card_id = card.partner_id
            WHERE card.partner_id = ANY(everything.ids)
            ORDER BY place LIMIT wanted
        ) ranked;
        RETURN;
    END IF;
    FOREACH asked IN ARRAY ARRAY[closest, close, anywhere] LOOP
        IF asked = anywhere THEN
            class := everything;
        ELSE
            class := partners_card_hits(of_program, asked, enough);
        END IF;
        CONTINUE WHEN cardinality(class.ids) = 0;
        -- The tier in which enough cards have been found; all of it is needed to sort them.
        last := class.tiers[least(wanted + cardinality(partner_ids), cardinality(class.tiers))];
        SELECT array_agg(
            card.partner_id ORDER BY card.featured DESC, card.points DESC, card.accepted_on, card.code
        ) INTO more
        FROM unnest(class.ids, class.tiers) found (partner_id, tier)
        JOIN partners_card card ON card.partner_id = found.partner_id
        WHERE found.tier <= last AND found.partner_id <> ALL(partner_ids);
        partner_ids := partner_ids || more;
        EXIT WHEN cardinality(partner_ids) >= wanted;
    END LOOP;
    partner_ids := partner_ids[:wanted];
END $$
"""
# A page of the search: the cards from the one at `first`, counted from 1, each with the total; one row without a card if
# there are none. In a function too, because planning a statement takes longer than this one.
_PAGE = """
CREATE FUNCTION partners_card_page(
    of_program bigint, closest tsquery, close tsquery, anywhere tsquery, first integer, wanted integer, most integer
) RETURNS TABLE (total integer, card partners_card)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    found record;
BEGIN
    found := partners_card_search(of_program, closest, close, anywhere, wanted, most);
    IF coalesce(cardinality(found.partner_ids), 0) < first THEN
        RETURN QUERY SELECT found.total, NULL::partners_card;
        RETURN;
    END IF;
    RETURN QUERY
    SELECT found.total, one
    FROM unnest(found.partner_ids[first:]) WITH ORDINALITY place (partner_id, number)
    JOIN partners_card one ON one.partner_id = place.partner_id
    ORDER BY place.number;
END $$
"""
# The words of cards that share a typo key with a misspelt one, with the number of their cards: of those in the first tiers
# before others, and only words that have one of the misspelt one's first letters as their first or second.
_NEAR = """
CREATE FUNCTION partners_card_near(of_program bigint, keys integer[], letters text[], most integer)
RETURNS TABLE (lexeme text, times integer) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN QUERY
    SELECT word, count(*)::integer
    FROM (@arms LIMIT most) found
    JOIN partners_cardtext text ON text.card_id = found.card_id
    CROSS JOIN LATERAL unnest(tsvector_to_array(text.search)) word
    WHERE (left(word, 1) = ANY(letters) OR substr(word, 2, 1) = ANY(letters)) AND left(word, 1) <> ALL('{=,@,#}')
    GROUP BY word;
END $$
"""
_FORGET = """
DROP FUNCTION partners_card_near(bigint, integer[], text[], integer);
DROP FUNCTION partners_card_page(bigint, tsquery, tsquery, tsquery, integer, integer, integer);
DROP FUNCTION partners_card_search(bigint, tsquery, tsquery, tsquery, integer, integer);
DROP FUNCTION partners_card_hits(bigint, tsquery, integer);
"""


class Migration(migrations.Migration):
    dependencies = [("partners", "0012_search_text")]

    operations = [
        migrations.RunSQL(
            [
                _HITS.replace("@arms", arms("of_program", "search @@ asked")),
                _SEARCH,
                _PAGE,
                _NEAR.replace("@arms", arms("of_program", "near && keys")),
            ],
            _FORGET,
        )
    ]

"""A search in one round trip: the cards in order, or the words that a misspelt one may stand for (docs/adr/0006).

Matches are ranked while they are found, and only the cards of the page's classes are read. Answers that are kept come
first; more than `most` matches stay with `partners_card_page`. A text that finds nothing has the words that share one of
`typo_keys` with it. Of several words, `parts` are their conditions: a rare one is looked up in the index, and the
others are checked on its matches.
"""

from importlib import import_module

from django.db import migrations

arms = import_module("partners.migrations.0013_search_functions").arms

_KEPT = """
        RETURN QUERY
        SELECT most + 1, checked.one, NULL::text[], NULL::integer[] FROM (
            SELECT one, found.class, count(*) OVER () AS times
            FROM unnest(kept) known (partner_id)
            JOIN LATERAL (
                SELECT CASE WHEN text.search @@ partners_card_find.closest THEN 0
                            WHEN text.search @@ partners_card_find.close THEN 1
                            WHEN text.search @@ anywhere THEN 2 END AS class
                FROM partners_cardtext text WHERE text.card_id = known.partner_id OFFSET 0
            ) found ON found.class IS NOT NULL
            JOIN partners_card one ON one.partner_id = known.partner_id AND one.program_id = of_program
        ) checked
        WHERE checked.times >= wanted
        ORDER BY checked.class, (checked.one).featured DESC, (checked.one).points DESC, (checked.one).accepted_on,
                 (checked.one).code
        LIMIT wanted - first + 1 OFFSET first - 1;
"""
# A word is rare if few cards have one that begins with it: fewer than 2,000, or a quarter of what all the words have
# together, because a card is read in the time in which the index adds up four. Of many beginnings it is unknown. Counts
# are a night old at most, and decide only which way is taken.
_RARE = """
        SELECT parts[known.place]::tsquery INTO narrow FROM (
            SELECT each.place, begun.cards, begun.words, sum(begun.cards) OVER () AS together
            FROM unnest(beginnings) WITH ORDINALITY each (beginning, place)
            CROSS JOIN LATERAL (
                SELECT coalesce(sum(few.cards), 0) AS cards, count(*) AS words FROM (
                    SELECT word.cards FROM partners_cardword word
                    WHERE word.program_id = of_program AND word.lexeme >= each.beginning
                        AND word.lexeme < each.beginning || chr(1114111)
                    LIMIT 200
                ) few
            ) begun
        ) known
        WHERE known.words < 200 AND (known.cards < 2000 OR known.cards * 4 < known.together)
        ORDER BY known.cards LIMIT 1;
"""
# `IS TRUE` keeps the whole condition out of the index.
_HITS = """
    SELECT array_agg(found.card_id), array_agg(found.class) INTO ids, classes FROM (
        SELECT text.card_id,
               CASE WHEN text.search @@ partners_card_find.closest THEN 0
                    WHEN text.search @@ partners_card_find.close THEN 8 ELSE 16 END + text.tier AS class
        FROM (@arms) text LIMIT most + 1
    ) found;
"""
# Up to 100 matches are in exact order. Of more, a card is as far ahead as its tier, and only those that come before
# the end of the page, or share the last one's class, are read.
_PAGE = """
    IF counted <= 100 THEN
        classes := ARRAY(SELECT each.class / 8 FROM unnest(classes) WITH ORDINALITY each (class, place) ORDER BY each.place);
    END IF;
    last := (SELECT each.class FROM unnest(classes) each (class) ORDER BY each.class OFFSET least(wanted, counted) - 1 LIMIT 1);
    SELECT array_agg(each.id), array_agg(each.class) INTO ids, classes
    FROM unnest(ids, classes) each (id, class) WHERE each.class <= last;
    RETURN QUERY
    SELECT counted, one, NULL::text[], NULL::integer[] FROM partners_card one WHERE one.partner_id = ANY(ids)
    ORDER BY classes[array_position(ids, one.partner_id)],
             one.featured DESC, one.points DESC, one.accepted_on, one.code
    LIMIT wanted - first + 1 OFFSET first - 1;
    IF NOT FOUND THEN
        RETURN QUERY SELECT counted, NULL::partners_card, NULL::text[], NULL::integer[];
    END IF;
"""
_NEAR = """
        RETURN QUERY
        SELECT 0, NULL::partners_card, array_agg(known.lexeme), array_agg(known.cards) FROM (
            SELECT word.lexeme, word.cards FROM partners_cardword word
            WHERE word.program_id = of_program AND word.keys && typo_keys ORDER BY word.cards DESC LIMIT 200
        ) known;
"""
_FIND = f"""
CREATE FUNCTION partners_card_find(
    of_program bigint, closest tsquery, close tsquery, anywhere tsquery, first integer, wanted integer, most integer,
    beginnings text[], parts text[], typo_keys integer[]
) RETURNS TABLE (total integer, card partners_card, alike text[], times integer[])
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    kept bigint[];
    narrow tsquery;
    ids bigint[];
    classes integer[];
    last integer;
    counted integer;
BEGIN
    SELECT answer.ids INTO kept FROM partners_cardanswer answer
    WHERE answer.program_id = of_program AND answer.asked = anywhere::text
        AND answer.close = partners_card_find.close::text AND answer.closest = partners_card_find.closest::text;
    IF wanted <= cardinality(kept) THEN
        -- Each is checked again: it may be gone, or have other words by now.
        {_KEPT.strip()}
        IF FOUND THEN
            RETURN;
        END IF;
    END IF;
    IF cardinality(beginnings) > 1 THEN
        {_RARE.strip()}
    END IF;
    IF kept IS NULL THEN
        IF narrow IS NULL THEN
            {_HITS.strip().replace("@arms", arms("of_program", "search @@ anywhere"))}
        ELSE
            {_HITS.strip().replace("@arms", arms("of_program", "search @@ narrow AND (search @@ anywhere) IS TRUE"))}
        END IF;
        counted := coalesce(cardinality(ids), 0);
        IF counted = 0 THEN
            {_NEAR.strip()}
            RETURN;
        END IF;
        IF counted <= most THEN
            {_PAGE.strip()}
            RETURN;
        END IF;
    END IF;
    RETURN QUERY
    SELECT page.total, page.card, NULL::text[], NULL::integer[]
    FROM partners_card_page(of_program, closest, close, anywhere, first, wanted, most) page;
END $$
""".replace("SELECT card_id, ", "SELECT card_id, search, ")  # noqa: S608 - constants only


class Migration(migrations.Migration):
    dependencies = [("partners", "0023_form_drafts_walls")]

    operations = [
        migrations.RunSQL(
            _FIND,
            """
            DROP FUNCTION partners_card_find(
                bigint, tsquery, tsquery, tsquery, integer, integer, integer, text[], text[], integer[]
            );
            """,
        )
    ]

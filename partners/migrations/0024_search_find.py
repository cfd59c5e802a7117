"""A search in one round trip: the cards in order, or the words that a misspelt one may stand for (docs/adr/0006).

Up to `most` matches are ranked while they are found, and each card is read once. More than that, and answers that are
kept, stay with `partners_card_page`. A text that finds nothing has the words that share one of `typo_keys` with it.
"""

from importlib import import_module

from django.db import migrations

arms = import_module("partners.migrations.0013_search_functions").arms

_FIND = """
CREATE FUNCTION partners_card_find(
    of_program bigint, closest tsquery, close tsquery, anywhere tsquery, first integer, wanted integer, most integer,
    typo_keys integer[]
) RETURNS TABLE (total integer, card partners_card, alike text[], times integer[])
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    kept bigint[];
    ids bigint[];
    ranks integer[];
    counted integer;
BEGIN
    SELECT answer.ids INTO kept FROM partners_cardanswer answer
    WHERE answer.program_id = of_program AND answer.asked = anywhere::text
        AND answer.close = partners_card_find.close::text AND answer.closest = partners_card_find.closest::text;
    IF wanted <= cardinality(kept) THEN
        -- Each is checked again: it may be gone, or have other words by now.
        RETURN QUERY
        SELECT most + 1, checked.one, NULL::text[], NULL::integer[] FROM (
            SELECT one, found.rank, count(*) OVER () AS times
            FROM unnest(kept) known (partner_id)
            JOIN LATERAL (
                SELECT CASE WHEN text.search @@ partners_card_find.closest THEN 2
                            WHEN text.search @@ partners_card_find.close THEN 1
                            WHEN text.search @@ anywhere THEN 0 END AS rank
                FROM partners_cardtext text WHERE text.card_id = known.partner_id OFFSET 0
            ) found ON found.rank IS NOT NULL
            JOIN partners_card one ON one.partner_id = known.partner_id AND one.program_id = of_program
        ) checked
        WHERE checked.times >= wanted
        ORDER BY checked.rank DESC, (checked.one).featured DESC, (checked.one).points DESC, (checked.one).accepted_on,
                 (checked.one).code
        LIMIT wanted - first + 1 OFFSET first - 1;
        IF FOUND THEN
            RETURN;
        END IF;
    ELSIF kept IS NULL THEN
        SELECT array_agg(found.card_id), array_agg(found.rank) INTO ids, ranks FROM (
            SELECT text.card_id, CASE WHEN text.search @@ partners_card_find.closest THEN 2
                                      WHEN text.search @@ partners_card_find.close THEN 1 ELSE 0 END AS rank
            FROM (@arms) text LIMIT most + 1
        ) found;
        counted := coalesce(cardinality(ids), 0);
        IF counted = 0 THEN
            RETURN QUERY
            SELECT 0, NULL::partners_card, array_agg(known.lexeme), array_agg(known.cards) FROM (
                SELECT word.lexeme, word.cards FROM partners_cardword word
                WHERE word.program_id = of_program AND word.keys && typo_keys ORDER BY word.cards DESC LIMIT 200
            ) known;
            RETURN;
        END IF;
        IF counted <= most THEN
            RETURN QUERY
            SELECT counted, one, NULL::text[], NULL::integer[]
            FROM unnest(ids, ranks) found (partner_id, rank) JOIN partners_card one USING (partner_id)
            ORDER BY found.rank DESC, one.featured DESC, one.points DESC, one.accepted_on, one.code
            LIMIT wanted - first + 1 OFFSET first - 1;
            IF NOT FOUND THEN
                RETURN QUERY SELECT counted, NULL::partners_card, NULL::text[], NULL::integer[];
            END IF;
            RETURN;
        END IF;
    END IF;
    RETURN QUERY
    SELECT page.total, page.card, NULL::text[], NULL::integer[]
    FROM partners_card_page(of_program, closest, close, anywhere, first, wanted, most) page;
END $$
""".replace("@arms", arms("of_program", "search @@ anywhere").replace("SELECT card_id, ", "SELECT card_id, search, "))


class Migration(migrations.Migration):
    dependencies = [("partners", "0023_form_drafts_walls")]

    operations = [
        migrations.RunSQL(
            _FIND,
            """
            DROP FUNCTION partners_card_find(
                bigint, tsquery, tsquery, tsquery, integer, integer, integer, integer[]
            );
            """,
        )
    ]

"""Frequent searches answered ahead, typos by words, and the staff's search on an index (docs/adr/0006).

Beside a policy, PostgreSQL uses no index on `@@`. The functions over the texts of all partners therefore run as their
owner, whom no policy binds, and check themselves what the policy does: the bound program, and no partner.
"""

from django.db import migrations

_KEPT = 60
_PAGE = """
CREATE OR REPLACE FUNCTION partners_card_page(
    of_program bigint, closest tsquery, close tsquery, anywhere tsquery, first integer, wanted integer, most integer
) RETURNS TABLE (total integer, card partners_card)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    found record;
    kept bigint[];
    counted integer;
    ordered bigint[];
BEGIN
    IF wanted <= {kept} THEN
        SELECT answer.ids INTO kept FROM partners_cardanswer answer
        WHERE answer.program_id = of_program AND answer.asked = anywhere::text AND answer.close = partners_card_page.close::text
            AND answer.closest = partners_card_page.closest::text;
    END IF;
    IF kept IS NOT NULL THEN
        -- Each is checked again: it may be gone, or have other words by now.
        SELECT array_agg(ranked.partner_id ORDER BY ranked.place) INTO ordered FROM (
            SELECT one.partner_id, row_number() OVER (
                ORDER BY text.search @@ partners_card_page.closest DESC, text.search @@ partners_card_page.close DESC,
                         one.featured DESC, one.points DESC, one.accepted_on, one.code
            ) AS place
            FROM partners_card one JOIN partners_cardtext text ON text.card_id = one.partner_id
            WHERE one.partner_id = ANY(kept) AND one.program_id = of_program AND text.search @@ anywhere
            ORDER BY place LIMIT wanted
        ) ranked;
        counted := most + 1;
    END IF;
    IF coalesce(cardinality(ordered), 0) < wanted THEN
        found := partners_card_search(of_program, closest, close, anywhere, wanted, most);
        ordered := found.partner_ids;
        counted := found.total;
    END IF;
    IF coalesce(cardinality(ordered), 0) < first THEN
        RETURN QUERY SELECT counted, NULL::partners_card;
        RETURN;
    END IF;
    RETURN QUERY
    SELECT counted, one
    FROM unnest(ordered[first:]) WITH ORDINALITY place (partner_id, number)
    JOIN partners_card one ON one.partner_id = place.partner_id
    ORDER BY place.number;
END $$
""".replace("{kept}", str(_KEPT))
_STAFF = """
NULLIF(current_setting('app.partner_id', true), '')::bigint = 0
AND text.program_id = NULLIF(current_setting('app.program_id', true), '')::bigint
"""
_TEXT_HITS = """
CREATE FUNCTION partners_text_hits(asked tsquery, most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN QUERY SELECT text.partner_id FROM partners_partnertext text WHERE {staff} AND text.search @@ asked LIMIT most;
END $$
""".replace("{staff}", _STAFF)
_TEXT_NEAR = """
CREATE FUNCTION partners_text_near(keys integer[], most integer) RETURNS TABLE (lexeme text, times integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN QUERY
    SELECT word, count(*)::integer
    FROM (SELECT text.search FROM partners_partnertext text WHERE {staff} AND text.near && keys LIMIT most) found
    CROSS JOIN LATERAL unnest(tsvector_to_array(found.search)) word
    GROUP BY word;
END $$
""".replace("{staff}", _STAFF)


class Migration(migrations.Migration):
    dependencies = [("partners", "0015_words")]

    operations = [
        migrations.RunSQL([_PAGE, _TEXT_HITS, _TEXT_NEAR], migrations.RunSQL.noop),
    ]

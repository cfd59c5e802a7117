"""Reserving bonus money takes its credits in turns, which holds their locks for half the time of one large statement."""

from importlib import import_module

from django.db import migrations

# Credits are locked in order of their ids, and taken from in order of their ends. An order that has its use already
# gets no second one.
_TAKE = """
CREATE OR REPLACE FUNCTION take_bonus(
    of_program bigint, of_partner bigint, for_order text, wanted numeric, money text, kinds text[], most numeric[],
    today date, moment timestamptz, OUT use_id bigint, OUT offered numeric, OUT known_id bigint
) LANGUAGE plpgsql AS $$
DECLARE
    credit record;
    ids bigint[];
    parts numeric[];
    part numeric;
    place int;
BEGIN
    offered := 0;
    FOR credit IN
        SELECT id, kind, available FROM (
            SELECT id, kind, available, expires_on FROM store_bonuscredit
            WHERE program_id = of_program AND partner_id = of_partner AND currency = money
                AND available > 0 AND expires_on > today AND revoked_on IS NULL
            ORDER BY id FOR NO KEY UPDATE
        ) held ORDER BY expires_on, id
    LOOP
        place := array_position(kinds, credit.kind);
        CONTINUE WHEN place IS NULL;
        part := least(credit.available, most[place], wanted - offered);
        CONTINUE WHEN part <= 0;
        most[place] := most[place] - part;
        offered := offered + part;
        ids := ids || credit.id;
        parts := parts || part;
    END LOOP;
    IF offered = wanted THEN
        INSERT INTO store_bonususe (program_id, partner_id, "order", currency, amount, returned, state, held_on)
        VALUES (of_program, of_partner, for_order, money, wanted, 0, 'held', today)
        ON CONFLICT (program_id, "order") DO NOTHING RETURNING id INTO use_id;
        IF use_id IS NOT NULL THEN
            INSERT INTO store_bonusentry
                (program_id, partner_id, credit_id, use_id, kind, amount, "on", key, reason, posted_at)
            SELECT of_program, of_partner, given.id, use_id, 'used', -given.part, today,
                'use/' || use_id || '/' || given.id, '', moment
            FROM unnest(ids, parts) AS given (id, part) ORDER BY given.id;
            RETURN;
        END IF;
    END IF;
    SELECT id INTO known_id FROM store_bonususe WHERE program_id = of_program AND "order" = for_order;
END $$;
"""
_BEFORE = import_module("store.migrations.0026_take_bonus")


class Migration(migrations.Migration):
    dependencies = [("store", "0026_take_bonus")]

    operations = [
        migrations.RunSQL(_TAKE, _BEFORE._TAKE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")),
    ]

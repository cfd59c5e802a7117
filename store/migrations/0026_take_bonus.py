"""A function that reserves bonus money for an order (store/bonuses/pairing.py): its plan is kept by each connection."""

from django.db import migrations

# "usable": what a credit may give within the most of its kind. "paired": what it gives until the amount is reached.
# An order that has its use already gets no second one.
_TAKE = """
CREATE FUNCTION take_bonus(
    of_program bigint, of_partner bigint, for_order text, wanted numeric, money text, kinds text[], most numeric[],
    today date, moment timestamptz, OUT use_id bigint, OUT offered numeric, OUT known_id bigint
) LANGUAGE plpgsql AS $$
BEGIN
    WITH credits AS (
        SELECT id, kind, available, expires_on FROM store_bonuscredit
        WHERE program_id = of_program AND partner_id = of_partner AND currency = money
            AND available > 0 AND expires_on > today AND revoked_on IS NULL
        ORDER BY id FOR NO KEY UPDATE
    ), usable AS (
        SELECT id, expires_on, least(available, greatest(rule.amount - coalesce(sum(available) OVER (
            PARTITION BY kind ORDER BY expires_on, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0), 0)
        ) AS amount
        FROM credits JOIN unnest(kinds, most) AS rule (kind, amount) USING (kind)
    ), paired AS (
        SELECT id, least(amount, greatest(wanted - coalesce(sum(amount) OVER (
            ORDER BY expires_on, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0), 0)) AS part
        FROM usable
    ), found AS (
        SELECT coalesce(sum(part), 0) AS total FROM paired
    ), use AS (
        INSERT INTO store_bonususe (program_id, partner_id, "order", currency, amount, returned, state, held_on)
        SELECT of_program, of_partner, for_order, money, total, 0, 'held', today FROM found WHERE total = wanted
        ON CONFLICT (program_id, "order") DO NOTHING
        RETURNING id
    ), entries AS (
        INSERT INTO store_bonusentry
            (program_id, partner_id, credit_id, use_id, kind, amount, "on", key, reason, posted_at)
        SELECT of_program, of_partner, paired.id, use.id, 'used', -part, today,
            'use/' || use.id || '/' || paired.id, '', moment
        FROM use, paired WHERE part > 0 ORDER BY paired.id
    )
    SELECT (SELECT id FROM use), total INTO use_id, offered FROM found;
    IF use_id IS NULL THEN
        SELECT id INTO known_id FROM store_bonususe WHERE program_id = of_program AND "order" = for_order;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0025_invoices_numbered_by_the_database")]

    operations = [
        migrations.RunSQL(
            _TAKE,
            "DROP FUNCTION take_bonus(bigint, bigint, text, numeric, text, text[], numeric[], date, timestamptz)",
        )
    ]

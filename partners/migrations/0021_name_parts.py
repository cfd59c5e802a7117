"""The staff's search within names on an index: a text that no word matches was compared with every partner's name.

PostgreSQL's extension for this may not be at hand, so the parts of three letters are indexed by a function of ours. As
in 0016, what searches them runs as its owner and checks itself what the policy does: the bound program, and no partner.
"""

from django.db import migrations

_PARTS = """
CREATE FUNCTION partners_name_parts(name text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT array_agg(DISTINCT substr(lower(name), place, 3)) FROM generate_series(1, length(lower(name)) - 2) place
$$
"""
_INDEX = "CREATE INDEX partners_partner_name_parts ON partners_partner USING gin (partners_name_parts(name))"
_STAFF = """
NULLIF(current_setting('app.partner_id', true), '')::bigint = 0
AND one.program_id = NULLIF(current_setting('app.program_id', true), '')::bigint
"""
_WITHIN = """
CREATE FUNCTION partners_names_with(part text, most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    IF length(part) < 3 THEN
        RETURN QUERY SELECT one.id FROM partners_partner one
        WHERE {staff} AND position(lower(part) IN lower(one.name)) > 0 LIMIT most;
    ELSE
        RETURN QUERY SELECT one.id FROM partners_partner one
        WHERE {staff} AND partners_name_parts(one.name) @> partners_name_parts(part)
            AND position(lower(part) IN lower(one.name)) > 0 LIMIT most;
    END IF;
END $$
""".replace("{staff}", _STAFF)


class Migration(migrations.Migration):
    dependencies = [("partners", "0020_answer_files")]

    operations = [
        migrations.RunSQL(
            [_PARTS, _INDEX, _WITHIN],
            [
                "DROP FUNCTION partners_names_with(text, integer)",
                "DROP INDEX partners_partner_name_parts",
                "DROP FUNCTION partners_name_parts(text)",
            ],
        ),
    ]

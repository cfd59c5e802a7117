"""The two functions with which PostgreSQL erases words, also from append-only tables. They can do nothing else.

They run with the rights of the tables' owner, and only for the system: a text that matches is replaced, or the columns
of some rows are emptied. No amount, day or reference can be changed through them. `refuse_change` (common/walls.py)
lets them pass for the columns that they name in `app.erasing`.
"""

REPLACE = r"""
CREATE OR REPLACE FUNCTION erase_mentions(target regclass, names text[], pattern text, unique_names text[], token text,
                                          program bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    name text; kind text; sets text[] := '{}'; wheres text[] := '{}'; changed bigint;
    put text; alone text; found text;
    -- What stands before and after a mention is looked at for the few texts that have one: elsewhere it costs most.
    coarse text := regexp_replace(pattern, '\(\?<?!(\[[^]]*\]|\\.)\)', '', 'g');
BEGIN
    PERFORM erasing_as_system();
    FOREACH name IN ARRAY names LOOP
        kind := erasable_type(target, name);
        put := CASE WHEN name = ANY (unique_names) THEN token ELSE '[erased]' END;
        -- A text that is nothing but the mention is emptied.
        alone := CASE WHEN name = ANY (unique_names) THEN token ELSE '' END;
        wheres := wheres || format('%1$I::text ~* $3 AND %1$I::text ~* $1', name);
        found := format('regexp_replace(%I::text, ''^\s*('' || $1 || '')\s*$'', %L, ''gi'')', name, alone);
        sets := sets || format('%I = regexp_replace(%s, $1, %L, ''gi'')::%s', name, found, put, kind);
    END LOOP;
    PERFORM set_config('app.erasing', array_to_string(names, ' '), true);
    EXECUTE format('UPDATE %s SET %s WHERE program_id = $2 AND (%s)', target, array_to_string(sets, ', '),
                   array_to_string(wheres, ' OR ')) USING pattern, program, coarse;
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM set_config('app.erasing', '', true);
    RETURN changed;
END $$
"""
EMPTY = """
CREATE OR REPLACE FUNCTION erase_columns(target regclass, key text, ids bigint[], names text[], unique_names text[],
                                         program bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    name text; kind text; sets text[] := '{}'; changed bigint;
BEGIN
    PERFORM erasing_as_system();
    FOREACH name IN ARRAY names LOOP
        kind := erasable_type(target, name);
        sets := sets || CASE
            WHEN name = ANY (unique_names) THEN format('%I = ''erased-'' || %I', name, key)
            WHEN kind = 'jsonb' THEN
                format('%1$I = CASE jsonb_typeof(%1$I) WHEN ''array'' THEN ''[]'' ELSE ''{}'' END::jsonb', name)
            WHEN kind LIKE '%[]' THEN format('%I = ''{}''', name)
            WHEN kind = 'inet' THEN format('%I = NULL', name)
            ELSE format('%I = ''''', name) END;
    END LOOP;
    PERFORM set_config('app.erasing', array_to_string(names, ' '), true);
    EXECUTE format('UPDATE %s SET %s WHERE program_id = $2 AND %I = ANY ($1)', target, array_to_string(sets, ', '), key)
        USING ids, program;
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM set_config('app.erasing', '', true);
    RETURN changed;
END $$
"""
CHECKS = """
CREATE OR REPLACE FUNCTION erasing_as_system() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('app.actor', true), '') <> 'system' THEN
        RAISE EXCEPTION 'only the system erases' USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;
CREATE OR REPLACE FUNCTION erasable_type(target regclass, name text) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    kind text; plain text;
BEGIN
    SELECT format_type(atttypid, atttypmod), format_type(atttypid, NULL) INTO kind, plain
    FROM pg_attribute WHERE attrelid = target AND attname = name AND attnum > 0 AND NOT attisdropped;
    IF plain IS NULL OR plain NOT IN ('text', 'character varying', 'jsonb', 'bytea', 'inet', 'text[]',
                                      'character varying[]') THEN
        RAISE EXCEPTION '%.% holds no words', target, name USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN kind;
END $$
"""
FORWARD = f"{CHECKS};{REPLACE};{EMPTY};"
BACKWARD = """
DROP FUNCTION erase_mentions(regclass, text[], text, text[], text, bigint);
DROP FUNCTION erase_columns(regclass, text, bigint[], text[], text[], bigint);
DROP FUNCTION erasing_as_system();
DROP FUNCTION erasable_type(regclass, text)
"""

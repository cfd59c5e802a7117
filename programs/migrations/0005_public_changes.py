"""Notes in the transaction of a change that a program's public pages differ from now on: new rules, changed cards."""

import django.db.models.deletion
from django.db import migrations, models

from common.walls import GrantRuntime

_MARK = "hashtextextended(gen_random_uuid()::text, 0) & 4503599627370495"  # 52 bits, so that a sum stays a bigint

# The trigger's tables are named `added` and `removed`. An update that changes nothing is no change. Now and then the
# oldest marks are merged into one: their sum stays, modulo 2^52, and rows that another transaction merges are left.
_NOTE = """
CREATE FUNCTION note_public_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(DISTINCT program_id) INTO changed FROM added;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(DISTINCT program_id) INTO changed FROM removed;
    ELSE
        SELECT array_agg(DISTINCT program_id) INTO changed
        FROM (SELECT * FROM added EXCEPT SELECT * FROM removed) differing;
    END IF;
    IF changed IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO programs_publicchange (program_id, mark) SELECT each, @mark FROM unnest(changed) each;
    IF random() < 0.02 THEN
        WITH merged AS (
            DELETE FROM programs_publicchange WHERE id IN (
                SELECT id FROM programs_publicchange WHERE program_id = ANY(changed)
                ORDER BY id LIMIT 1000 FOR UPDATE SKIP LOCKED
            ) RETURNING program_id, mark
        )
        INSERT INTO programs_publicchange (program_id, mark)
        SELECT program_id, sum(mark) % 4503599627370496 FROM merged GROUP BY program_id;
    END IF;
    RETURN NULL;
END $$
"""
_RULES = """
CREATE TRIGGER public_change_insert AFTER INSERT ON programs_revision REFERENCING NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION note_public_change()
"""
_FIRST = "INSERT INTO programs_publicchange (program_id, mark) SELECT id, @mark FROM programs_program"


class Migration(migrations.Migration):
    dependencies = [("programs", "0004_sent_forms_walls")]

    operations = [
        migrations.CreateModel(
            name="PublicChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark", models.BigIntegerField()),
                (
                    "program",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="programs.program",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of a public page",
                "verbose_name_plural": "changes of public pages",
            },
        ),
        GrantRuntime("programs_publicchange", "SELECT, INSERT, UPDATE, DELETE"),
        migrations.RunSQL(
            [_NOTE.replace("@mark", _MARK), _RULES, _FIRST.replace("@mark", _MARK)],
            [
                "DROP TRIGGER public_change_insert ON programs_revision",
                "DROP FUNCTION note_public_change()",
            ],
        ),
    ]

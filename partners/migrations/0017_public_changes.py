"""Every change of a directory card is noted as a change of the program's public pages, in the same transaction."""

from django.db import migrations

_TRIGGER = """
CREATE TRIGGER public_change_{verb} AFTER {verb} ON partners_card REFERENCING {tables}
FOR EACH STATEMENT EXECUTE FUNCTION note_public_change()
"""
_TABLES = {
    "insert": "NEW TABLE AS added",
    "update": "NEW TABLE AS added OLD TABLE AS removed",
    "delete": "OLD TABLE AS removed",
}


class Migration(migrations.Migration):
    dependencies = [("partners", "0016_answers"), ("programs", "0005_public_changes")]

    operations = [
        migrations.RunSQL(
            [_TRIGGER.format(verb=verb, tables=tables) for verb, tables in _TABLES.items()],
            [f"DROP TRIGGER public_change_{verb} ON partners_card" for verb in _TABLES],
        )
    ]

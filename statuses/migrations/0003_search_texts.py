"""Writes what is searched of every partner and of every card: their words as common/searching cuts them."""

import tomllib

from django.db import migrations

from common.folding import fold
from partners.profile.searchable import COLUMNS, Searchable

_BATCH = 500
_FACTS = """
SELECT partner.id, partner.code, partner.name, partner.country, partner.city, partner.website, partner.description,
       partner.services, partner.languages, COALESCE(standing.level, ''), partner.program_id
FROM partners_partner partner
LEFT JOIN statuses_standing standing ON standing.partner_id = partner.id AND standing.track = 'status'
WHERE partner.program_id = %s AND partner.id > %s ORDER BY partner.id LIMIT %s
"""
_NOTE = """
INSERT INTO partners_partnertext (partner_id, program_id, search, near) VALUES (%s, %s, %s::tsvector, %s)
ON CONFLICT (partner_id) DO UPDATE SET search = EXCLUDED.search, near = EXCLUDED.near
"""
_NAMES = "SELECT partner_id, name FROM partners_card WHERE program_id = %s AND sort_name = ''"
_PUBLISH = """
UPDATE partners_cardtext SET search = text.search, near = text.near
FROM partners_partnertext text WHERE text.partner_id = partners_cardtext.card_id AND text.program_id = %s
"""


def write(apps, schema_editor):
    """Each program on its own, within its own row security."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT id FROM programs_program ORDER BY id")
        for (program_id,) in cursor.fetchall():
            cursor.execute(
                "SELECT set_config('app.program_id', %s, true), set_config('app.partner_id', '0', true)",
                [str(program_id)],
            )
            _program(cursor, program_id)


def _program(cursor, program_id):
    names = _level_names(cursor, program_id)
    last = 0
    while True:
        cursor.execute(_FACTS, [program_id, last, _BATCH])
        rows = cursor.fetchall()
        if not rows:
            break
        last = rows[-1][0]
        cursor.executemany(_NOTE, [(row[0], program_id, *_text(row, names)) for row in rows])
    cursor.execute(_PUBLISH, [program_id])
    cursor.execute(_NAMES, [program_id])
    named = [(fold(name), partner_id) for partner_id, name in cursor.fetchall()]
    cursor.executemany("UPDATE partners_card SET sort_name = %s WHERE partner_id = %s", named)


def _level_names(cursor, program_id):
    """The names of the levels under the newest rules."""
    cursor.execute(
        "SELECT source FROM programs_revision WHERE program_id = %s ORDER BY number DESC LIMIT 1", [program_id]
    )
    found = cursor.fetchone()
    tracks = tomllib.loads(found[0]).get("tracks", []) if found else []
    levels = (track.get("levels", []) for track in tracks if track["code"] == "status")
    return {level["code"]: level.get("name", "") for each in levels for level in each}


def _text(row, names):
    found = dict(zip(("id", *COLUMNS), row, strict=False))
    searchable = Searchable.of(found, level_name=names.get(found["level"], ""))
    return searchable.vector(), searchable.typo_keys()


class Migration(migrations.Migration):
    dependencies = [
        ("statuses", "0002_walls"),
        ("partners", "0013_search_functions"),
        ("programs", "0002_walls"),
    ]

    operations = [migrations.RunPython(write, migrations.RunPython.noop, elidable=True)]

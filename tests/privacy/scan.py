"""Looks for words in every column of every table, also in files and in what is encrypted."""

from collections.abc import Collection

from django.apps import apps
from django.db import connection

from common.encryption import InvalidToken, decrypt
from common.personal.registry import HOLDINGS, KEPT, MENTIONS

_COLUMNS = """
SELECT relname, attname, format_type(atttypid, NULL) FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped
  AND format_type(atttypid, NULL) IN ('text', 'text[]', 'character varying', 'character varying[]', 'jsonb', 'bytea',
                                      'tsvector', 'inet')
"""


def traces(words: Collection[str]) -> set[str]:
    """Every column, "table.column", that holds one of the words; the transaction is bound to the program."""
    found = set()
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        for table, column, kind in cursor.fetchall():
            text = f"encode(\"{column}\", 'escape')" if kind == "bytea" else f'"{column}"::text'
            cursor.execute(f'SELECT {text} FROM "{table}"')
            if any(_names(value, words) for (value,) in cursor.fetchall() if value):
                found.add(f"{table}.{column}")
    return found


def _names(value: str, words: Collection[str]) -> bool:
    texts = [value, _opened(value)]
    return any(word.lower() in text.lower() for text in texts for word in words)


def _opened(value: str) -> str:
    try:
        return decrypt(value) if value.startswith("gAAAA") else ""
    except InvalidToken:
        return ""  # with a key that the portal does not have


def claimed() -> set[str]:
    """Every column that the registrations promise to clean."""
    columns = [(each.model, each.columns) for each in HOLDINGS] + list(MENTIONS.items())
    return {_name(model, name) for model, names in columns for name in names}


def kept() -> set[str]:
    """Every column that a law keeps."""
    return {_name(each.model, name) for each in KEPT for name in each.columns}


def impersonal() -> set[str]:
    """Every other column: codes, and names of companies."""
    ours = {_name(model, f.name) for model in apps.get_models() for f in model._meta.concrete_fields}
    return ours - claimed() - kept()


def _name(model, name: str) -> str:
    return f"{model._meta.db_table}.{model._meta.get_field(name).column}"


_MAY = "SELECT has_column_privilege(current_user, %s, %s, 'UPDATE')"
_KIND = "SELECT format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = %s::regclass AND attname = %s"


def plant(columns: Collection[str], text: str, *, program_id: int) -> set[str]:
    """Put the text into columns of the program's rows; returns those that nobody may change, so that it couldn't."""
    left = set()
    with connection.cursor() as cursor:
        for name in sorted(columns):
            table, column = name.split(".")
            cursor.execute(_MAY, [table, column])
            may = cursor.fetchone()[0]
            cursor.execute(_KIND, [table, column])
            kind = cursor.fetchone()[0]
            value = {"jsonb": f'{{"said": "{text}"}}', "bytea": text.encode(), "text[]": [text]}.get(kind, text)
            if may and kind != "inet":
                where = f'UPDATE "{table}" SET "{column}" = %s WHERE program_id = %s'
                cursor.execute(where, [value, program_id])
            else:
                left.add(name)
    return left

"""What many tests begin with is made once per process: `kept(open_program, "bitrix24")` copies its rows afterwards.

The first call runs the real operations and stores the rows that they wrote in a schema of their own. Later calls with
the same arguments insert these rows again, with the same ids, in one statement. What a function makes may depend on its
arguments, on what the test asked for before, and on the day. As soon as a test has written anything else, or if an
argument was not made here, everything is made anew.
"""

import functools
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count
from typing import Any, NamedTuple

import psycopg
import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.db.models import Model
from django.utils import timezone
from psycopg import sql

from common.tenancy import bind
from tests.databases import address
from tests.statements import every_row

# Signing in writes sessions, on which nothing that is kept depends.
_WRITES = re.compile(r'\s*(?:INSERT|UPDATE|DELETE|WITH|MERGE|COPY)\b(?!.{0,6}"(?:django_session|usersessions_\w+)")')
_SIGNS_IN = 'UPDATE "accounts_user" SET "last_login"'
# Triggers note public changes again, with marks of their own: what is kept about pages never returns with the rows.
_TABLES = """
SELECT pg_class.oid::regclass::text, quote_ident(pk.attname),
    array_agg(quote_ident(every.attname) ORDER BY every.attnum),
    EXISTS (SELECT FROM pg_trigger WHERE tgrelid = pg_class.oid AND NOT tgisinternal AND tgtype & 5 = 5
        AND tgname NOT LIKE 'writers\\_%')
FROM pg_class
JOIN pg_index ON indrelid = pg_class.oid AND indisprimary
JOIN pg_attribute pk ON pk.attrelid = pg_class.oid AND pk.attnum = indkey[0]
JOIN pg_attribute every ON every.attrelid = pg_class.oid AND every.attnum > 0
    AND NOT every.attisdropped AND every.attgenerated = ''
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND has_table_privilege(pg_class.oid, 'SELECT')
AND relname NOT IN ('django_migrations', 'django_content_type', 'auth_permission', 'django_session',
    'programs_publicchange')
GROUP BY pg_class.oid, pk.attname
"""

_numbers = count(1)  # of functions and their tables


@dataclass(frozen=True)
class _Kept:
    """The SQL function that inserts the rows, if there are any, a copy of the result and the arguments.

    ``changed`` says of each argument whether it was changed: what a test gave to another one stays as it is.
    """

    function: str
    program_id: int | None
    outcome: tuple[Any, list[Model]]
    changed: list[bool]


@dataclass
class _Test:
    """What the present test has asked for, the rows it got by that, and whether it has written anything else."""

    asked: set[int] = field(default_factory=set)
    rows: set[Any] = field(default_factory=set)
    wrote: bool = False
    making: bool = False


_test = _Test()
_all: dict[Any, _Kept | None] = {}
_short: dict[Any, int] = {}  # a number for each key of `_all`


def kept(make: Callable[..., Any], *given: Any, alone: bool = False, **fields: Any) -> Any:
    """Return what ``make`` returns for the arguments, from its rows if they are kept.

    Models that are given are changed as ``make`` changes them. ``alone`` says that the result does not depend on what
    else the test has asked for.
    """
    models = [one for one in given if isinstance(one, Model)]
    if _test.making or (_test.wrote and not alone) or not all(_name(one) in _test.rows for one in models):
        return make(*given, **fields)
    place = (connections["default"].settings_dict["NAME"], connection.in_atomic_block, timezone.now().date())
    before = () if alone else frozenset(_test.asked)
    key = (*place, before, make.__qualname__, repr([_name(one) for one in given]), repr(fields))
    if key not in _all:
        result = _first(key, make, given, models, fields)
    elif (found := _all[key]) is None:
        return make(*given, **fields)
    else:
        result = _again(found, models)
    _test.asked.add(_short.setdefault(key, len(_short)))
    _test.rows |= {_name(one) for one in (result, *models) if isinstance(one, Model)}
    return result


def _name(one: Any) -> Any:
    return (type(one), one.pk) if isinstance(one, Model) else one


def _first(key: Any, make: Callable[..., Any], given: Any, models: list[Model], fields: Any) -> Any:
    program = getattr(models[0], "program_id", models[0].pk) if models else None
    _test.making = True
    try:
        before, were = _seen(program), [_values(model) for model in models]
        result = make(*given, **fields)
        if program is None:
            program = getattr(result, "program_id", result.pk)
        after = _seen(program)
    finally:
        _test.making = False
    changed = {
        table: [at for at in found.values() if at not in before[table].values()] for table, found in after.items()
    }
    gone = any(before[table].keys() - after[table].keys() for table in before)
    # A row that sets off a trigger would be counted twice, for example a bonus.
    posted = any(rows and _tables()[table].posts for table, rows in changed.items())
    if gone or posted:
        _all[key] = None
        return result
    altered = [_values(model) != old for model, old in zip(models, were, strict=True)]
    _all[key] = _Kept(_store(program, changed), program, deepcopy((result, models)), altered)
    return result


def _values(model: Model) -> dict[str, Any]:
    return deepcopy({name: value for name, value in vars(model).items() if name != "_state"})


def _again(found: _Kept, models: list[Model]) -> Any:
    result, copies = deepcopy(found.outcome)
    if found.function:
        _test.making = True
        with bind(found.program_id), connection.cursor() as cursor:
            cursor.execute(f"SELECT {found.function}()")
        _test.making = False
    for model, copy, changed in zip(models, copies, found.changed, strict=True):
        if changed:
            model.__dict__.clear()
            model.__dict__.update(copy.__dict__)
        if copy is result:
            result = model
    return result


class _Table(NamedTuple):
    """The primary key and the columns of a table, and whether each new row sets off a trigger."""

    key: str
    columns: list[str]
    posts: bool


def _tables() -> dict[str, _Table]:
    return _tables_in(connections["default"].settings_dict["NAME"])


@functools.cache
def _tables_in(_database: str) -> dict[str, _Table]:
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        return {table: _Table(*found) for table, *found in cursor.fetchall()}


def _every_row() -> str:
    return " UNION ALL ".join(
        f"SELECT '{table}', {key}::text, ctid::text, xmin::text, cmin::text FROM {table}"
        for table, (key, *_) in _tables().items()
    )


def _seen(program_id: int | None) -> dict[str, dict[str, tuple[str, str, int]]]:
    """The place and the age of every row of a program, by table and primary key."""
    found: dict[str, dict[str, tuple[str, str, int]]] = defaultdict(dict)
    with bind(program_id):
        for table, key, at, since, command in every_row("kept_seen", _every_row()):
            found[table][key] = (at, since, int(command))
    return found


def _store(program_id: int | None, changed: dict[str, list[tuple[str, str, int]]]) -> str:
    """Copy rows to tables of the schema `kept`, and make the function that inserts them in their order."""
    filled = sorted((min(row[2] for row in rows), table) for table, rows in changed.items() if rows)
    if not filled:
        return ""
    name, inserts, tables = f"kept.k{next(_numbers)}", [], _tables()
    with psycopg.connect(**address(connections["default"].settings_dict["NAME"]), autocommit=True) as owner:
        role = sql.Identifier(connections["default"].settings_dict["USER"])
        owner.execute("CREATE SCHEMA IF NOT EXISTS kept")
        owner.execute(sql.SQL("GRANT USAGE ON SCHEMA kept TO {}").format(role))
        for _command, table in filled:
            with bind(program_id), connection.cursor() as cursor:
                places = [at for at, _since, _command in changed[table]]
                cursor.execute(f"SELECT json_agg(t)::text FROM {table} t WHERE ctid = ANY(%s::tid[])", [places])
                rows = cursor.fetchone()[0]
            key, columns, _ = tables[table]
            copy, listed = f"{name}_{table}", ", ".join(columns)
            new = ", ".join(f"{column} = EXCLUDED.{column}" for column in columns if column != key)
            owner.execute(f"CREATE TABLE {copy} (LIKE {table})")
            owner.execute(f"INSERT INTO {copy} SELECT * FROM json_populate_recordset(NULL::{table}, %s)", [rows])
            inserts.append(
                f"INSERT INTO {table} ({listed}) SELECT {listed} FROM {copy} ON CONFLICT ({key}) DO UPDATE SET {new};"
            )
        body = f"BEGIN {' '.join(inserts)} END"
        owner.execute(f"CREATE FUNCTION {name}() RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $${body}$$")
    return name


def _note(execute: Callable[..., Any], statement: Any, params: Any, many: bool, context: Any) -> Any:
    """Notices what a test writes by itself."""
    if not (_test.making or _test.wrote) and isinstance(statement, str) and _WRITES.match(statement):
        _test.wrote = not statement.startswith(_SIGNS_IN)
    return execute(statement, params, many, context)


def begin() -> None:
    """Begin with nothing; rows that return with the same ids must not meet what was cached about them."""
    _test.__init__()  # type: ignore[misc]
    cache.clear()


@pytest.fixture(autouse=True)
def _a_test_of_its_own() -> None:
    begin()


@pytest.fixture(autouse=True, scope="session")
def _writes_are_noticed() -> Iterator[None]:
    wrappers = connections["default"].execute_wrappers
    wrappers.append(_note)
    yield
    wrappers.remove(_note)

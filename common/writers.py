"""Who may write which table, by kind of actor. Each app declares its tables in `writers.py`; PostgreSQL enforces it.

`common.tenancy` binds the kind of actor as `app.actor`. For each verb, a trigger runs once per statement and refuses
the runtime role every other kind. Row security still says whose rows (`common/walls.py`). `manage.py migrate` puts the
declarations in force (`enforce`); a table that nobody declared may be written by the system only.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from common.walls import runtime_role

# "nobody" is bound to nothing: a process before it binds, the session middleware, Celery beat.
KINDS = ("nobody", "visitor", "account", "partner", "staff", "system")
VERBS = ("insert", "update", "delete")
SYSTEM = frozenset({"system"})

# Its arguments are the runtime role and the kinds that may write; a trigger on rows repeats its condition. If the actor
# were compared in the condition of the trigger (WHEN), every statement would parse it anew, at three times the cost.
_FUNCTION = """
CREATE OR REPLACE FUNCTION limit_writers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    actor text := coalesce(nullif(current_setting('app.actor', true), ''), 'nobody');
BEGIN
    IF current_user = TG_ARGV[0] AND actor <> ALL (string_to_array(TG_ARGV[1], ' ')) THEN
        RAISE EXCEPTION 'as %, % on % is refused', actor, TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege', HINT = 'See the writers.py of its app.';
    END IF;
    RETURN NEW;
END $$
"""
_FOUND = """
SELECT relname, tgname, encode(tgargs, 'escape') FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE tgname LIKE 'writers\\_%' AND relnamespace = 'public'::regnamespace
"""
_TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"


@dataclass(frozen=True, slots=True)
class Writers:
    """The kinds of actor that may use each verb on a table, and the flags that fewer of them may set."""

    insert: frozenset[str] = SYSTEM
    update: frozenset[str] = SYSTEM
    delete: frozenset[str] = SYSTEM
    flags: Mapping[str, tuple[frozenset[str], bool]] = field(default_factory=dict)


_declared: dict[str, Writers] = {}


def add_writers(
    table: str,
    *,
    insert: str = "",
    update: str = "",
    delete: str = "",
    flags: Mapping[str, tuple[str, bool]] | None = None,
) -> None:
    """Declare who may write a table: for each verb, kinds of actor with spaces between; the system always may.

    `flags` names boolean columns that only the given kinds may change, and the value with which others insert a row.
    Raises ValueError for an unknown kind or a table that is declared twice.
    """
    if table in _declared:
        raise ValueError(f"{table} is declared twice.")
    guarded = {column: (_kinds(kinds), initial) for column, (kinds, initial) in (flags or {}).items()}
    _declared[table] = Writers(_kinds(insert), _kinds(update), _kinds(delete), guarded)


def writers() -> Mapping[str, Writers]:
    """Return every declaration, by table."""
    return _declared


def enforce(connection: Any) -> list[str]:
    """Put the declarations in force, as the owner of the tables; return the triggers that were changed.

    Unchanged triggers are left alone, because replacing one locks its table.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTION)
        cursor.execute(_FOUND)
        found = {(table, name): arguments for table, name, arguments in cursor.fetchall()}
        cursor.execute(_TABLES)
        wanted = {(each.table, each.name): each for (table,) in cursor.fetchall() for each in _triggers(table)}
        changed = [key for key, each in wanted.items() if found.get(key) != each.stored_arguments]
        for key in changed:
            cursor.execute(wanted[key].sql)
        for table, name in sorted(found.keys() - wanted.keys()):
            cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')
    return [f"{table} {name}" for table, name in changed]


@dataclass(frozen=True, slots=True)
class _Trigger:
    """Lets only the given kinds of actor use `verb` on a table; with `when`, only on rows for which it is true."""

    table: str
    name: str
    verb: str
    kinds: frozenset[str]
    when: str = ""

    @property
    def arguments(self) -> list[str]:
        return [runtime_role(), " ".join(sorted(self.kinds)), self.when]

    @property
    def stored_arguments(self) -> str:
        """As PostgreSQL's catalog shows them."""
        return "".join(f"{argument}\\000" for argument in self.arguments)

    @property
    def sql(self) -> str:
        each = f"ROW WHEN ({self.when})" if self.when else "STATEMENT"
        arguments = ", ".join(f"'{argument}'" for argument in self.arguments)
        return (
            f'CREATE OR REPLACE TRIGGER "{self.name}" BEFORE {self.verb} ON "{self.table}" FOR EACH {each}'
            f" EXECUTE FUNCTION limit_writers({arguments})"
        )


def _triggers(table: str) -> Iterator[_Trigger]:
    declared = _declared.get(table, Writers())
    for verb in VERBS:
        kinds = getattr(declared, verb)
        if kinds < frozenset(KINDS):
            yield _Trigger(table, f"writers_{verb}", verb, kinds)
    for column, (kinds, initial) in declared.flags.items():
        given = f'NEW."{column}" IS NOT {str(initial).upper()}'
        changed = f'NEW."{column}" IS DISTINCT FROM OLD."{column}"'
        yield _Trigger(table, f"writers_insert_{column}", "insert", kinds, given)
        yield _Trigger(table, f"writers_update_{column}", "update", kinds, changed)


def _kinds(words: str) -> frozenset[str]:
    found = frozenset(words.split()) | SYSTEM
    if unknown := found - set(KINDS):
        raise ValueError(f"{', '.join(sorted(unknown))}: not a kind of actor.")
    return found

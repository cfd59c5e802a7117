"""Migration operations for the walls in PostgreSQL: row security, append-only tables, rights.

Each app uses them in its `0002_walls.py`. They read no model state, so later operations don't affect them.
The runtime role (web, worker) owns nothing and can't bypass row security; see `runtime_role`.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from django.conf import settings
from django.db.migrations.operations.base import Operation, OperationCategory

REFUSE = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - TG_ARGV::text[] = to_jsonb(OLD) - TG_ARGV::text[] THEN
        RETURN NEW;
    END IF;
    -- erase_mentions and erase_columns (common/personal/sql.py), which run as the owner, empty the columns they name.
    IF TG_OP = 'UPDATE' AND coalesce(current_setting('app.erasing', true), '') <> ''
       AND current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID)
       AND to_jsonb(NEW) - string_to_array(current_setting('app.erasing'), ' ')
         = to_jsonb(OLD) - string_to_array(current_setting('app.erasing'), ' ') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation', HINT = 'Record a correcting row instead.';
END $$
"""


def runtime_role() -> str:
    """Return the database role of web and worker: `settings.RUNTIME_ROLE`, or the user of the default connection."""
    return getattr(settings, "RUNTIME_ROLE", "") or settings.DATABASES["default"]["USER"]


class Wall(ABC, Operation):
    """SQL on one table, forwards and backwards, without changing model state."""

    category = OperationCategory.SQL
    reduces_to_sql = True
    reversible = True
    table: str

    def state_forwards(self, app_label, state) -> None:
        """Do nothing: a wall changes no model."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for statement in self.forwards(schema_editor.quote_name):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for statement in self.backwards(schema_editor.quote_name):
            schema_editor.execute(statement, params=None)

    @abstractmethod
    def forwards(self, quote) -> list[str]:
        """Return the statements that create the wall."""

    @abstractmethod
    def backwards(self, quote) -> list[str]:
        """Return the statements that remove the wall."""


class ForceRowSecurity(Wall):
    """Limits access to the rows of `table` to their own program and, with `partner`, to their own partner.

    `partner` is the column with the partner's id, None for a table without one. If `user` names a column, a signed-in
    user also sees rows with the user's own id in it; the same for `applicant`, but only while the row has no partner.
    With `vendor`, only the whole program (staff and the system) has access, and no partner, whatever partner the row
    has.
    """

    def __init__(
        self,
        table: str,
        program: str = "program_id",
        partner: str | None = "partner_id",
        user: str | None = None,
        applicant: str | None = None,
        vendor: bool = False,
    ) -> None:
        self.table, self.program, self.partner, self.vendor = table, program, partner, vendor
        self.user, self.applicant = user, applicant

    def describe(self) -> str:
        return f"Force row security on {self.table}"

    def condition(self, quote) -> str:
        """Return the policy's expression, true for the bound tenant's rows."""
        condition = f"{quote(self.program)} = {_setting('program')}"
        if self.partner is None and self.user is None and not self.vendor:
            return condition
        own = f"{_setting('partner')} = 0"
        if self.partner is not None and not self.vendor:
            own = f"{_setting('partner')} = ANY (ARRAY[0, {quote(self.partner)}])"
        if self.user is not None:
            own = f"({own} OR {quote(self.user)} = {_setting('user')})"
        if self.applicant is not None:
            mine = f"{quote(self.applicant)} = {_setting('user')} AND {quote(self.partner)} IS NULL"
            own = f"({own} OR ({mine}))"
        return f"{condition} AND {own}"

    def forwards(self, quote) -> list[str]:
        table, condition = quote(self.table), self.condition(quote)
        return [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY tenant ON {table} USING ({condition}) WITH CHECK ({condition})",
        ]

    def backwards(self, quote) -> list[str]:
        table = quote(self.table)
        return [
            f"DROP POLICY tenant ON {table}",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ]


class OwnRows(Wall):
    """Limits access to the rows of `table`, of sign-in, to the person in column `user`, and to the system.

    An account page for somebody who has not signed in sees them all: it finds out who signs in. With `staff`, the
    vendor's staff does too, for who has what.
    """

    def __init__(self, table: str, user: str = "user_id", staff: bool = False) -> None:
        self.table, self.user, self.staff = table, user, staff

    def describe(self) -> str:
        return f"Force row security on {self.table}, by person"

    def forwards(self, quote) -> list[str]:
        table, actor = quote(self.table), "current_setting('app.actor', true)"
        own, kinds = f"{quote(self.user)} = {_setting('user')}", "'system', 'staff'" if self.staff else "'system'"
        condition = f"{own} OR {actor} IN ({kinds}) OR ({actor} = 'account' AND {_setting('user')} IS NULL)"
        return [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY own ON {table} USING ({condition}) WITH CHECK ({condition})",
        ]

    def backwards(self, quote) -> list[str]:
        table = quote(self.table)
        return [
            f"DROP POLICY own ON {table}",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ]


class AppendOnly(Wall):
    """Forbids deleting or changing rows of `table`; only columns in `allow_update` may be set later.

    Triggers refuse it for every role, and the runtime role also lacks the rights, so disabling triggers wouldn't help
    it. The refusal is an `IntegrityError` (trigger) or `ProgrammingError` (right).
    """

    def __init__(self, table: str, allow_update: Sequence[str] = ()) -> None:
        self.table, self.allow_update = table, tuple(allow_update)

    def describe(self) -> str:
        return f"Make {self.table} append-only"

    def forwards(self, quote) -> list[str]:
        table, role = quote(self.table), quote(runtime_role())
        arguments = ", ".join(f"'{column}'" for column in self.allow_update)
        statements = [
            REFUSE,
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION refuse_change({arguments})",
            f"CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
            f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}",
        ]
        if self.allow_update:
            columns = ", ".join(quote(column) for column in self.allow_update)
            statements.append(f"GRANT UPDATE ({columns}) ON {table} TO {role}")
        return statements

    def backwards(self, quote) -> list[str]:
        table, role = quote(self.table), quote(runtime_role())
        return [
            f"DROP TRIGGER append_only ON {table}",
            f"DROP TRIGGER append_only_truncate ON {table}",
            f"GRANT UPDATE, DELETE ON {table} TO {role}",
        ]


class GrantRuntime(Wall):
    """Gives the runtime role exactly `rights` on a table; the default is select, insert, update and delete."""

    def __init__(self, table: str, rights: str) -> None:
        self.table, self.rights = table, rights

    def describe(self) -> str:
        return f"Grant {self.rights} on {self.table} to the runtime role"

    def forwards(self, quote) -> list[str]:
        table, role = quote(self.table), quote(runtime_role())
        return [f"REVOKE ALL ON {table} FROM {role}", f"GRANT {self.rights} ON {table} TO {role}"]

    def backwards(self, quote) -> list[str]:
        return [f"GRANT SELECT, INSERT, UPDATE, DELETE ON {quote(self.table)} TO {quote(runtime_role())}"]


def _setting(name: str) -> str:
    """Return the bound tenant as SQL; an unset setting reads NULL, one left by an ended transaction reads ''."""
    return f"NULLIF(current_setting('app.{name}_id', true), '')::bigint"

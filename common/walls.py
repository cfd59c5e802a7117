"""Migration operations that put the walls into PostgreSQL: row security, append-only tables, rights.

They stand in each app's `0002_walls.py`. They read no model state, so later operations do not disturb them.
The runtime role (web, worker) owns nothing and cannot bypass row security; see `runtime_role`.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from django.conf import settings
from django.db.migrations.operations.base import Operation, OperationCategory

_REFUSE = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - TG_ARGV::text[] = to_jsonb(OLD) - TG_ARGV::text[] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation', HINT = 'Record a correcting row instead.';
END $$
"""


def runtime_role() -> str:
    """The database role of web and worker: `settings.RUNTIME_ROLE`, else the user of the default connection."""
    return getattr(settings, "RUNTIME_ROLE", "") or settings.DATABASES["default"]["USER"]


class _Wall(ABC, Operation):
    """SQL forwards and backwards on one table, without a change of model state."""

    category = OperationCategory.SQL
    reduces_to_sql = True
    reversible = True
    table: str

    def state_forwards(self, app_label, state) -> None:
        """A wall changes no model."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for statement in self.forwards(schema_editor.quote_name):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for statement in self.backwards(schema_editor.quote_name):
            schema_editor.execute(statement, params=None)

    @abstractmethod
    def forwards(self, quote) -> list[str]:
        """The statements that put the wall up."""

    @abstractmethod
    def backwards(self, quote) -> list[str]:
        """The statements that take the wall down."""


class ForceRowSecurity(_Wall):
    """Rows of `table` are seen and written only inside their own program and, with `partner`, their own partner.

    `partner` is the column with the partner's id, None for a table that has none. A signed-in user also sees
    the rows in its own name when `user` names the column; when `applicant` names it, only as long as the row has no
    partner. With `vendor` only the whole program may look: its staff and the system, no partner, whatever the row's
    partner is.
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
        """The policy's expression: true for the rows of the bound tenant."""
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


class AppendOnly(_Wall):
    """Rows of `table` are never deleted nor changed, by anyone; only columns in `allow_update` may be set later.

    Two locks: triggers refuse it for every role, and the runtime role lacks the rights, so that switching
    triggers off does not help it. The refusal is an `IntegrityError` (trigger) or `ProgrammingError` (right).
    """

    def __init__(self, table: str, allow_update: Sequence[str] = ()) -> None:
        self.table, self.allow_update = table, tuple(allow_update)

    def describe(self) -> str:
        return f"Make {self.table} append-only"

    def forwards(self, quote) -> list[str]:
        table, role = quote(self.table), quote(runtime_role())
        arguments = ", ".join(f"'{column}'" for column in self.allow_update)
        statements = [
            _REFUSE,
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


class GrantRuntime(_Wall):
    """Give the runtime role exactly `rights` on a table; without it a table is read, inserted, updated and deleted."""

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
    """The bound tenant as SQL; a setting never set reads NULL, one that an ended transaction set reads ''."""
    return f"NULLIF(current_setting('app.{name}_id', true), '')::bigint"

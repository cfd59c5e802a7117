"""Binds a transaction to its tenant with the settings that row-security policies read (see `common/walls.py`).

The settings are `SET LOCAL`: they end with the transaction and never stay on a pooled connection.
An unset setting, and the '' that an ended transaction leaves behind, match no row.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from django.db import connection, transaction

from common.actor import Actor

WHOLE_PROGRAM = 0

_BOUND = (
    "SELECT current_setting('app.program_id', true), "
    "current_setting('app.partner_id', true), current_setting('app.user_id', true)"
)
_SET = (
    "SELECT set_config('app.program_id', %s, true), "
    "set_config('app.partner_id', %s, true), set_config('app.user_id', %s, true)"
)


@contextmanager
def bind(program_id: int | None, partner_id: int | None = WHOLE_PROGRAM, user_id: int | None = None) -> Iterator[None]:
    """Run the block in a transaction that sees one program, or one partner of it.

    `partner_id` 0 is the whole program (staff, system), None is no partner (visitors). When nested, the
    inner binding applies to the inner block; afterwards the outer one is restored, even after an error.
    """
    nested = connection.in_atomic_block
    with transaction.atomic():
        outer = bound() if nested else None
        _set(program_id, partner_id, user_id)
        yield
        # A rollback to the savepoint, explicit or by an exception, already restores the outer settings.
        if outer is not None and not connection.needs_rollback:
            _set(*outer)


def bind_actor(actor: Actor) -> AbstractContextManager[None]:
    """`bind` with what this actor may see: its partner, the whole program, or public rows only."""
    return bind(*_scope(actor))


def rebind(actor: Actor) -> None:
    """Bind the rest of the current `bind` block to this actor, for a block that first had to find the actor.

    Raises `RuntimeError` outside a transaction, where the settings would be lost.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("rebind() belongs inside a bind() block.")
    _set(*_scope(actor))


def bound() -> tuple[str, str, str]:
    """Return the program, partner and user that the transaction is bound to, as text; '' if unset."""
    with connection.cursor() as cursor:
        cursor.execute(_BOUND)
        program, partner, user = cursor.fetchone()
    return program or "", partner or "", user or ""


def _scope(actor: Actor) -> tuple[int | None, int | None, int | None]:
    partner_id = WHOLE_PROGRAM if actor.is_vendor else actor.partner_id
    return actor.program_id, partner_id, actor.user_id


def _set(*settings: int | str | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SET, ["" if value is None else str(value) for value in settings])

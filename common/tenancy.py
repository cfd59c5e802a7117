"""Binds a transaction to its tenant and its actor, with the settings that PostgreSQL's walls read.

`app.program_id`, `app.partner_id` and `app.user_id` say whose rows are visible (`common/walls.py`); `app.actor` is the
kind of actor, which says what may be written (`common/writers.py`). The settings are `SET LOCAL`: they end with the
transaction and never stay on a pooled connection. An unset setting, and the '' that an ended transaction leaves
behind, match no row and may write next to nothing.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from django.db import connection, transaction

from common.actor import Actor

WHOLE_PROGRAM = 0
ACCOUNT = "account"  # the kind of the account pages, whoever asks: sign-in, sign-up, reset, second factors

_NAMES = ("program_id", "partner_id", "user_id", "actor")
_BOUND = "SELECT " + ", ".join(f"current_setting('app.{name}', true)" for name in _NAMES)
_SET = "SELECT " + ", ".join(f"set_config('app.{name}', %s, true)" for name in _NAMES)


@contextmanager
def bind(
    program_id: int | None, partner_id: int | None = WHOLE_PROGRAM, user_id: int | None = None, kind: str = ""
) -> Iterator[None]:
    """Run the block in a transaction that sees one program, or one partner of it.

    `partner_id` 0 is the whole program (staff, system), None is no partner (visitors). `kind` of the actor is, if not
    given, the system for the whole program, else a partner or a visitor. When nested, the inner binding applies to the
    inner block; afterwards the outer one is restored, even after an error.
    """
    with _restoring():
        _set(program_id, partner_id, user_id, kind or _kind(partner_id))
        yield


@contextmanager
def bind_asking(program_id: int, question: str, *given: object) -> Iterator[Any]:
    """`bind` to the whole program that asks for the value of an SQL expression in the same statement.

    For a function of the database that decides at once whether the block goes on: it is called once the settings hold.
    """
    with _restoring():
        with connection.cursor() as cursor:
            cursor.execute(f"{_SET}, {question}", [str(program_id), str(WHOLE_PROGRAM), "", "system", *given])
            answer = cursor.fetchone()[-1]
        yield answer


@contextmanager
def _restoring() -> Iterator[None]:
    """A transaction; a nested one gives the outer one its settings back."""
    nested = connection.in_atomic_block
    with transaction.atomic():
        outer = bound() if nested else None
        yield
        # A rollback to the savepoint, explicit or by an exception, already restores the outer settings.
        if outer is not None and not connection.needs_rollback:
            _set(*outer)


def bind_actor(actor: Actor) -> AbstractContextManager[None]:
    """`bind` with what this actor may see and write: its partner, the whole program, or public rows only."""
    return bind(*_scope(actor), actor.kind)


def bind_system() -> AbstractContextManager[None]:
    """`bind` for a command that works on people, without a program: the system."""
    return bind(None)


def rebind(actor: Actor, kind: str = "") -> None:
    """Bind the rest of the current `bind` block to this actor, for a block that first had to find the actor.

    `kind` replaces the actor's own. Raises `RuntimeError` outside a transaction, where the settings would be lost.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("rebind() belongs inside a bind() block.")
    _set(*_scope(actor), kind or actor.kind)


def bound() -> tuple[str, str, str, str]:
    """Return the program, partner, user and kind of actor that the transaction is bound to, as text; '' if unset."""
    with connection.cursor() as cursor:
        cursor.execute(_BOUND)
        program, partner, user, kind = cursor.fetchone()
    return program or "", partner or "", user or "", kind or ""


def _kind(partner_id: int | None) -> str:
    if partner_id is None:
        return "visitor"
    return "system" if partner_id == WHOLE_PROGRAM else "partner"


def _scope(actor: Actor) -> tuple[int | None, int | None, int | None]:
    partner_id = WHOLE_PROGRAM if actor.is_vendor else actor.partner_id
    return actor.program_id, partner_id, actor.user_id


def _set(*settings: int | str | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SET, ["" if value is None else str(value) for value in settings])

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
from common.planned import planned

WHOLE_PROGRAM = 0
ACCOUNT = "account"  # the kind of the account pages, whoever asks: sign-in, sign-up, reset, second factors

_NAMES = ("program_id", "partner_id", "user_id", "actor")
_BOUND = "SELECT " + ", ".join(f"current_setting('app.{name}', true)" for name in _NAMES)
_CONFIG = ", ".join(f"set_config('app.{name}', %s, true)" for name in _NAMES)
_SET = f"SELECT {_CONFIG}"
# What holds is read below, in a step of its own, before anything is set.
_EXCHANGE = f"SELECT held.*, {_CONFIG} FROM ({_BOUND} OFFSET 0) held"  # noqa: S608 - constants only


@contextmanager
def bind(
    program_id: int | None,
    partner_id: int | None = WHOLE_PROGRAM,
    user_id: int | None = None,
    kind: str = "",
    *,
    savepoint: bool = True,
) -> Iterator[None]:
    """Run the block in a transaction that sees one program, or one partner of it.

    `partner_id` 0 is the whole program (staff, system), None is no partner (visitors). `kind` of the actor is, if not
    given, the system for the whole program, else a partner or a visitor. When nested, the inner binding applies to the
    inner block; afterwards the outer one is restored, even after an error. A nested block without a
    ``savepoint`` saves two statements; an error in it undoes the outer block.
    """
    nested = connection.in_atomic_block
    wanted = _texts(program_id, partner_id, user_id, kind or _kind(partner_id))
    with transaction.atomic(savepoint=savepoint):
        outer = _exchange(wanted) if nested else None
        if outer is None:
            _set(*wanted)
        yield
        _restore(outer, wanted)


@contextmanager
def bind_asking(program_id: int, question: str, *given: Any) -> Iterator[Any]:
    """`bind` to the whole program that asks for the value of an SQL expression in the same statement.

    For a function of the database that decides at once whether the block goes on: it is called once the settings hold.
    """
    wanted = _texts(program_id, WHOLE_PROGRAM, None, _kind(WHOLE_PROGRAM))
    nested = connection.in_atomic_block
    with transaction.atomic():
        outer = bound() if nested else None
        with connection.cursor() as cursor:
            cursor.execute(f"{_SET}, {question}", [*wanted, *given])
            answer = cursor.fetchone()[-1]
        yield answer
        _restore(outer, wanted)


def _restore(outer: tuple[str, ...] | None, inner: tuple[str, ...]) -> None:
    """Give an outer block its settings back; a rollback to the savepoint, explicit or by an error, already did."""
    if outer is not None and outer != inner and not connection.needs_rollback:
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


def _texts(*settings: int | str | None) -> tuple[str, ...]:
    return tuple("" if value is None else str(value) for value in settings)


def _set(*settings: int | str | None) -> None:
    with planned() as cursor:
        cursor.execute(_SET, _texts(*settings))


def _exchange(settings: tuple[str, ...]) -> tuple[str, ...]:
    """Set these, and return what was set before."""
    with planned() as cursor:
        cursor.execute(_EXCHANGE, settings)
        return tuple(value or "" for value in cursor.fetchone()[: len(_NAMES)])

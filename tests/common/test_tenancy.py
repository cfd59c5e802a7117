"""The settings that bind a transaction, and that they end with it."""

import pytest
from django.db import IntegrityError, connection, transaction

from common.actor import Actor
from common.tenancy import bind, bind_actor, bound, rebind

UNBOUND = ("", "", "", "system")  # tests themselves are the system (tests/unbound.py)


@pytest.mark.django_db
def test_bind_sets_program_and_whole_program():
    with bind(4):
        assert bound() == ("4", "0", "", "system")


@pytest.mark.django_db
def test_outer_bindings_are_restored():
    with bind(4, 0, 9):
        with bind(5, 6):
            assert bound() == ("5", "6", "", "partner")
        assert bound() == ("4", "0", "9", "system")
    assert bound() == UNBOUND


@pytest.mark.django_db
def test_an_error_in_the_block_restores_the_outer_binding():
    with bind(4):
        with pytest.raises(LookupError), bind(5):
            raise LookupError
        assert bound() == ("4", "0", "", "system")


@pytest.mark.django_db
def test_a_failed_statement_restores_the_outer_binding():
    with bind(4):
        with pytest.raises(IntegrityError), bind(5), connection.cursor() as cursor:
            cursor.execute("DO $$ BEGIN RAISE integrity_constraint_violation; END $$")
        assert bound() == ("4", "0", "", "system")


@pytest.mark.django_db
def test_a_requested_rollback_restores_the_outer_binding():
    with bind(4):
        with bind(5):
            transaction.set_rollback(True)
        assert bound() == ("4", "0", "", "system")


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_on_the_connection():
    with bind(4, 2, 9):
        assert bound() == ("4", "2", "9", "partner")
    assert not connection.in_atomic_block
    assert bound() == UNBOUND


@pytest.mark.django_db(transaction=True)
def test_control_a_session_setting_would_stay():
    """Without LOCAL, the setting outlives its transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.program_id', '4', false)")
    try:
        assert bound() == ("4", *UNBOUND[1:])
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.program_id', '', false)")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("actor", "binding"),
    [
        (Actor.system(4), ("4", "0", "")),
        (Actor("staff", 9, 4, role="manager"), ("4", "0", "9")),
        (Actor("partner", 9, 4, 6, "main"), ("4", "6", "9")),
        (Actor("visitor", 9, 4), ("4", "", "9")),
        (Actor.visitor(None), ("", "", "")),
    ],
)
def test_what_each_actor_is_bound_to(actor, binding):
    with bind_actor(actor):
        assert bound() == (*binding, actor.kind)


@pytest.mark.django_db
def test_rebind_holds_until_the_block_ends():
    with bind(4, None, 9):
        rebind(Actor("partner", 9, 4, 6, "main"))
        assert bound() == ("4", "6", "9", "partner")
    assert bound() == UNBOUND


@pytest.mark.django_db(transaction=True)
def test_rebind_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="inside a bind"):
        rebind(Actor.system(4))

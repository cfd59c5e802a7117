"""What all tests of a module begin with is made once: a scene, in a transaction around them.

Each test runs in a savepoint, so it finds the scene as it was made. Tests that commit can't share a scene.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django.db import transaction

from tests import kept

T = TypeVar("T")


def scene(blocker: Any, make: Callable[[], T]) -> Iterator[T]:
    """What ``make`` returns, for a fixture of a module that asks for `django_db_setup` and yields from this."""
    with blocker.unblock():
        around = transaction.atomic()
        around._from_testcase = True
        around.__enter__()
    try:
        with blocker.unblock():
            kept.begin()
            made = make()
        yield made
    finally:
        with blocker.unblock():
            transaction.set_rollback(True)
            around.__exit__(None, None, None)

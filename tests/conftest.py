"""The ground of the suite: the database is made and migrated by its owner, every test runs behind the walls.

`default` connects as the runtime role, as web and worker do; `owner` is the role of migrations. A test that
needs the latter says `@pytest.mark.django_db(databases=["default", "owner"])`.
"""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase

from tests.emptying import empty_as_owner

pytest_plugins = ["pytester", "tests.rules.plugin", "tests.cast"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Before the database is made: `default` becomes the owner."""
    _become(connections["owner"].settings_dict["USER"])


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """After the database is made: `default` becomes the runtime role, until the database is to be removed."""
    owner = connections["owner"].settings_dict
    made_as = owner["USER"]
    owner["NAME"] = connections["default"].settings_dict["NAME"]
    with django_db_blocker.unblock():
        _become(settings.RUNTIME_ROLE)
    TransactionTestCase._fixture_teardown = empty_as_owner
    yield
    with django_db_blocker.unblock():
        connections["owner"].close()
        _become(made_as)


def _become(role: str) -> None:
    connections["default"].close()
    connections["default"].settings_dict["USER"] = role

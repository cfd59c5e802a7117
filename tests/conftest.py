"""Test setup: the owner creates and migrates the database, and every test runs under row-level security.

`default` connects as the runtime role, like web and worker. `owner` is the role for migrations. A test that needs it
says `@pytest.mark.django_db(databases=["default", "owner"])`.
"""

import gc
from collections.abc import Iterator
from functools import cache
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connections
from django.template.base import Template
from django.test import TransactionTestCase
from django.test.utils import _TestState

from config.celery import app as celery
from tests.databases import point_at, test_database
from tests.emptying import empty_as_owner
from tests.samples import CAMPAIGN, LIVES

pytest_plugins = [
    "pytester",
    "tests.rules.plugin",
    "tests.kept",
    "tests.cast",
    "tests.fixed_day",
    "tests.tallies",
    "tests.unbound",
]

# A whole demo takes a minute to start, and migrating a database twice another.
collect_ignore = [] if CAMPAIGN else ["ground/test_outages.py", "common/test_same_database.py"]

if CAMPAIGN:
    import hypothesis

    hypothesis.settings.register_profile("campaign", max_examples=LIVES, deadline=None)
    hypothesis.settings.load_profile("campaign")


# The longest tests: they begin first, so that no process ends alone.
_FIRST = (
    "tests/isolation/",
    "tests/permissions/",
    "tests/hostile/",
    "tests/upgrades/",
    "tests/ground/",
    "tests/demo/",
    "tests/portal/admin/",
    "tests/e2e/test_demo",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest tests; run Hypothesis tests with few examples, of which campaigns use more."""
    items.sort(key=lambda item: next((n for n, each in enumerate(_FIRST) if item.nodeid.startswith(each)), len(_FIRST)))
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("campaign")


def pytest_collection() -> None:
    """Collect no garbage while everything is imported."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Collect garbage less often: what has been imported stays, and walking it took a quarter of the suite's time."""
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 50)


@pytest.fixture(autouse=True)
def _counts_of_its_own(settings, monkeypatch):
    """Start rate limits from zero for each test, even if other tests use the same Redis."""
    from web.api import throttling  # only once Django is set up

    settings.COUNTING_PREFIX = f"test:{uuid4()}"
    monkeypatch.setattr(throttling, "_books", {})


@pytest.fixture
def no_template_records(monkeypatch):
    """Keep no copy of the context of each rendered template, for walks that look at bodies only."""
    monkeypatch.setattr(Template, "_render", _TestState.saved_data.template_render)


@pytest.fixture(autouse=True, scope="session")
def _each_definition_read_once() -> Iterator[None]:
    """Cache presets, because most tests publish one. They never change and the parsed result is immutable."""
    from programs import operations, queries  # only once Django is set up

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "load", cache(operations.load))
        patch.setattr(queries, "reread", cache(queries.reread))
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker) -> Iterator[None]:
    """Replaces pytest-django's fixture: copies the migrated template instead of migrating each time."""
    celery.loader.import_default_modules()  # eager tasks must be registered before they run
    owner = connections["owner"].settings_dict["USER"]
    TransactionTestCase._fixture_teardown = empty_as_owner
    with django_db_blocker.unblock(), test_database() as name:
        point_at("default", name, settings.RUNTIME_ROLE)
        point_at("owner", name, owner)
        with django_db_blocker.block():
            yield
        for alias in ("default", "owner"):
            connections[alias].close()

"""A host belongs to one site, however many administrators take it at the same time."""

from datetime import UTC, date, datetime

import pytest
from django.db import connections

from common.tenancy import bind
from programs import sites
from programs.models import Site
from programs.queries import definition
from programs.sites import UnableToSetSite, add_site
from tests import cast
from tests.races.crowd import at_once, together

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.campaign]
NOW, HOST = datetime(2026, 2, 16, 12, tzinfo=UTC), "partners.localhost"
GIVEN = {"host": HOST, "language": "de", "currency": "EUR", "entity": ""}


@pytest.fixture
def add(program):
    """What each administrator does."""
    ada = cast.hire(program, "Ada", role="administrator")
    actor = cast.staff_actor(program, ada, "administrator")
    with bind(program.pk):
        rules = definition(program, date(2026, 2, 16))

    def work(_n):
        with bind(program.pk, kind="staff"):
            return add_site(actor=actor, definition=rules, now=NOW, **GIVEN).host

    return work


def test_one_of_two_gets_the_host_and_the_other_reads_why(add, monkeypatch):
    monkeypatch.setattr(sites, "_problems", together(sites._problems, people=2))
    found = at_once(add, people=2)
    assert found.count(HOST) == 1
    (refused,) = [error for error in found if isinstance(error, UnableToSetSite)]
    assert list(refused.problems) == ["host"]
    assert Site.objects.filter(host=HOST).count() == 1


def test_control_without_the_constraint_both_get_it(add, monkeypatch):
    monkeypatch.setattr(Site, "save", together(Site.save, people=2))  # both have looked for the host before
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE programs_site DROP CONSTRAINT programs_site_host_key")
        try:
            found = at_once(add, people=2)
        finally:
            Site.objects.using("owner").filter(host=HOST).delete()
            cursor.execute("ALTER TABLE programs_site ADD CONSTRAINT programs_site_host_key UNIQUE (host)")
    assert found.count(HOST) == 2

"""The first steps of a new program and of an installation: on the administrator's home, and by `manage.py setup`."""

from io import StringIO

import pytest
from django.core.management import call_command

from programs.models import Program
from tests.cast import hire

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


def listed(client):
    return {
        each.code: {step.title: step.done for step in each.steps}
        for each in client.get("/admin/").context["first_steps"]
    }


def test_administrators_see_what_is_left_to_set_up(desk, program, alpha, visit):
    assert listed(desk) == {}, "a partner manager has nothing to set up"
    client = visit(hire(program, "Ada", role="administrator"))
    found = listed(client)
    assert found["program"]["Publish the rules"]
    assert found["program"]["Welcome your first partner"]
    assert found["program"]["Invite your colleagues"], "the partner manager"
    assert found["program"]["Set up the sites"]
    assert not found["installation"]["Run in production mode"]
    page = client.get("/admin/").content.decode()
    assert "ECHELON_ENV=production" in page


def test_a_program_without_rules_begins_with_them(visit, db):
    program = Program.objects.create(code="new", name="New", time_zone="UTC")
    program.sites.create(host="new.localhost", language="en", currency="EUR")
    client = visit(hire(program, "Ada", role="administrator"), host="new.localhost")
    found = listed(client)["program"]
    assert not found["Publish the rules"]
    assert not found["Set up the sites"], "its address ends in localhost"
    assert 'href="/admin/programs/site/"' in client.get("/admin/").content.decode()
    assert "Fill the catalog" not in found


def test_setup_lists_the_steps_before_there_is_a_program(db):
    said = StringIO()
    call_command("setup", stdout=said)
    assert "open  Create a program with its site\n      Run manage.py program publish" in said.getvalue()


def test_setup_of_a_program_that_runs(program, charlie):
    said = StringIO()
    call_command("setup", stdout=said)
    assert "done  Appoint an administrator" not in said.getvalue()
    assert "done  Create a program with its site" in said.getvalue()

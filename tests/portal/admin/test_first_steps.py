"""The first steps of a new program and of an installation: on the administrator's home, and by `manage.py setup`."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import call_command

from common.tenancy import bind
from notices.models import Mail
from programs.models import Program, Staff
from tests.cast import hire, person
from tests.programs.files import SMALL, changed

NOW = datetime(2026, 2, 16, 12, tzinfo=UTC)
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
    assert "done  Appoint an administrator" not in said.getvalue(), "a partner manager is none"
    assert "done  Create a program with its site" in said.getvalue()
    assert "open  Start the workers" in said.getvalue()


def test_the_page_of_a_new_program_and_the_command_agree(program, alpha, visit, root, db):
    """A superuser looks at a second program, while another one has been running for long."""
    Program.objects.filter(pk=program.pk).update(opened_on=date(2026, 2, 16))
    new = Program.objects.create(code="new", name="New", time_zone="UTC")
    new.sites.create(host="new.localhost", language="en", currency="EUR")
    shown = listed(visit(root, host="new.localhost"))["installation"]
    assert shown["Appoint an administrator"]
    assert shown["Start the workers"]
    said = StringIO()
    call_command("setup", stdout=said)
    printed = {line[6:]: line[:4] == "done" for line in said.getvalue().splitlines() if line[:4] in ("done", "open")}
    assert printed == shown


def test_emails_that_are_only_files_prove_nothing(program, alpha, visit, settings):
    client = visit(hire(program, "Ada", role="administrator"))
    with bind(program.pk):
        sent = {"queued_at": NOW, "sent_at": NOW, "attempts": 1}
        Mail.objects.create(program=program, key="k", to="a@b.example", subject="S", text="T", **sent)
    found = listed(client)
    assert not found["program"]["Check that emails leave"]
    assert not found["installation"]["Connect a mail server"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    found = listed(client)
    assert found["program"]["Check that emails leave"]
    assert found["installation"]["Connect a mail server"]


def test_a_program_without_partners_says_how_they_join(program, visit):
    client = visit(hire(program, "Ada", role="administrator"))
    page = client.get("/admin/").content.decode()
    assert "You&#x27;re all caught up" not in page
    assert "You're all caught up" not in page
    assert "Companies apply at /apply/ on your site" in page
    assert 'href="/admin/partners/application/"' in page
    for address in ("/admin/partners/partner/", "/admin/partners/partner/?q=harbor"):
        page = client.get(address).content.decode()
        assert "docs/importing.md" in page
        assert "remove a filter" not in page


def test_a_list_that_a_search_empties_asks_for_other_words(program, alpha, visit):
    page = visit(hire(program, "Ada", role="administrator")).get("/admin/partners/partner/?q=nobody").content.decode()
    assert "remove a filter" in page
    assert "importing.md" not in page


def test_a_program_without_a_form_says_that_nobody_can_apply(visit, db):
    program = Program.objects.create(code="new", name="New", time_zone="UTC")
    program.sites.create(host="new.localhost", language="en", currency="EUR")
    page = visit(hire(program, "Ada", role="administrator"), host="new.localhost").get("/admin/").content.decode()
    assert "These rules have no application form" in page


def step(client, title):
    lists = client.get("/admin/").context["first_steps"]
    return next(each for one in lists for each in one.steps if each.title == title)


def test_an_invited_colleague_is_waited_for(program, visit):
    Staff.objects.filter(program=program).delete()
    ada = hire(program, "Ada", role="administrator")
    client = visit(ada)
    colleagues = step(client, "Invite your colleagues")
    assert (colleagues.done, colleagues.waits) == (False, False)
    client.post("/admin/programs/staff/invite/", {"email": "mara@vendor.example", "name": "", "role": "manager"})
    assert step(client, "Invite your colleagues").waits
    assert "Waiting for an answer" in client.get("/admin/").content.decode()
    staff = client.get("/admin/programs/staff/").content.decode()
    assert "mara@vendor.example" in staff
    assert "The invitation is valid until" in staff
    hire(program, "Mara")
    assert step(client, "Invite your colleagues").done


def test_steps_say_what_is_missing(program, visit, settings):
    client = visit(hire(program, "Ada", role="administrator"))
    assert "[[agreements]]" in step(client, "Write the partner agreement").why
    assert "EMAIL_URL" in step(client, "Check that emails leave").why
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert "No email has been sent yet" in step(client, "Check that emails leave").why


def test_the_staff_list_says_why_it_does_not_name_a_superuser(program, visit, root):
    page = visit(root).get("/admin/programs/staff/").content.decode()
    assert "administer every program of this portal" in page


def test_who_has_no_role_in_the_program_is_told_so(program, visit):
    anna = person("anna@elsewhere.example", "Anna")
    answer = visit(anna).get("/admin/partners/partner/")
    assert answer.status_code == 403
    assert "anna@elsewhere.example" in answer.content.decode()
    assert "You have no role in this program" in answer.content.decode()


def test_the_menu_has_what_the_program_has(visit, tmp_path, db):
    said = StringIO()
    (tmp_path / "club.toml").write_text(changed(SMALL, 'language = "de"', 'language = "en"'))
    call_command("program", "publish", "club", str(tmp_path / "club.toml"), stdout=said, stderr=StringIO())
    program = Program.objects.get(code="club")
    assert "Make the first administrator: manage.py createsuperuser" in said.getvalue()
    assert f"Administrators sign in at http://{program.sites.get().host}:8000/admin/" in said.getvalue()
    client = visit(hire(program, "Ada", role="administrator"), host=program.sites.get().host)
    menu = client.get("/admin/").context["sidebar_navigation"]
    entries = [entry["title"] for group in menu for entry in group["items"]]
    assert "Partners" in entries
    for absent in ("Bank entries", "Invoices", "Webhooks", "Bonuses", "Clients", "Meetings", "Referral links"):
        assert absent not in entries

"""`manage.py second-factor`, and the codes that the demo prints."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.operations import open_account
from accounts.queries import has_second_factor
from common.actor import Actor
from common.tenancy import bind
from demo.operations import DEMO_PASSWORD, renew_second_steps
from demo.plan import DEMO_PROGRAM, load_plan
from demo.welcome import welcome
from programs.models import Staff

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system(None)


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("second-factor", *arguments, stdout=out)
    return out.getvalue()


def test_it_lists_the_factors(charlie):
    assert run(charlie.email) == f"{charlie.email}: an app with codes, 0 passkey(s), 0 recovery code(s).\n"


def test_it_removes_all_factors(charlie, alice):
    assert "1 removed" in run(charlie.email.upper(), "--remove")
    assert not has_second_factor(charlie.pk)
    assert "needs none" in run(alice.email, "--remove")


def test_it_creates_new_codes(charlie):
    first, second = run(charlie.email, "--codes").split(), run(charlie.email, "--codes").split()
    assert len(first) == len(second) == 10
    assert not set(first) & set(second)


def test_recovery_codes_need_another_factor(alice):
    with pytest.raises(CommandError, match="no second factor"):
        run(alice.email, "--codes")


def test_an_unknown_user_is_a_clear_error(db):
    with pytest.raises(CommandError, match="Nobody signs in"):
        run("x@y.example")


@pytest.fixture
def demo_manager(program, site):
    """The demo's manager."""
    login = next(login for login in load_plan(DEMO_PROGRAM).login if login.staff == "manager")
    user = open_account(actor=SYSTEM, email=login.email, name=login.name, password=DEMO_PASSWORD, is_staff=True)
    with bind(program.pk):
        Staff.objects.create(program=program, user=user, role=login.staff)
    return user


def sign_in(site, email, code):
    client = Client(headers={"host": site.host})
    first = client.post("/account/login/", {"login": email, "password": DEMO_PASSWORD, "next": "/admin/"})
    assert first.headers["Location"] == "/account/2fa/authenticate/"
    return client, client.post("/account/2fa/authenticate/", {"code": code})


def test_each_printed_code_signs_the_demos_manager_in_once(site, demo_manager):
    (step,) = renew_second_steps(actor=SYSTEM, plan=load_plan(DEMO_PROGRAM))
    screen = welcome(8123, [step])
    assert step.email == demo_manager.email
    assert all(code in screen for code in step.codes)
    assert step.app_key in screen
    client, answer = sign_in(site, step.email, step.codes[0])
    assert answer.headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200
    client, answer = sign_in(site, step.email, step.codes[0])
    assert answer.status_code == 200
    assert client.get("/admin/").status_code == 302


def test_a_restart_prints_new_codes_and_keeps_the_app(site, demo_manager):
    plan = load_plan(DEMO_PROGRAM)
    (first,), (second,) = (renew_second_steps(actor=SYSTEM, plan=plan) for _ in range(2))
    assert first.app_key == second.app_key
    assert not set(first.codes) & set(second.codes)
    _client, answer = sign_in(site, first.email, first.codes[0])
    assert answer.status_code == 200

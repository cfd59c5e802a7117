"""Nothing reveals whether an email is registered: neither the response nor the work before it.

The tests count work instead of timing it: password hashes, database statements, emails and queued jobs.
"""

import re
from contextlib import contextmanager

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

CHANGING = re.compile(r'csrfmiddlewaretoken" value="\w+"|form_key" value="[\w-]+"|nonce="[^"]*"')


class Work:
    """The work done between a request and its response."""

    def __init__(self):
        self.hashes, self.jobs, self.mails, self.statements = 0, [], 0, []

    def measures(self):
        return self.hashes, self.jobs, self.mails, self.statements


@pytest.fixture
def working(monkeypatch):
    """`with working() as work:` counts the work; jobs after the response are queued but not run."""

    @contextmanager
    def counting():
        work = Work()

        def encode(self, password, salt):
            work.hashes += 1
            return original(self, password, salt)

        def send_messages(self, messages):
            work.mails += len(messages)
            return len(messages)

        original = MD5PasswordHasher.encode
        with monkeypatch.context() as patch, CaptureQueriesContext(connection) as captured:
            patch.setattr(MD5PasswordHasher, "encode", encode)
            patch.setattr(EmailBackend, "send_messages", send_messages)
            patch.setattr("notices.wakeup.knock", lambda: work.jobs.append("a job"))
            yield work
        work.statements = [kind_of(query["sql"]) for query in captured]

    return counting


def kind_of(sql: str) -> str:
    """Return a statement without its values: what it does to which table."""
    table = re.search(r'(?:FROM|INTO|UPDATE) "(\w+)"', sql)
    return f"{sql.split()[0]} {table[1] if table else ''}".strip()


def seen(response, *addresses: str):
    """Return everything a visitor sees of a response, without their own input."""
    body = CHANGING.sub("", response.content.decode())
    for address in addresses:
        body = body.replace(address, "#")
    cookies = sorted((name, bool(morsel.value)) for name, morsel in response.cookies.items())
    return response.status_code, response.headers.get("Location"), body, cookies


@pytest.fixture
def registered(alice, with_password):
    return with_password(alice).email


@pytest.fixture
def deactivated(bob, with_password):
    with_password(bob)
    User.objects.filter(pk=bob.pk).update(is_active=False)
    return bob.email


UNKNOWN = "nobody@alpha.example"


def ask(visit, working, path, data):
    cache.clear()
    client = visit()
    client.get(path)  # cookies
    with working() as work:
        response = client.post(path, data)
    return client, response, work


@pytest.mark.parametrize("state", ["registered", "deactivated"])
def test_signing_in_with_a_wrong_password(visit, working, request, state):
    email = request.getfixturevalue(state)
    answers = [
        ask(visit, working, "/account/login/", {"login": who, "password": "not the right one"})
        for who in (email, UNKNOWN)
    ]
    (_, known, work), (_, unknown, other) = answers
    assert seen(known, email) == seen(unknown, UNKNOWN)
    assert known.status_code == 200
    assert work.measures() == other.measures()
    assert work.hashes > 0


def test_asking_for_a_new_password(visit, working, registered, deactivated):
    path = "/account/password/reset/"
    answers = [ask(visit, working, path, {"email": who}) for who in (registered, UNKNOWN, deactivated)]
    pages = [client.get("/account/password/reset/done/") for client, _, _ in answers]
    assert len({str(seen(response)) for _, response, _ in answers}) == 1
    assert len({str(seen(page)) for page in pages}) == 1
    works = [work.measures() for _, _, work in answers]
    assert works[0] == works[1] == works[2]
    assert works[0][1] == ["a job"]
    assert not [statement for statement in works[0][3] if "accounts_user" in statement]


def test_signing_up(visit, working, registered):
    asked = {"name": "Nina", "password1": PASSWORD, "password2": PASSWORD}
    emails = (registered, UNKNOWN)
    answers = [ask(visit, working, "/account/signup/", asked | {"email": who}) for who in emails]
    (client, known, work), (other_client, unknown, other) = answers
    assert seen(known) == seen(unknown)
    assert known.headers["Location"] == "/account/confirm-email/"
    assert (work.hashes, work.jobs, work.mails) == (other.hashes, other.jobs, other.mails) == (1, ["a job"], 0)
    writing = ("INSERT", "UPDATE", "DELETE")
    written, others = ([s for s in w.statements if s.startswith(writing)] for w in (work, other))
    assert written == others
    assert "INSERT accounts_user" in written
    assert seen(client.get("/account/confirm-email/"), registered) == seen(
        other_client.get("/account/confirm-email/"), UNKNOWN
    )


def test_wrong_and_new_codes_get_the_same_responses(visit, working, registered):
    asked = {"name": "Nina", "password1": PASSWORD, "password2": PASSWORD}
    found = []
    for who in (registered, UNKNOWN):
        client, _, _ = ask(visit, working, "/account/signup/", asked | {"email": who})
        steps = [client.post("/account/confirm-email/", {"code": "WRONGX"})]
        cache.clear()  # ten seconds later
        steps.append(client.post("/account/confirm-email/", {"action": "resend"}))
        steps += [client.post("/account/confirm-email/", {"code": "WRONGX"}) for _ in range(3)]
        found.append([seen(step, who) for step in steps])
    assert found[0] == found[1]


def test_signing_up_again_does_not_affect_the_owner(visit, registered):
    before = User.objects.values().get(email=registered)
    visit().post("/account/signup/", {"name": "X", "email": registered, "password1": "x" * 12, "password2": "x" * 12})
    assert User.objects.values().get(email=registered) == before
    assert User.objects.count() == 1


def test_the_owner_is_notified_by_email(visit, registered, mailoutbox):
    visit().post("/account/signup/", {"name": "X", "email": registered, "password1": PASSWORD, "password2": PASSWORD})
    (told,) = mailoutbox
    assert "already" in told.subject
    assert "http://bitrix24.localhost:8000/account/password/reset/" in told.body


def test_changing_to_a_registered_email_gets_the_same_response(visit, registered, bob, with_password, mailoutbox):
    client = visit()
    client.post("/account/login/", {"login": with_password(bob).email, "password": PASSWORD})
    found = []
    for who in (registered, UNKNOWN):
        cache.clear()
        response = client.post("/account/email/", {"email": who, "action_add": ""})
        found.append((seen(response), seen(client.get("/account/confirm-email/"), who)))
    assert found[0] == found[1]
    assert [mail.to for mail in mailoutbox] == [[registered], [UNKNOWN]]

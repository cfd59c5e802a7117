"""Every form that creates something, sent twice: one row, and the second answer is the first's."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.test import Client

from common.tenancy import bind
from tests import cast
from tests.careers import NOON, TODAY
from tests.partners.admission.test_application_page import FILLED
from tests.sent_forms.pages import forms_in

pytestmark = [pytest.mark.usefixtures("fixed_day", "fresh_cache"), pytest.mark.django_db]
OWN = "/admin/partners/partner/{alpha.pk}/"
CLAIM = {
    "answer_client": "Client One",
    "answer_address": "https://client-one.example",
    "answer_description": "A portal",
    "quantity": "1",
    "on": "2026-02-01",
}
DAYS = {"starts_on": TODAY, "ends_on": TODAY, "reason": "Unfair competition"}
NINA = {"email": "nina@alpha.example", "name": "Nina", "role": "sales"}


@dataclass(frozen=True)
class Form:
    """A filled form: who sends it, from which page, to which address if that differs, and what it creates."""

    who: str
    page: str
    creates: str
    filled: dict[str, Any]
    to: str = ""


FORMS = {
    "a claim": Form("alice", "/dashboard/claims/new/project/", "activities.Claim", CLAIM),
    "a trademark request": Form(
        "alice",
        "/dashboard/requests/",
        "partners.TrademarkRequest",
        {"use": "A sign"},
        to="/dashboard/requests/trademarks/",
    ),
    "an API token": Form("alice", "/dashboard/tokens/", "partners.ApiToken", {"name": "Shop", "scopes": "points:read"}),
    "an invitation": Form("alice", "/dashboard/team/", "partners.Invitation", NINA),
    "an application": Form("nina", "/apply/", "partners.ApplicationEvent", {**FILLED, "do-send": "1"}),
    "a sale without a reference": Form(
        "charlie",
        "/admin/activities/activity/add/?kind=sale",
        "activities.Activity",
        {"partner": "alpha", "on": TODAY, "amount": "330.00", "subject": "Client Three", "reference": ""},
    ),
    "a note": Form("charlie", f"{OWN}note/", "partners.Note", {"text": "They hire two people."}),
    "an information request": Form(
        "charlie", f"{OWN}information/", "partners.InformationRequest", {"question": "How many people?"}
    ),
    "a lower discount": Form(
        "charlie", f"{OWN}discount/", "partners.Restriction", {**DAYS, "percent": "5", "conditions": "Fair prices."}
    ),
    "an exception": Form(
        "charlie",
        f"{OWN}exception/",
        "statuses.Decision",
        {"level": "status/gold", "on": TODAY, "reason": "Old friends"},
    ),
    "an invitation by staff": Form(
        "charlie", "/admin/partners/invitation/invite/", "partners.Invitation", {**NINA, "partner": "alpha"}
    ),
    "a vendor's token": Form(
        "ada",
        "/admin/partners/apitoken/make/",
        "partners.ApiToken",
        {"name": "Reports", "scopes": "partners:read", "expires_on": ""},
    ),
    "an invitation of staff": Form(
        "ada",
        "/admin/programs/staff/invite/",
        "partners.Invitation",
        {"email": "n@v.example", "name": "Nina", "role": "administrator"},
    ),
}


@pytest.fixture
def sender(request, program, site, alpha):
    """A signed-in client of a person that exists only if the test needs it; CSRF is checked."""

    def signed_in(who: str) -> Client:
        if who == "ada":
            user = cast.hire(program, "Ada", "administrator")
        elif who == "nina":
            user = cast.person("nina@new.example", "Nina")
        else:
            user = request.getfixturevalue(who)
        client = Client(headers={"host": site.host}, enforce_csrf_checks=True)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


def filled(client: Client, form: Form, alpha) -> tuple[str, dict[str, Any]]:
    """The form as the page sent it, filled in: its address and its values."""
    page = form.page.format(alpha=alpha)
    to = form.to or page
    shown = forms_in(client.get(page).content.decode(), at=page)
    fields = next(each.fields for each in shown if each.action == to)
    return to, {**fields, **form.filled}


def rows(program, form: Form) -> int:
    with bind(program.pk):
        return apps.get_model(form.creates).objects.count()


@pytest.mark.parametrize("name", FORMS)
def test_the_same_form_sent_twice_creates_one(name, sender, program, alpha):
    form = FORMS[name]
    client = sender(form.who)
    to, values = filled(client, form, alpha)
    before = rows(program, form)
    first = client.post(to, values)
    made = rows(program, form) - before
    second = client.post(to, values)
    assert made >= 1, first.content.decode()
    assert rows(program, form) - before == made
    assert (second.status_code, second.headers.get("Location")) == (
        first.status_code,
        first.headers.get("Location"),
    )
    if first.status_code == 200:  # a token: the page with its secret
        secret = first.context["secret"]
        assert secret
        assert secret == second.context["secret"]


@pytest.mark.parametrize("name", ["a note", "a trademark request"])
def test_control_without_the_key_it_is_created_twice(name, sender, program, alpha):
    form = FORMS[name]
    client = sender(form.who)
    to, values = filled(client, form, alpha)
    del values["form_key"]
    before = rows(program, form)
    client.post(to, values)
    client.post(to, values)
    assert rows(program, form) - before == 2


def test_the_second_answer_shows_the_first_message(sender, alpha):
    client = sender("charlie")
    to, values = filled(client, FORMS["a note"], alpha)
    pages = [client.post(to, values, follow=True) for _ in range(2)]
    told = [[str(message) for message in page.context["messages"]] for page in pages]
    assert told[0]
    assert told[0] == told[1]


def test_other_contents_of_the_same_page_are_another_form(sender, program, alpha):
    """Somebody goes back, writes another note and sends it: nothing of it may be lost."""
    client, form = sender("charlie"), FORMS["a note"]
    to, values = filled(client, form, alpha)
    client.post(to, values)
    client.post(to, {**values, "text": "And a third one."})
    assert rows(program, form) == 2


def test_a_form_with_errors_may_be_sent_again(sender, program, alpha):
    client, form = sender("charlie"), FORMS["a note"]
    to, values = filled(client, form, alpha)
    for _ in range(2):
        assert client.post(to, {**values, "text": ""}).status_code == 200
    assert client.post(to, values).status_code == 302
    assert rows(program, form) == 1


def test_somebody_elses_key_finds_nothing(sender, program, alpha):
    form = FORMS["a note"]
    charlie = sender("charlie")
    to, values = filled(charlie, form, alpha)
    charlie.post(to, values)
    ada = sender("ada")
    _to, hers = filled(ada, form, alpha)
    ada.post(to, {**hers, "form_key": values["form_key"]})
    assert rows(program, form) == 2


def test_an_answer_cannot_be_read_from_the_table(sender, program, alpha):
    client = sender("alice")
    to, values = filled(client, FORMS["an API token"], alpha)
    secret = client.post(to, values).context["secret"]
    with bind(program.pk):
        row = apps.get_model("programs.FormAnswer").objects.get()
    assert row.sealed
    for told in (secret, values["form_key"], "Shop"):
        assert told not in row.sealed + row.digest


def test_a_secret_is_not_shown_again_later(sender, program, alpha):
    client = sender("alice")
    to, values = filled(client, FORMS["an API token"], alpha)
    secret = client.post(to, values).context["secret"]
    with time_machine.travel(NOON + timedelta(minutes=11), tick=False):
        later = client.post(to, values)
    assert "already created this token" in later.content.decode()
    assert secret not in later.content.decode()
    assert rows(program, FORMS["an API token"]) == 1

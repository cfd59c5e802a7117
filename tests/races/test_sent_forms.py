"""The same filled form sent many times at once does one thing. Without the form's row it does it more than once."""

import pytest
from django.db import connections
from django.test import Client

from common.tenancy import bind
from partners.models import Note
from programs.models import FormAnswer
from programs.sent_forms import answers
from tests.races.crowd import at_once, together
from tests.samples import sample
from tests.sent_forms.pages import forms_in

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.campaign]

PEOPLE = sample(4, campaign=16)


@pytest.fixture
def send(site, alpha, charlie):
    """Sends one filled note from many connections at once, with one browser's cookies."""
    browser = Client(headers={"host": site.host}, enforce_csrf_checks=True)
    browser.force_login(charlie, backend="django.contrib.auth.backends.ModelBackend")
    page = f"/admin/partners/partner/{alpha.pk}/note/"
    shown = forms_in(browser.get(page).content.decode(), at=page)
    form = {**next(each.fields for each in shown if each.action == page), "text": "They hire two people."}

    def one(_n):
        tab = Client(headers={"host": site.host}, enforce_csrf_checks=True)
        for name, morsel in browser.cookies.items():
            tab.cookies[name] = morsel.value
        return tab.post(page, form)

    return lambda: at_once(one, people=PEOPLE)


def written(program) -> int:
    with bind(program.pk):
        return Note.objects.count()


def test_a_form_sent_many_times_at_once_does_one_thing(send, program):
    sent = send()
    assert {answer.status_code for answer in sent} == {302}
    assert len({answer.headers["Location"] for answer in sent}) == 1
    assert written(program) == 1


def test_control_without_the_constraint_it_is_done_more_than_once(send, program, monkeypatch):
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE programs_formanswer DROP CONSTRAINT programs_formanswer_digest")
    try:
        monkeypatch.setattr(answers, "claim_form", _claimed_by_a_look(together(_look, people=PEOPLE)))
        send()
        assert written(program) > 1
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute("TRUNCATE programs_formanswer")
            cursor.execute(
                "ALTER TABLE programs_formanswer ADD CONSTRAINT programs_formanswer_digest UNIQUE (program_id, digest)"
            )


def _look(digest):
    return FormAnswer.objects.filter(digest=digest).first()


def _claimed_by_a_look(look):
    """Check, then store, without a constraint. All threads check before any of them stores."""

    def claim(*, program_id, digest, now):
        found = look(digest)
        return (
            (found, False) if found else (FormAnswer.objects.create(program_id=program_id, digest=digest, at=now), True)
        )

    return claim

"""The same request sent many times at once is done once. Without the constraint it is done more than once."""

import pytest
from django.db import connections
from django.test import Client

from activities.models import Activity
from common.tenancy import bind
from partners.models import IdempotentAnswer
from partners.tokens.api import idempotency
from tests.races.crowd import at_once, together
from tests.samples import sample
from tests.web.api.tokens import vendor_secret

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.campaign]

PEOPLE = sample(4, campaign=16)
SALE = {"partner": "alpha", "kind": "sale", "on": "2026-01-15", "amount": "640.00"}


@pytest.fixture
def send(program, site, alpha, charlie):
    """Sends one sale with one key from several clients at once."""
    secret = vendor_secret(program, charlie)
    headers = {"host": site.host, "authorization": f"Bearer {secret}", "idempotency-key": "the-same"}

    def one(_n):
        return Client(headers=headers).post("/api/v1/vendor/activities/", SALE, content_type="application/json")

    return lambda: at_once(one, people=PEOPLE)


def recorded(program):
    with bind(program.pk):
        return Activity.objects.count()


def test_a_request_sent_many_times_at_once_is_done_once(send, program):
    answers = send()
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert recorded(program) == 1


def test_control_without_the_constraint_it_is_done_more_than_once(send, program, monkeypatch):
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE portal_idempotentanswer DROP CONSTRAINT portal_idempotentanswer_key")
    try:
        monkeypatch.setattr(idempotency, "_mark", _marked_by_a_look(together(_look, people=PEOPLE)))
        send()
        assert recorded(program) > 1
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute("TRUNCATE portal_idempotentanswer")
            cursor.execute(
                "ALTER TABLE portal_idempotentanswer ADD CONSTRAINT portal_idempotentanswer_key UNIQUE (token_id, key)"
            )


def _look(token_id, key):
    return IdempotentAnswer.objects.filter(token_id=token_id, key=key).first()


def _marked_by_a_look(look):
    """Check, then store, without a constraint. All threads check before any of them stores."""

    def mark(**row):
        found = look(row["token_id"], row["key"])
        return (found, False) if found else (IdempotentAnswer.objects.create(**row), True)

    return mark

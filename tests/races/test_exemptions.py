"""A partner has one pending request for a tax exemption, however often it asks at the same time."""

from hashlib import sha256

import pytest
from django.db import IntegrityError, connections

from common.tenancy import bind
from common.uploads import Upload
from partners.models import Partner
from programs.rulebook import read_rulebook
from store.exemptions import requests
from store.exemptions.operations import UnableToExempt
from store.models import ExemptionRequest
from tests.cast import partner_actor
from tests.races.crowd import at_once, together
from tests.samples import sample
from tests.store import shop

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.campaign]
FILE = Upload("certificate.pdf", "application/pdf", b"%PDF-1.4", sha256(b"%PDF-1.4").hexdigest())


def ask(partner, user):
    def work(n):
        with bind(partner.program_id):
            return requests.ask_exemption(
                actor=partner_actor(partner, user),
                partner=partner,
                rulebook=read_rulebook(partner.program_id),
                proof=f"EX-{n}",
                file=FILE,
                starts_on=shop.TODAY,
                ends_on=None,
                today=shop.TODAY,
                now=shop.NOW,
            ).state

    return work


def unlocked(monkeypatch, people):
    """Nobody locks the partner, and everybody has looked for a pending request before anybody writes one."""
    rows = type(Partner.objects.all())
    monkeypatch.setattr(rows, "select_for_update", lambda self, **given: self.all())
    monkeypatch.setattr(requests, "store_document", together(requests.store_document, people=people))


def test_one_of_many_requests_is_kept(alpha, alice):
    people = sample(4, campaign=24)
    found = at_once(ask(alpha, alice), people=people)
    assert found.count("waiting") == 1
    assert sum(isinstance(error, UnableToExempt) for error in found) == people - 1


def test_without_the_lock_the_database_keeps_one(alpha, alice, monkeypatch):
    unlocked(monkeypatch, 2)
    found = at_once(ask(alpha, alice), people=2)
    assert found.count("waiting") == 1
    assert sum(isinstance(error, IntegrityError) for error in found) == 1


def test_control_without_lock_and_constraint_both_are_kept(alpha, alice, monkeypatch):
    unlocked(monkeypatch, 2)
    with connections["owner"].cursor() as cursor:
        cursor.execute("DROP INDEX store_exemptionrequest_one")
        try:
            found = at_once(ask(alpha, alice), people=2)
        finally:
            with bind(alpha.program_id):
                ExemptionRequest.objects.update(state="withdrawn")
            cursor.execute(
                "CREATE UNIQUE INDEX store_exemptionrequest_one ON store_exemptionrequest (partner_id)"
                " WHERE state = 'waiting'"
            )
    assert found.count("waiting") == 2

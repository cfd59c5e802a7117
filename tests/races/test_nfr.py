"""A partner never gets more NFR licenses than its level gives, however many claim at the same time."""

from contextlib import contextmanager
from datetime import date

import pytest
from django.db import IntegrityError, connections

from common.tenancy import bind
from nfr.models import NfrGrant
from nfr.operations import claiming
from nfr.operations.claiming import UnableToClaimNfr, claim_nfr
from programs.rulebook import read_rulebook
from tests.careers import NOON, TODAY
from tests.cast import admit, join, partner_actor
from tests.races.crowd import at_once, together
from tests.samples import sample

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.campaign]
USES = ["Demonstration of the products to clients"]


@pytest.fixture
def newcomer(program):
    return admit(program, "gamma", "Gamma", accepted_on=date(2026, 2, 1))


@pytest.fixture
def gail(newcomer):
    return join(newcomer, "Gail")


def claim(partner, user, n):
    with bind(partner.program_id):
        return claim_nfr(
            actor=partner_actor(partner, user),
            partner=partner,
            kind="cloud",
            account=f"gamma-{n}.bitrix24.com",
            purposes=USES,
            rulebook=read_rulebook(partner.program_id),
            today=TODAY,
            now=NOON,
        ).state


def held(partner):
    with bind(partner.program_id):
        return NfrGrant.objects.filter(partner=partner, state="active").count()


def test_one_of_many_claims_is_granted(newcomer, gail):
    people = sample(4, campaign=24)
    found = at_once(lambda n: claim(newcomer, gail, n), people=people)
    assert found.count("active") == 1
    assert sum(isinstance(error, UnableToClaimNfr) for error in found) == people - 1
    assert held(newcomer) == 1


@contextmanager
def without_lock(monkeypatch, people):
    """Everybody has checked the allowance before anybody writes."""
    monkeypatch.setattr(claiming, "_claimable", together(claiming._claimable, people=people))
    monkeypatch.setattr(claiming.Partner.objects, "select_for_update", lambda **given: claiming.Partner.objects.all())
    yield


def test_the_slot_alone_keeps_the_allowance(newcomer, gail, monkeypatch):
    people = 3
    with without_lock(monkeypatch, people):
        found = at_once(lambda n: claim(newcomer, gail, n), people=people)
    assert found.count("active") == 1
    assert sum(isinstance(error, UnableToClaimNfr) for error in found) == people - 1


def test_control_without_lock_and_slot_the_allowance_is_exceeded(newcomer, gail, monkeypatch):
    people = 3
    with connections["owner"].cursor() as cursor:
        cursor.execute("DROP INDEX nfr_grant_slot")
        try:
            with without_lock(monkeypatch, people):
                found = at_once(lambda n: claim(newcomer, gail, n), people=people)
        finally:
            with bind(newcomer.program_id):
                NfrGrant.objects.update(state="declined")
            cursor.execute(
                "CREATE UNIQUE INDEX nfr_grant_slot ON nfr_nfrgrant (partner_id, kind, slot)"
                " WHERE state IN ('waiting', 'active')"
            )
    assert found.count("active") == people
    assert not any(isinstance(error, IntegrityError) for error in found)

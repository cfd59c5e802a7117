"""A person has one open application and submits it once, however many devices act at the same moment."""

from datetime import date

import pytest
from django.db import connections

from common.tenancy import bind, bind_actor
from notices.models import Mail
from partners.admission.applicant import UnableToApply
from partners.admission.operations import applying
from partners.admission.operations.applying import Affiliation, save_application
from partners.models import Application, ApplicationEvent, Consent
from tests.applicants import applicant, at
from tests.races.crowd import at_once, together

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = date(2026, 2, 16)
DEVICES = 6


@pytest.fixture
def gil(site):
    return applicant(site)


def saved(gil, n):
    rules = gil.rules(MONDAY)
    with bind_actor(gil.actor):
        return save_application(
            actor=gil.actor,
            site=gil.site,
            definition=rules,
            answers={"company": f"Gamma {n}"},
            affiliation=Affiliation(),
            now=at(MONDAY),
        )


def count(gil, model, **which):
    with bind(gil.site.program_id):
        return model.objects.filter(**which).count()


def test_six_devices_start_one_application(gil):
    found = at_once(lambda n: saved(gil, n), people=DEVICES)
    assert len({application.pk for application in found}) == 1
    assert count(gil, Application) == 1
    assert count(gil, ApplicationEvent, kind="started") == 1


@pytest.mark.rule("B24-1.2.1a")
def test_six_devices_submit_it_once(gil):
    found = at_once(lambda n: gil.sends(MONDAY), people=DEVICES)
    refused = [result for result in found if isinstance(result, UnableToApply)]
    assert len(refused) == DEVICES - 1
    assert all("sent already" in str(refusal) for refusal in refused)
    assert (count(gil, Application), count(gil, ApplicationEvent, kind="submitted")) == (1, 1)
    assert (count(gil, Consent), count(gil, Mail)) == (3, 1)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_control_without_the_constraint_there_are_several_applications(gil, monkeypatch):
    _execute("DROP INDEX partners_application_open")
    # All threads have found no application before any of them creates one.
    monkeypatch.setattr(applying, "own_application", together(applying.own_application, people=DEVICES))
    try:
        at_once(lambda n: saved(gil, n), people=DEVICES)
        assert count(gil, Application) > 1
    finally:
        with bind(gil.site.program_id):
            Application.objects.update(state="withdrawn")
        _execute(
            "CREATE UNIQUE INDEX partners_application_open ON partners_application (program_id, applicant_id) "
            "WHERE state IN ('draft', 'submitted', 'approved', 'verifying')"
        )


def test_control_without_the_lock_it_is_submitted_twice(gil, monkeypatch):
    saved(gil, 0)

    def looked_up(actor):
        return Application.objects.visible_to(actor).get(state__in=Application.OPEN)

    monkeypatch.setattr(applying, "own_application", together(looked_up, people=DEVICES))
    at_once(lambda n: gil.sends(MONDAY), people=DEVICES)
    assert count(gil, ApplicationEvent, kind="submitted") > 1


def _execute(statement):
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)

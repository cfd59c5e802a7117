"""Each stage of an application is decided once, however many managers act at the same moment."""

from datetime import date
from threading import Barrier

import pytest
from django.db import IntegrityError

from common.tenancy import bind
from partners.admission.operations import deciding
from partners.admission.operations.deciding import (
    UnableToDecideApplication,
    accept_application,
    approve_application,
    decline_application,
)
from partners.models import ApplicationEvent, Member, Partner
from tests.applicants import applicant, at, fresh
from tests.cast import hire, staff_actor
from tests.races.crowd import at_once

pytestmark = pytest.mark.django_db(transaction=True)

MONDAY, TUESDAY = date(2026, 2, 16), date(2026, 2, 17)


@pytest.fixture
def managers(program):
    return [staff_actor(program, hire(program, name)) for name in ("Charlie", "Diana", "Emil", "Freya")]


@pytest.fixture
def sent(site):
    return applicant(site).sends(MONDAY)


@pytest.fixture
def verifying(site, managers):
    one = applicant(site)
    application = one.sends(MONDAY)
    with bind(application.program_id):
        approve_application(actor=managers[0], application=application, today=MONDAY, now=at(MONDAY))
    return one.hands_in(MONDAY)


def pressed(operation, application, managers, **said):
    """The results of all managers pressing the same button at once."""

    def press(n):
        with bind(application.program_id):
            return operation(actor=managers[n], application=application, today=TUESDAY, now=at(TUESDAY), **said)

    return at_once(press, people=len(managers))


def decisions(application, stage):
    with bind(application.program_id):
        return ApplicationEvent.objects.filter(
            application=application, stage=stage, kind__in=("approved", "accepted", "declined")
        ).count()


@pytest.mark.rule("B24-1.2.1c")
def test_two_managers_approve_at_once(sent, managers):
    found = pressed(approve_application, sent, managers)
    refused = [result for result in found if isinstance(result, UnableToDecideApplication)]
    assert len(refused) == len(managers) - 1
    assert all("approved it at" in str(error) for error in refused)
    assert decisions(sent, "review") == 1


@pytest.mark.rule("B24-1.3a")
def test_four_managers_accept_at_once(verifying, managers):
    found = pressed(accept_application, verifying, managers)
    assert [type(result) for result in found].count(UnableToDecideApplication) == len(managers) - 1
    assert decisions(verifying, "verification") == 1
    with bind(verifying.program_id):
        assert (Partner.objects.count(), Member.objects.count()) == (1, 1)
    assert fresh(verifying).partner is not None


def test_one_declines_while_another_accepts(verifying, managers):
    def press(n):
        operation = accept_application if n % 2 else decline_application
        said = {} if n % 2 else {"stage": "verification"}
        with bind(verifying.program_id):
            return operation(actor=managers[n], application=verifying, today=TUESDAY, now=at(TUESDAY), **said)

    found = at_once(press, people=len(managers))
    assert [type(result) for result in found].count(UnableToDecideApplication) == len(managers) - 1
    assert decisions(verifying, "verification") == 1
    with bind(verifying.program_id):
        assert Partner.objects.count() == (fresh(verifying).state == "accepted")


def test_control_without_the_lock_both_reach_the_table(sent, managers, monkeypatch):
    """Only the constraint is left to refuse the second decision, and the message is the same."""
    both = Barrier(2)
    step = deciding._step

    def unlocked(application, actor):
        rows = deciding.Application.objects.visible_to(actor).select_related("program", "applicant")
        return rows.get(pk=application.pk)

    monkeypatch.setattr(deciding, "_locked", unlocked)
    monkeypatch.setattr(deciding, "_step", lambda *args: (both.wait(), step(*args))[1])
    found = pressed(approve_application, sent, managers[:2])
    refused = [result for result in found if isinstance(result, UnableToDecideApplication)]
    assert len(refused) == 1
    assert isinstance(refused[0].__cause__, IntegrityError), "with the lock nobody comes that far"
    assert "approved it at" in str(refused[0])
    assert decisions(sent, "review") == 1


def test_with_the_lock_nobody_else_reaches_the_table(sent, managers):
    found = pressed(approve_application, sent, managers)
    assert not any(isinstance(result.__cause__, IntegrityError) for result in found if isinstance(result, Exception))


def test_companies_with_the_same_name_get_different_codes(site, managers):
    """Two applications with the same name are accepted at the same moment."""
    ready = []
    for name, number in (("Gil", "10259033P"), ("Gus", "30010823A")):
        own = {
            "email": f"{name}@{name}.example",
            "website": f"https://{name}.example",
            "phone": "",
            "login": f"{name}@{name}.example",
            "tax_id": number,
            "registration_number": f"HE {number}",
        }
        own["phone"] = "+35725654321" if name == "Gil" else "+35725654399"
        one = applicant(site, name, **own)
        application = one.sends(MONDAY)
        with bind(application.program_id):
            approve_application(actor=managers[0], application=application, today=MONDAY, now=at(MONDAY))
        ready.append(one.hands_in(MONDAY))

    def accept(n):
        with bind(ready[n].program_id):
            return accept_application(actor=managers[n], application=ready[n], today=TUESDAY, now=at(TUESDAY))

    found = at_once(accept, people=2)
    assert sorted(result.partner.code for result in found) == ["gamma-systems", "gamma-systems-2"]

"""Applications in every queue, for the admin's tests."""

import pytest

from common.tenancy import bind
from partners.admission.operations.deciding import approve_application, decline_application
from partners.models import Application
from tests.applicants import at
from tests.cast import staff_actor
from tests.kept import kept
from tests.partners.admission.desk import EARLIER, LATELY, TODAY, company


@pytest.fixture
def manager(program, charlie):
    return staff_actor(program, charlie)


@pytest.fixture
def queues(site, program, manager):
    """One of each: overdue, new, in verification, waiting for the applicant, declined, and a draft."""
    return kept(_queues, site, program, manager)


def _queues(site, program, manager):
    found = {"late": company(site, "Late").sends(EARLIER), "new": company(site, "New").sends(LATELY)}
    verified = company(site, "Proof")
    found["proof"] = verified.sends(EARLIER)
    found["form"] = company(site, "Form").sends(EARLIER)
    found["gone"] = company(site, "Gone").sends(EARLIER)
    with bind(program.pk):
        for name in ("proof", "form"):
            approve_application(actor=manager, application=found[name], today=EARLIER, now=at(EARLIER))
        decline_application(actor=manager, application=found["gone"], stage="review", today=EARLIER, now=at(EARLIER))
        writing = company(site, "Draft").user
        Application.objects.create(program=program, applicant=writing, started_at=at(TODAY), saved_at=at(TODAY))
    found["proof"] = verified.hands_in(LATELY)
    return found

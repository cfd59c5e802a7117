"""Query counts of the applicant's pages, which must not depend on the application's history.

Each page uses two queries for site and rules, two for session and account, and four for the person's role.
"""

from datetime import date

import pytest

from common.tenancy import bind, bind_actor
from partners.admission.operations.verification import save_legal
from partners.models import Application
from tests.applicants import PAPER, applicant, at
from tests.portal.test_query_counts import asked

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]
TODAY = date(2026, 2, 16)


@pytest.fixture
def gil(site):
    return applicant(site)


def turn(application, **changes):
    with bind(application.program_id):
        Application.objects.filter(pk=application.pk).update(due_on=None, **changes)


def test_the_public_form(visit):
    assert len(asked(visit(), "/apply/")) <= 3


def test_the_status_page_with_any_history(visit, gil):
    application = gil.sends(TODAY)
    client = visit(gil.user)
    few = asked(client, "/apply/")
    for n in range(8):
        turn(application, question="And?", asked_at=at(TODAY))
        gil.answers(f"This {n}.", TODAY)
    many = asked(client, "/apply/")
    assert len(many) == len(few), "\n".join(many)
    assert len(few) <= 11, "\n".join(few)


def test_the_second_form_with_any_number_of_files(visit, gil):
    application = gil.sends(TODAY)
    turn(application, state="approved")
    client = visit(gil.user)
    few = asked(client, "/apply/company/")
    rules = gil.rules(TODAY)
    papers = {document.code: [PAPER] for document in rules.admission.verification.documents}
    with bind_actor(gil.actor):
        save_legal(actor=gil.actor, definition=rules, answers={}, uploads=papers, now=at(TODAY))
    many = asked(client, "/apply/company/")
    assert len(many) == len(few), "\n".join(many)
    assert len(few) <= 9, "\n".join(few)
    assert not any('"content"' in query for query in many if "partners_document" in query)

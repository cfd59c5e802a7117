"""Uploaded files are sent out as attachments, to whom they belong, each time anew."""

from hashlib import sha256

import pytest

from common.tenancy import bind
from common.uploads import Upload
from partners.documents import store_document
from partners.models import Member, Partner, Restriction
from tests.applicants import applicant
from tests.careers import NOON
from tests.cast import join, partner_actor

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]
CONTENT = b"%PDF-1.7 <script>alert(1)</script>"


@pytest.fixture
def kept(alpha, alice):
    return keep(partner_actor(alpha, alice), partner_id=alpha.pk)


def keep(actor, **place):
    upload = Upload("Übersicht ‹1›.pdf", "application/pdf", CONTENT, sha256(CONTENT).hexdigest())
    with bind(actor.program_id):
        return store_document(
            actor=actor, program_id=actor.program_id, upload=upload, purpose="claim", now=NOON, **place
        )


def status(client, document):
    return client.get(f"/documents/{document.pk}/").status_code


def test_a_file_leaves_as_an_attachment_and_nothing_else(visit, kept, alice):
    answer = visit(alice).get(f"/documents/{kept.pk}/")
    assert answer.content == CONTENT
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%C3%9Cbersicht")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert {"no-store", "private"} <= set(answer.headers["Cache-Control"].split(", "))
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_it_is_the_companys_and_the_vendors_own(visit, kept, alice, rita, bob, charlie, erin, other_site, site):
    assert [status(visit(user), kept) for user in (alice, rita, charlie)] == [200] * 3
    assert status(visit(bob), kept) == 404
    assert status(visit(erin, host=other_site.host), kept) == 404
    assert status(visit(), kept) == 302
    assert status(visit(applicant(site).user), kept) == 404


def test_whoever_leaves_loses_the_link_at_once(visit, kept, alpha, rita):
    client = visit(rita)
    assert status(client, kept) == 200
    with bind(alpha.program_id):
        Member.objects.filter(user=rita).delete()
    assert status(client, kept) == 404


def test_whoever_is_blocked_opens_nothing_and_whose_partnership_ended_keeps_its_records(visit, kept, alpha, alice):
    client = visit(alice)
    with bind(alpha.program_id):
        Partner.objects.filter(pk=alpha.pk).update(ended_on=NOON.date())
    assert status(client, kept) == 200
    with bind(alpha.program_id):
        Restriction.objects.create(
            program_id=alpha.program_id, partner=alpha, effect="access", starts_on=NOON.date(), reason="x", set_at=NOON
        )
    assert status(client, kept) == 404


def test_the_papers_of_an_application_are_for_those_who_sign(visit, site, alpha, alice):
    gil = applicant(site)
    application = gil.sends(NOON.date())
    paper = keep(gil.actor, application_id=application.pk)
    assert status(visit(gil.user), paper) == 200
    assert status(visit(applicant(site, "Olga").user), paper) == 404
    with bind(alpha.program_id):
        type(paper).objects.filter(pk=paper.pk).update(partner=alpha)
    roles = {"main": 200, "manager": 200, "sales": 404, "readonly": 404}
    assert {role: status(visit(join(alpha, f"Max{role}", role)), paper) for role in roles} == roles


def test_ids_that_name_nothing_are_not_found(visit, alice):
    for number in (0, 987654321, 10**30):
        assert visit(alice).get(f"/documents/{number}/").status_code == 404

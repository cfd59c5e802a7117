"""Uploaded files are served as attachments, with access checked every time."""

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


def test_a_file_is_only_served_as_an_attachment(visit, kept, alice):
    answer = visit(alice).get(f"/documents/{kept.pk}/")
    assert answer.content == CONTENT
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%C3%9Cbersicht")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert {"no-store", "private"} <= set(answer.headers["Cache-Control"].split(", "))
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_only_the_company_and_vendor_can_open_a_file(visit, kept, alice, rita, bob, charlie, erin, other_site, site):
    assert [status(visit(user), kept) for user in (alice, rita, charlie)] == [200] * 3
    assert status(visit(bob), kept) == 404
    assert status(visit(erin, host=other_site.host), kept) == 404
    assert status(visit(), kept) == 302
    assert status(visit(applicant(site).user), kept) == 404


def test_people_who_leave_lose_access_at_once(visit, kept, alpha, rita):
    client = visit(rita)
    assert status(client, kept) == 200
    with bind(alpha.program_id):
        Member.objects.filter(user=rita).delete()
    assert status(client, kept) == 404


def test_blocked_people_open_nothing_and_former_partners_keep_their_records(visit, kept, alpha, alice):
    client = visit(alice)
    with bind(alpha.program_id):
        Partner.objects.filter(pk=alpha.pk).update(ended_on=NOON.date())
    assert status(client, kept) == 200
    with bind(alpha.program_id):
        Restriction.objects.create(
            program_id=alpha.program_id, partner=alpha, effect="access", starts_on=NOON.date(), reason="x", set_at=NOON
        )
    assert status(client, kept) == 404


def test_application_documents_are_for_people_who_may_sign(visit, site, alpha, alice):
    gil = applicant(site)
    application = gil.sends(NOON.date())
    paper = keep(gil.actor, application_id=application.pk)
    assert status(visit(gil.user), paper) == 200
    assert status(visit(applicant(site, "Olga").user), paper) == 404
    with bind(alpha.program_id):
        type(paper).objects.filter(pk=paper.pk).update(partner=alpha)
    roles = {"main": 200, "manager": 200, "sales": 404, "readonly": 404}
    assert {role: status(visit(join(alpha, f"Max{role}", role)), paper) for role in roles} == roles


def test_unknown_ids_are_not_found(visit, alice):
    for number in (0, 987654321, 10**30):
        assert visit(alice).get(f"/documents/{number}/").status_code == 404

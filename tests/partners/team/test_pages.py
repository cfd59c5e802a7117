"""The team page: who sees it, inviting, roles and leaving. Access ends with the next request."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.tenancy import bind
from notices.models import Mail
from partners.models import Document, Invitation, Member, Partner, Restriction
from tests import cast
from tests.careers import NOON, TODAY
from tests.notices.post import secret_link

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]

TEAM = "/dashboard/team/"
NEW = {"email": "nina@alpha.example", "name": "Nina", "role": "sales"}


@pytest.fixture
def other_program(db):
    """A program that is not open to people."""
    return cast.open_program("bitrix-2011", people=False)


@pytest.fixture
def browser(visit, alice):
    return visit(alice)


def one(model, partner, **fields):
    with bind(partner.program_id):
        return model.objects.get(partner=partner, **fields)


def test_members_are_listed_with_role_and_last_sign_in(browser, rita):
    page = browser.get(TEAM).content.decode()
    assert "rita@alpha.example" in page
    assert "Read-only" in page
    assert "never" in page
    assert "Feb. 16, 2026" in page  # Alice signed in today


def test_more_people_need_no_more_queries(browser, alpha, program):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(TEAM).status_code == 200
        return len(queries)

    browser.get(TEAM)
    before = asked()
    for number in range(12):
        inviting = cast.join(alpha, f"P{number}", "sales")
        with bind(program.pk):
            Invitation.objects.create(
                program=program,
                partner=alpha,
                email=f"i{number}@alpha.example",
                role="sales",
                state="waiting",
                invited_by=inviting,
                invited_at=NOON,
            )
    assert asked() == before


def test_a_long_team_is_paginated(browser, alpha):
    for number in range(55):
        cast.join(alpha, f"P{number:02}", "sales")
    assert "p53@alpha.example" not in browser.get(TEAM).content.decode()
    assert "p53@alpha.example" in browser.get(TEAM, {"page": "2"}).content.decode()


def test_a_member_can_be_found_by_search(browser, rita):
    assert "rita@alpha.example" in browser.get(TEAM, {"q": "rit"}).content.decode()
    assert "Nobody found" in browser.get(TEAM, {"q": "zzz"}).content.decode()
    assert browser.get(TEAM, {"q": "\0", "page": "x" * 50}).status_code == 200


@pytest.mark.rule("B24-7.2")
def test_an_employee_joins_through_the_pages(browser, visit, alpha, charlie, program):
    """The main user invites, the vendor approves, and the person joins through the emailed link."""
    answer = browser.post(TEAM, NEW, follow=True)
    assert "needs the program&#x27;s approval first" in answer.content.decode()
    assert "Pending approval" in answer.content.decode()
    invitation = one(Invitation, alpha)
    visit(charlie).post(f"/admin/partners/invitation/{invitation.pk}/approve/", {"post": "yes"})
    with bind(program.pk):
        link = secret_link(Mail.objects.get(to="nina@alpha.example"))
    newcomer = visit()
    assert "Alpha Works" in newcomer.get(link).content.decode()
    password = "correct horse battery"
    joined = newcomer.post(link, {"name": "Nina", "password": password, "again": password})
    assert (joined.status_code, joined.url) == (302, "/dashboard/")
    assert newcomer.get("/dashboard/").context["partner"].code == "alpha"
    assert "nina@alpha.example" in browser.get(TEAM).content.decode()
    assert one(Member, alpha, user__email="nina@alpha.example").role == "sales"


def test_nothing_typed_is_lost(browser, alpha):
    answer = browser.post(TEAM, {"email": "no address", "name": "Nina", "role": "manager"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'value="no address"' in page
    assert 'value="Nina"' in page
    assert 'value="manager" selected' in page


@pytest.mark.parametrize("bad", [{"email": "a\0@b.example"}, {"name": "x" * 900}, {"role": "owner"}, {"email": ""}, {}])
def test_an_invalid_form_invites_nobody(browser, alpha, bad):
    data = {**NEW, **bad} if bad else {}
    answer = browser.post(TEAM, data)
    assert answer.status_code == (400 if bad else 200)
    with bind(alpha.program_id):
        assert not Invitation.objects.exists()


def test_sending_email_is_rate_limited(browser, visit, alpha, program, settings):
    settings.LIMITS = {**settings.LIMITS, "invite": "2/h/key"}
    answers = [browser.post(TEAM, {**NEW, "email": f"n{n}@alpha.example"}).status_code for n in range(3)]
    assert answers == [302, 302, 429]
    with bind(program.pk):
        row = Invitation.objects.latest("pk")
        assert Invitation.objects.count() == 2
    assert browser.post(f"{TEAM}invitations/{row.pk}/resend/").status_code == 429


@pytest.mark.parametrize(("role", "status"), [("manager", 403), ("sales", 403), ("readonly", 403)])
def test_other_roles_can_view_but_not_change(visit, alpha, alice, role, status):
    other = visit(cast.join(alpha, "Otto", role))
    page = other.get(TEAM).content.decode()
    assert "alice@alpha.example" in page
    assert "Invite someone" not in page
    assert other.post(TEAM, NEW).status_code == status
    assert other.get(f"{TEAM}{one(Member, alpha, user=alice).pk}/").status_code == status


def test_the_main_user_changes_a_role(browser, visit, alpha, rita):
    page = f"{TEAM}{one(Member, alpha, user=rita).pk}/"
    assert "rita@alpha.example" in browser.get(page).content.decode()
    assert browser.post(page, {"role": "main"}).status_code == 302
    assert visit(rita).get("/dashboard/tokens/").status_code == 200
    assert browser.post(page, {"role": "owner"}).status_code == 400


@pytest.mark.rule("B24-7.2")
def test_a_demoted_member_loses_permissions_with_the_next_request(browser, visit, alpha, alice):
    anna = cast.join(alpha, "Anna", "main")
    hers = visit(anna)
    assert hers.get("/dashboard/tokens/").status_code == 200
    browser.post(f"{TEAM}{one(Member, alpha, user=anna).pk}/", {"role": "readonly"})
    assert hers.get("/dashboard/tokens/").status_code == 403
    assert hers.get("/dashboard/").status_code == 200


def test_a_removed_member_loses_access_with_the_next_request(browser, visit, alpha, rita, program):
    with bind(program.pk):
        paper = Document.objects.create(
            program=program,
            partner=alpha,
            purpose="claim",
            name="a.pdf",
            content_type="application/pdf",
            size=1,
            digest="d",
            content=b"x",
            uploaded_by=rita,
            uploaded_at=NOON,
        )
    hers = visit(rita)
    assert hers.get(f"/documents/{paper.pk}/").status_code == 200
    member = one(Member, alpha, user=rita)
    assert "Remove from the team" in browser.get(f"{TEAM}{member.pk}/").content.decode()
    assert browser.post(f"{TEAM}{member.pk}/remove/").status_code == 302
    assert hers.get(f"/documents/{paper.pk}/").status_code == 404
    assert "You aren't on a partner's team" in hers.get("/dashboard/").content.decode()


def test_the_last_main_user_is_told_why_they_cannot_leave(browser, alpha, alice):
    own = one(Member, alpha, user=alice)
    for path, data in ((f"{TEAM}{own.pk}/", {"role": "sales"}), (f"{TEAM}{own.pk}/remove/", {}), (f"{TEAM}leave/", {})):
        assert "only main user" in browser.post(path, data).content.decode()
    assert one(Member, alpha, user=alice).role == "main"


def test_a_member_can_leave(visit, alpha, rita, alice):
    hers = visit(rita)
    assert "Leave the team of Alpha Works?" in hers.get(f"{TEAM}leave/").content.decode()
    assert hers.post(f"{TEAM}leave/").status_code == 302
    assert "You left the team" in hers.get("/dashboard/").content.decode()


def test_an_invitation_is_sent_again_and_withdrawn(browser, alpha, program):
    with bind(program.pk):
        row = Invitation.objects.create(
            program=program,
            partner=alpha,
            email="old@alpha.example",
            role="sales",
            state="sent",
            digest="d",
            invited_by=one(Member, alpha, role="main").user,
            invited_at=NOON - timedelta(days=20),
            expires_at=NOON - timedelta(days=6),
        )
    assert "Too old" in browser.get(TEAM).content.decode()
    browser.post(f"{TEAM}invitations/{row.pk}/resend/")
    assert one(Invitation, alpha).expires_at == NOON + timedelta(days=14)
    assert "just sent" in browser.post(f"{TEAM}invitations/{row.pk}/resend/", follow=True).content.decode()
    browser.post(f"{TEAM}invitations/{row.pk}/withdraw/")
    assert one(Invitation, alpha).state == "withdrawn"
    browser.get(TEAM)  # the message is shown once
    assert "old@alpha.example" not in browser.get(TEAM).content.decode()


def test_people_of_another_partner_are_not_found(browser, beta, bob):
    member = one(Member, beta, user=bob)
    for path in (f"{TEAM}{member.pk}/", f"{TEAM}{10**30}/", f"{TEAM}{member.pk}/remove/"):
        assert browser.post(path, {"role": "sales"}).status_code == 404


def test_a_program_without_team_rules_has_no_such_page(visit, dora, other_site):
    client = visit(dora, host=other_site.host)
    assert client.get(TEAM).status_code == 404
    assert TEAM not in client.get("/dashboard/").content.decode()


@pytest.mark.rule("B24-14.1..7")
@pytest.mark.parametrize("everybody", [True, False])
def test_a_block_applies_from_the_next_request_and_ends_by_itself(visit, alpha, alice, rita, everybody, program):
    hers, his = visit(alice), visit(rita)
    assert hers.get("/dashboard/").status_code == 200
    with bind(program.pk):
        Restriction.objects.create(
            program=program,
            partner=alpha,
            effect="access",
            user=None if everybody else alice,
            reason="Misuse",
            starts_on=TODAY - timedelta(days=1),
            ends_on=TODAY,
            set_at=NOON,
        )
    for page in ("/dashboard/", TEAM, "/dashboard/points/", "/dashboard/tokens/", "/dashboard/notices/"):
        assert hers.get(page).status_code == 403
        assert his.get(page).status_code == (403 if everybody or page == "/dashboard/tokens/" else 200)
    with bind(program.pk):
        Restriction.objects.update(lifted_on=TODAY, lifted_reason="Settled", lifted_by=alice)
    assert hers.get("/dashboard/").status_code == 200


def test_past_blocks_and_blocks_at_other_partners_do_not_apply(visit, alpha, beta, alice, program):
    with bind(program.pk):
        own = {"program": program, "effect": "access", "reason": "x", "set_at": NOON}
        old = TODAY - timedelta(days=9)
        Restriction.objects.create(**own, partner=alpha, starts_on=old, ends_on=TODAY - timedelta(days=1))
        Restriction.objects.create(**own, partner=alpha, starts_on=TODAY + timedelta(days=1))
        Restriction.objects.create(**own, partner=beta, starts_on=old)
    assert visit(alice).get("/dashboard/").status_code == 200


def test_people_of_a_former_partner_can_only_read_their_records(visit, alpha, alice, program):
    client = visit(alice)
    with bind(program.pk):
        Partner.objects.filter(pk=alpha.pk).update(ended_on=TODAY)
    for page in ("/dashboard/points/", "/dashboard/activities/", "/dashboard/history/", "/dashboard/notices/"):
        assert client.get(page).status_code == 200
    for page in ("/dashboard/", TEAM, "/dashboard/tokens/"):
        assert client.get(page).url == "/dashboard/notices/"
    assert client.post(TEAM, NEW).status_code == 302
    with bind(program.pk):
        assert not Invitation.objects.exists()

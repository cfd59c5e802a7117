"""Profile changes in the admin: queue order, values side by side, decisions; and website checks."""

from datetime import date, timedelta

import pytest

from accounts.models import AuditEntry
from common.tenancy import bind, bind_actor
from partners.models import Partner, ProfileRevision, WebsiteCheck
from partners.profile.operations import submit_revision
from partners.websites import admin as websites
from partners.websites import jobs as tasks
from partners.websites.look import Look
from programs.rulebook import read_rulebook
from tests import cast
from tests.careers import CLIMB, NOON, TODAY, live

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]
LIST, PARTNERS = "/admin/partners/profilerevision/", "/admin/partners/partner/"
HOSTILE = "<script>alert(1)</script>{{ 7|add:7 }}"


def sends(partner, user, changes, *, on=TODAY):
    """A change by the partner's main user."""
    actor = cast.partner_actor(partner, user)
    with bind_actor(actor):
        return submit_revision(
            actor=actor,
            partner=partner,
            rulebook=read_rulebook(partner.program_id),
            changes=changes,
            today=on,
            now=NOON + (on - TODAY),
            replace=True,
        ).revision


def stored(revision):
    with bind(revision.program_id):
        return ProfileRevision.objects.select_related("partner").get(pk=revision.pk)


def text_of(response):
    return response.content.decode()


@pytest.fixture
def wanted(climbed, alice):
    return sends(climbed, alice, {"description": "Sets up portals and teaches.", "city": "Paphos"})


def test_the_queue_shows_legal_changes_by_due_date_then_the_oldest(desk, program, climbed, alice):
    partners = [climbed] + [cast.admit(program, code, code.title()) for code in ("beta", "gamma", "eta")]
    people = [alice] + [cast.join(partner, f"M{n}") for n, partner in enumerate(partners[1:])]
    changes = [{"city": "A"}, {"legal.tax_id": "10259033P"}, {"city": "B"}, {"legal.legal_address": "C"}]
    days = [0, 0, -5, -20]
    for partner, user, change, day in zip(partners, people, changes, days, strict=True):
        sends(partner, user, change, on=TODAY + timedelta(days=day))
    page = desk.get(LIST + "?state=pending")
    assert [row.partner.code for row in page.context["cl"].result_list] == ["eta", "beta", "gamma", "alpha"]
    assert "overdue" in text_of(page)
    assert [row.partner.code for row in desk.get(LIST + "?legal=overdue").context["cl"].result_list] == ["eta"]


@pytest.mark.rule("B24-1.7.4")
def test_old_and_new_values_are_side_by_side_with_changed_words_marked(desk, wanted):
    page = text_of(desk.get(f"{LIST}{wanted.pk}/change/"))
    assert 'Sets up portals<ins class="v-ins"> and teaches</ins>.' in page
    assert '<ins class="v-ins">Paphos</ins>' in page
    assert "Sets up portals." in page.replace("</del>", "").replace('<del class="v-del">', "")


@pytest.mark.rule("B24-1.7.4", "B24-1.4b")
def test_one_click_approves_and_records_who_did(desk, wanted, charlie):
    page = text_of(desk.post(f"{LIST}{wanted.pk}/approve/", follow=True))
    assert "Approved. The profile of Alpha Works was updated." in page
    found = stored(wanted)
    assert (found.state, found.decided_by_id, found.partner.city) == ("approved", charlie.pk, "Paphos")
    with bind(wanted.program_id):
        assert AuditEntry.objects.get(action="profiles.moderate").user_id == charlie.pk
    assert f"{LIST}{wanted.pk}/approve/" not in page
    again = text_of(desk.post(f"{LIST}{wanted.pk}/decline/", {"reason": "No."}))
    assert "no longer pending" in again
    assert stored(wanted).state == "approved"


def test_declining_needs_a_reason(desk, wanted):
    assert set(desk.post(f"{LIST}{wanted.pk}/decline/", {"reason": " "}).context["form"].errors) == {"reason"}
    assert stored(wanted).state == "pending"
    desk.post(f"{LIST}{wanted.pk}/decline/", {"reason": "Which office?"})
    assert (stored(wanted).state, stored(wanted).reason) == ("declined", "Which office?")


def test_viewing_changes_nothing(desk, wanted):
    for path in ("approve/", "decline/", "change/"):
        assert desk.get(f"{LIST}{wanted.pk}/{path}").status_code == 200
    assert stored(wanted).state == "pending"


def test_hostile_text_is_shown_as_text_on_both_sides(desk, climbed, alice):
    with bind(climbed.program_id):
        Partner.objects.filter(pk=climbed.pk).update(description=HOSTILE)
    revision = sends(climbed, alice, {"description": f"{HOSTILE} again", "services": HOSTILE, "name": HOSTILE})
    for path in (f"{LIST}{revision.pk}/change/", LIST, f"{LIST}{revision.pk}/decline/"):
        page = text_of(desk.get(path))
        assert "<script>alert" not in page
        assert "14" not in page.partition("add:7")[2][:3]


@pytest.mark.rule("B24-1.7.4")
def test_a_legal_change_explains_what_approval_does(desk, climbed, alice):
    revision = sends(climbed, alice, {"legal.registered_name": "Alpha Public Ltd"})
    page = text_of(desk.get(f"{LIST}{revision.pk}/change/"))
    assert "by approving you confirm that you verified the company again" in page
    assert "days left" in page


def test_staff_of_another_program_find_nothing(visit, wanted, other_site, erin):
    client = visit(erin, host=other_site.host)
    for path in ("change/", "approve/", "decline/"):
        assert client.get(f"{LIST}{wanted.pk}/{path}").status_code in (302, 404)
        assert client.post(f"{LIST}{wanted.pk}/{path}", {"reason": "x"}).status_code in (302, 403, 404)
    assert stored(wanted).state == "pending"


# --- websites ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(monkeypatch, django_capture_on_commit_callbacks):
    """Runs the task at once, with a network that finds the words."""
    calls = []

    def work(kwargs, **options):
        calls.append(kwargs)

    monkeypatch.setattr(websites.look_at_website, "apply_async", work)
    monkeypatch.setattr(tasks, "look", lambda address, words: Look(address, "found", "Found"))
    return calls


@pytest.mark.rule("B24-1.4c")
def test_a_manager_sees_the_checks_and_requests_another(
    desk, climbed, charlie, asked, django_capture_on_commit_callbacks
):
    path = f"/admin/partners/partner/{climbed.pk}/website/"
    with bind(climbed.program_id):
        Partner.objects.filter(pk=climbed.pk).update(website_misses=2, website_absent_on=TODAY)
        own = {"program": climbed.program, "partner": climbed, "address": "https://alpha.example"}
        WebsiteCheck.objects.create(**own, on=TODAY, at=NOON - timedelta(hours=3), outcome="absent", detail=HOSTILE)
    assert [row.code for row in desk.get(f"{PARTNERS}?site=grace").context["cl"].result_list] == ["alpha"]
    assert f"{PARTNERS}?site=grace" in text_of(desk.get("/admin/"))
    page = text_of(desk.get(path))
    assert "the listing is hidden on March 3, 2026" in page
    assert "not mentioned" in page
    assert "<script>alert" not in page
    with django_capture_on_commit_callbacks(execute=True):
        assert "checking the website" in text_of(desk.post(path, follow=True))
    assert asked == [{"program_id": climbed.program_id, "partner_id": climbed.pk, "user_id": charlie.pk}]
    assert tasks.look_at_website(**asked[0]) == "found"
    with bind(climbed.program_id):
        assert WebsiteCheck.objects.filter(asked_by=charlie).count() == 1
    assert desk.get(f"{PARTNERS}?site=grace").context["cl"].result_count == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert "just checked" in text_of(desk.post(path, follow=True))
    assert len(asked) == 1


def test_a_check_is_refused_if_the_manager_has_left_the_staff(desk, climbed, alice, asked):
    given = {"program_id": climbed.program_id, "partner_id": climbed.pk, "user_id": alice.pk}
    assert tasks.look_at_website(**given) == "nothing to check"


def test_a_partner_without_a_website_is_not_checked(desk, climbed, asked, django_capture_on_commit_callbacks):
    with bind(climbed.program_id):
        Partner.objects.filter(pk=climbed.pk).update(website="")
    with django_capture_on_commit_callbacks(execute=True):
        assert "nothing to check" in text_of(desk.post(f"/admin/partners/partner/{climbed.pk}/website/", follow=True))
    assert asked == []


def test_checks_are_listed_with_their_results(desk, program, climbed):
    beta = cast.admit(program, "beta", "Beta")
    live(beta, CLIMB)
    with bind(program.pk):
        for partner, outcome in ((climbed, "found"), (beta, "absent")):
            WebsiteCheck.objects.create(
                program=program, partner=partner, on=date(2026, 2, 1), at=NOON, address="x.example", outcome=outcome
            )
    page = desk.get("/admin/partners/websitecheck/?outcome=absent")
    assert [row.partner.code for row in page.context["cl"].result_list] == ["beta"]

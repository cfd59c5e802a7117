"""Users, rules and job runs in the admin."""

import pytest

from common.tenancy import bind
from partners.models import Member
from programs.models import JobRun, Revision
from tests.careers import NOON, TODAY
from tests.cast import join

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]

USERS = "/admin/accounts/user/"


def emails(desk, query=""):
    return [row.email for row in desk.get(USERS + query).context["cl"].result_list]


def test_users_are_people_who_belong_to_the_program(desk, alice, bob, charlie, dora, erin, root):
    assert emails(desk) == ["alice@alpha.example", "bob@beta.example", "charlie@bitrix24.example"]
    assert emails(desk, "?who=staff") == ["charlie@bitrix24.example"]
    assert emails(desk, "?who=partner") == ["alice@alpha.example", "bob@beta.example"]
    assert emails(desk, "?q=ali") == ["alice@alpha.example"]


def test_a_user_of_two_programs_shows_only_this_programs_role(desk, alice, delta):
    with bind(delta.program_id):
        Member.objects.create(program_id=delta.program_id, partner=delta, user=alice, role="main")
    page = desk.get(f"{USERS}{alice.pk}/change/").content.decode()
    assert "Alpha Works (main user)" in page
    assert "Delta House" not in page


def test_a_password_is_never_shown(desk, alice):
    page = desk.get(f"{USERS}{alice.pk}/change/").content.decode()
    assert alice.password not in page


def test_it_shows_who_has_a_second_factor(desk, alice, charlie):
    shown = {row.email: row.secured for row in desk.get(USERS).context["cl"].result_list}
    assert shown == {alice.email: False, charlie.email: True}
    assert "set up" in desk.get(f"{USERS}{charlie.pk}/change/").content.decode()
    page = desk.get(f"{USERS}{alice.pk}/change/").content.decode()
    assert "none" in page
    assert "set up" not in page


@pytest.mark.parametrize("who", ["dora", "erin", "root"])
def test_users_of_other_programs_are_not_shown(who, desk, request):
    other = request.getfixturevalue(who)
    assert desk.get(f"{USERS}{other.pk}/change/").status_code == 302


def test_rules_are_described_in_words(desk, program):
    with bind(program.pk):
        revision = Revision.objects.get(program=program)
    page = desk.get(f"/admin/programs/revision/{revision.pk}/change/").content.decode()
    assert "in force" in page
    assert "Upgrades happen by themselves" in page
    assert "[[tracks.levels]]" not in page
    assert "[[tracks.levels]]" in desk.get(f"/admin/programs/revision/{revision.pk}/file/").content.decode()


def test_job_runs_show_their_status(desk, program):
    with bind(program.pk):
        own = {"program": program, "started_at": NOON, "day": TODAY}
        JobRun.objects.create(**own, job="sent", finished_at=NOON, outcome={"mails": 3})
        JobRun.objects.create(**own, job="broken", outcome={"error": "no server"})
        JobRun.objects.create(**own, job="stuck")
    for state, job in (("failed", "broken"), ("running", "stuck")):
        found = desk.get(f"/admin/programs/jobrun/?state={state}").context["cl"].result_list
        assert [row.job for row in found] == [job]
    done = [row.job for row in desk.get("/admin/programs/jobrun/?state=done").context["cl"].result_list]
    assert "sent" in done
    assert not {"broken", "stuck"} & set(done)
    assert "mails: 3" in desk.get("/admin/programs/jobrun/").content.decode()


def test_a_blocked_user_is_shown_as_such(desk, alpha):
    user = join(alpha, "Ivan")
    user.is_active = False
    user.save()
    assert "blocked" in desk.get(f"{USERS}{user.pk}/change/").content.decode()

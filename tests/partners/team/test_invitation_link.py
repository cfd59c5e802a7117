"""The page behind an invitation link, which only the invited person can use."""

from datetime import timedelta

import pytest
import time_machine

from accounts.models import User
from common.tenancy import bind
from partners.models import Member
from partners.team.invitations import VALID, secret_of
from partners.team.operations.members import invite_member, withdraw_invitation
from partners.team.operations.staff import invite_staff
from programs.models import Staff
from programs.queries import definition
from tests import cast
from tests.careers import NOON, TODAY
from tests.counts import nobody_has_asked

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]

PASSWORD = "correct horse battery"
ACCOUNT = {"name": "Nina", "password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def manager(program, charlie):
    return cast.staff_actor(program, charlie)


@pytest.fixture
def invite(manager, alpha):
    def sent(email="nina@alpha.example", **fields):
        with bind(alpha.program_id):
            return invite_member(
                actor=manager,
                program_id=alpha.program_id,
                partner_id=alpha.pk,
                email=email,
                role="sales",
                definition=definition(alpha.program, TODAY),
                today=TODAY,
                now=NOON,
                **{"name": "Nina", **fields},
            )

    return sent


def link(invitation):
    return f"/invitations/{secret_of(invitation)}/"


def team(partner):
    with bind(partner.program_id):
        return set(Member.objects.filter(partner=partner).values_list("user__email", flat=True))


def test_a_person_without_an_account_creates_one_and_joins(visit, invite, alpha):
    address, client = link(invite()), visit()
    page = client.get(address).content.decode()
    assert "Join the team of Alpha Works" in page
    assert 'value="Nina"' in page
    answer = client.post(address, ACCOUNT, follow=True)
    assert "You&#x27;ve joined the team of Alpha Works." in answer.content.decode()
    assert team(alpha) == {"nina@alpha.example"}
    assert client.get("/dashboard/").status_code == 200


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "required"),
        ({"again": "something else"}, "match"),
        ({"password": "short", "again": "short"}, "too short"),
        ({"password": "nina@alpha.example", "again": "nina@alpha.example"}, "too similar"),
        ({"password": "", "again": ""}, "required"),
        ({"name": "a\0b"}, "Character 2 can&#39;t be seen: U+0000"),
    ],
)
def test_errors_are_shown_and_nobody_joins(visit, invite, alpha, wrong, said):
    answer = visit().post(link(invite()), {**ACCOUNT, **wrong})
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert PASSWORD not in answer.content.decode()
    assert team(alpha) == set()
    assert not User.objects.filter(email="nina@alpha.example").exists()


def test_a_person_with_an_account_signs_in_and_accepts(visit, invite, alpha, bob):
    address = link(invite(bob.email))
    stranger = visit()
    page = stranger.get(address).content.decode()
    assert "There is already an account with this address" in page
    assert address in page  # redirects back here after sign-in
    assert stranger.post(address, ACCOUNT).status_code == 200
    assert team(alpha) == set()
    client = visit(bob)
    assert "Accept" in client.get(address).content.decode()
    assert team(alpha) == set()
    client.post(address)
    assert team(alpha) == {bob.email}
    assert client.get("/dashboard/").context["partner"].code == "alpha"


def test_another_person_is_told_so_and_can_sign_out(visit, invite, alpha, bob):
    address, client = link(invite()), visit(bob)
    for answer in (client.get(address), client.post(address)):
        assert answer.status_code == 403
        assert "bob@beta.example" in answer.content.decode()
        assert "nina@alpha.example" not in answer.content.decode()
    assert team(alpha) == set()
    left = client.post("/account/logout/", {"next": address})
    assert left.url == address
    assert "Create account" in client.get(address).content.decode()


def test_a_used_link_says_so(visit, invite, alpha):
    address = link(invite())
    visit().post(address, ACCOUNT)
    answer = visit().post(address, ACCOUNT)
    assert answer.status_code == 410
    assert "already accepted" in answer.content.decode()
    assert team(alpha) == {"nina@alpha.example"}


def test_an_expired_link_says_so(visit, invite):
    address = link(invite())
    with time_machine.travel(NOON + VALID - timedelta(minutes=1), tick=False):
        assert visit().get(address).status_code == 200
    with time_machine.travel(NOON + VALID, tick=False):
        answer = visit().get(address)
    assert answer.status_code == 410
    assert "has expired" in answer.content.decode()


def test_a_withdrawn_link_looks_like_an_unknown_one(visit, invite, manager):
    invitation = invite()
    with bind(invitation.program_id):
        withdraw_invitation(actor=manager, invitation=invitation, now=NOON)
    assert visit().get(link(invitation)).status_code == 404
    assert visit().get(link(invitation)).content == visit().get("/invitations/" + "0" * 64 + "/").content


@pytest.mark.parametrize("secret", ["x", "0" * 64, "%00", "%ED%A0%80", "x" * 5000, "..", "<script>"])
def test_a_malformed_link_is_not_valid(visit, invite, secret):
    invite()
    assert visit().get(f"/invitations/{secret}/").status_code == 404


def test_a_link_is_not_valid_on_another_programs_site(visit, invite, other_site):
    assert visit(host=other_site.host).get(link(invite())).status_code == 404


def test_guessing_links_is_rate_limited(visit, invite):
    address = link(invite())
    nobody_has_asked()
    client = visit()
    statuses = [client.get("/invitations/nonsense/").status_code for _try in range(60)]
    assert set(statuses) == {404}
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "600")


def test_the_page_is_not_cached(visit, invite):
    assert "no-store" in visit().get(link(invite())).headers["Cache-Control"]


def test_hostile_names_are_shown_as_text(visit, invite, alpha):
    hostile = "<script>alert(1)</script>{{ 7*7 }}"
    address = link(invite(name=hostile))
    page = visit().get(address).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in page
    client = visit()
    client.post(address, {**ACCOUNT, "name": hostile})
    assert "<script>alert" not in client.get("/dashboard/team/").content.decode()


def test_staff_who_join_must_set_up_a_second_factor(visit, program, site):
    chief = cast.staff_actor(program, cast.hire(program, "Ada", Staff.Role.ADMINISTRATOR), Staff.Role.ADMINISTRATOR)
    with bind(program.pk):
        invitation = invite_staff(
            actor=chief, program_id=program.pk, email="new@vendor.example", name="", role="manager", now=NOON
        )
    client = visit()
    assert client.post(link(invitation), ACCOUNT).url == "/admin/"
    assert client.get("/admin/").url == "/account/security/"
    user = User.objects.get(email="new@vendor.example")
    with bind(program.pk):
        assert Staff.objects.get(user=user).role == "manager"
    cast.secure(user)
    assert client.get("/admin/").status_code == 200

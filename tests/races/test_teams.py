"""Concurrent changes: invitations are accepted once, a team keeps a main user, and token limits are kept."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from accounts.models import User
from common.actor import Actor
from common.tenancy import bind
from notices.models import Notice
from partners.models import ApiToken, Invitation, Member
from partners.team.invitations import secret_of
from partners.team.operations import invitations, joining, staff
from partners.team.operations import members as team
from partners.team.operations.invitations import UnableToChangeInvitation, approve_invitation, decline_invitation
from partners.team.operations.joining import UnableToAccept, accept_invitation, join_with_new_account
from partners.team.operations.members import UnableToChangeTeam, invite_member, leave_team
from partners.team.operations.staff import UnableToChangeStaff, remove_staff
from partners.tokens import operations as tokens
from partners.tokens.operations import UnableToCreateToken, authenticate_token, create_token
from programs.models import Staff
from programs.queries import definition
from tests import cast
from tests.races.crowd import at_once
from tests.samples import sample

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TODAY = date(2026, 3, 1)
PEOPLE = sample(5, campaign=16)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.campaign]


def nap():
    """Give the other threads time to read the same rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.2)")


@pytest.fixture
def manager(program, charlie):
    return cast.staff_actor(program, charlie)


def invited(manager, alpha, email="new@alpha.example"):
    with bind(alpha.program_id):
        return invite_member(
            actor=manager,
            program_id=alpha.program_id,
            partner_id=alpha.pk,
            email=email,
            name="",
            role="sales",
            definition=definition(alpha.program, TODAY),
            today=TODAY,
            now=NOW,
        )


def accept_at_once(invitation, user):
    link = {"program_id": invitation.program_id, "secret": secret_of(invitation), "today": TODAY, "now": NOW}
    actor = Actor.visitor(invitation.program_id)
    return at_once(lambda n: accept_invitation(actor=actor, user=user, **link), people=PEOPLE)


def accepted(results):
    return [result for result in results if isinstance(result, Invitation)]


def arrivals(alpha):
    with bind(alpha.program_id):
        return Notice.objects.filter(partner=alpha, kind="team", key__contains="joined").count()


@pytest.mark.rule("B24-7.2")
def test_an_invitation_is_accepted_once(manager, alpha, bob):
    invitation = invited(manager, alpha, bob.email)
    results = accept_at_once(invitation, bob)
    assert len(accepted(results)) == 1
    assert [type(result) for result in results].count(UnableToAccept) == PEOPLE - 1
    with bind(alpha.program_id):
        assert Member.objects.filter(partner=alpha, user=bob).count() == 1
    assert arrivals(alpha) == 1


def test_control_without_the_locks_it_is_accepted_more_than_once(manager, alpha, bob, monkeypatch):
    def unlocked(rows):
        row = rows.select_related("partner").first()
        nap()
        return row

    monkeypatch.setattr(joining, "_lock_whose", lambda invitation: None)
    monkeypatch.setattr(joining, "_lock", unlocked)
    assert len(accepted(accept_at_once(invited(manager, alpha, bob.email), bob))) > 1


@pytest.mark.rule("B24-7.2")
def test_a_link_creates_one_account_and_one_membership(manager, alpha):
    invitation = invited(manager, alpha)
    link = {"program_id": alpha.program_id, "secret": secret_of(invitation), "today": TODAY, "now": NOW}

    def join(n):
        return join_with_new_account(
            actor=Actor.visitor(alpha.program_id), name=f"No. {n}", password="correct horse battery", **link
        )

    results = at_once(join, people=PEOPLE)
    (user,) = [result for result in results if isinstance(result, User)]
    assert [type(result) for result in results].count(UnableToAccept) == PEOPLE - 1
    assert User.objects.filter(email="new@alpha.example").get() == user
    with bind(alpha.program_id):
        assert Member.objects.get(partner=alpha, user=user).role == "sales"


def test_an_invitation_is_approved_or_declined_once(manager, alpha, alice):
    with bind(alpha.program_id):
        waiting = invite_member(
            actor=cast.partner_actor(alpha, alice),
            program_id=alpha.program_id,
            partner_id=alpha.pk,
            email="new@alpha.example",
            name="",
            role="sales",
            definition=definition(alpha.program, TODAY),
            today=TODAY,
            now=NOW,
        )

    def decide(n):
        fields = {"actor": manager, "invitation": waiting, "today": TODAY, "now": NOW}
        with bind(alpha.program_id):
            return decline_invitation(reason="No", **fields) if n % 2 else approve_invitation(**fields)

    results = at_once(decide, people=PEOPLE)
    assert [type(result) for result in results].count(UnableToChangeInvitation) == PEOPLE - 1


def test_control_without_the_lock_an_invitation_is_decided_twice(manager, alpha, alice, monkeypatch):
    def unlocked(actor, invitation, *states):
        row = Invitation.objects.select_related("partner").get(pk=invitation.pk)
        nap()
        return row

    monkeypatch.setattr(invitations, "_locked", unlocked)
    with pytest.raises(AssertionError):
        test_an_invitation_is_approved_or_declined_once(manager, alpha, alice)


@pytest.fixture
def two_main_users(alpha, alice):
    return [cast.partner_actor(alpha, user) for user in (alice, cast.join(alpha, "Anna"))]


def leave_at_once(actors):
    def go(n):
        with bind(actors[n].program_id, actors[n].partner_id):
            leave_team(actor=actors[n], today=TODAY, now=NOW)
            nap()

    return at_once(go, people=len(actors))


def main_users(alpha):
    with bind(alpha.program_id):
        return Member.objects.filter(partner=alpha, role="main").count()


def test_of_two_main_users_who_leave_at_once_one_stays(alpha, two_main_users):
    results = leave_at_once(two_main_users)
    assert [type(result) for result in results].count(UnableToChangeTeam) == 1
    assert main_users(alpha) == 1


def test_control_without_the_lock_no_main_user_is_left(alpha, two_main_users, monkeypatch):
    monkeypatch.setattr(team, "_lock_team", lambda actor, partner_id: None)
    leave_at_once(two_main_users)
    assert main_users(alpha) == 0


@pytest.fixture
def two_administrators(program):
    users = [cast.hire(program, name, Staff.Role.ADMINISTRATOR) for name in ("Ada", "Abel")]
    return [cast.staff_actor(program, user, Staff.Role.ADMINISTRATOR) for user in users]


def remove_each_other(program, actors):
    with bind(program.pk):
        rows = {row.user_id: row for row in Staff.objects.filter(role=Staff.Role.ADMINISTRATOR)}

    def remove(n):
        with bind(program.pk):
            remove_staff(actor=actors[n], staff=rows[actors[1 - n].user_id], now=NOW)
            nap()

    return at_once(remove, people=2)


def administrators(program):
    with bind(program.pk):
        return Staff.objects.filter(role=Staff.Role.ADMINISTRATOR).count()


def test_of_two_administrators_who_remove_each_other_one_stays(program, two_administrators):
    results = remove_each_other(program, two_administrators)
    assert [type(result) for result in results].count(UnableToChangeStaff) == 1
    assert administrators(program) == 1


def test_control_without_the_lock_no_administrator_is_left(program, two_administrators, monkeypatch):
    monkeypatch.setattr(staff, "_lock_staff", lambda program_id: None)
    remove_each_other(program, two_administrators)
    assert administrators(program) == 0


def make_tokens_at_once(actor):
    def make(n):
        with bind(actor.program_id, actor.partner_id):
            return create_token(
                actor=actor, program_id=actor.program_id, name=f"No. {n}", scopes=["points:read"], now=NOW
            )

    return at_once(make, people=PEOPLE)


def test_the_token_limit_is_kept(alpha, two_main_users, monkeypatch):
    monkeypatch.setattr(tokens, "MOST", 3)
    results = make_tokens_at_once(two_main_users[0])
    assert [type(result) for result in results].count(UnableToCreateToken) == PEOPLE - 3


def test_control_without_the_lock_there_are_too_many_tokens(alpha, two_main_users, monkeypatch):
    monkeypatch.setattr(tokens, "MOST", 3)
    monkeypatch.setattr(tokens, "_lock_owner", lambda actor: nap())
    make_tokens_at_once(two_main_users[0])
    with bind(alpha.program_id):
        assert ApiToken.objects.count() > 3


def test_concurrent_uses_of_a_token_all_succeed_and_record_the_use(alpha, two_main_users):
    actor = two_main_users[0]
    with bind(alpha.program_id, alpha.pk):
        _token, secret = create_token(
            actor=actor, program_id=alpha.program_id, name="x", scopes=["points:read"], now=NOW
        )
    results = at_once(lambda n: authenticate_token(program_id=alpha.program_id, secret=secret, now=NOW), people=PEOPLE)
    assert [found[1] for found in results] == [actor] * PEOPLE
    with bind(alpha.program_id):
        assert ApiToken.objects.get().last_used_at == NOW

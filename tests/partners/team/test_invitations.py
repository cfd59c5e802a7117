"""Invitations to partners and to the staff: approval, email, link, joining (B24-7.2)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Q

from accounts.models import AuditEntry
from common.actor import Actor
from common.tenancy import bind
from notices.models import Mail, Notice
from partners.models import Invitation, Member, Partner
from partners.team.invitations import digest_of, secret_of
from partners.team.operations.members import (
    UnableToChangeInvitation,
    UnableToInvite,
    approve_invitation,
    decline_invitation,
    invite_member,
    join_with_new_account,
)
from programs.queries import definition
from tests import cast
from tests.notices.post import secret_link

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TODAY = date(2026, 3, 1)
GOOD = {"email": "newcomer@alpha.example", "name": "New Comer", "role": "sales"}


@pytest.fixture
def other_program(db):
    """A program that is not open to people."""
    return cast.open_program("bitrix-2011", people=False)


def bound_invite(actor, partner, rules=None, *, now=NOW, **fields):
    with bind(actor.program_id, actor.partner_id or 0):
        return invite_member(
            actor=actor,
            program_id=actor.program_id,
            partner_id=partner.pk,
            **{**GOOD, **fields},
            definition=rules or definition(partner.program, TODAY),
            today=TODAY,
            now=now,
        )


def unapproved(partner):
    """The partner's rules without approval."""
    with bind(partner.program_id):
        rules = definition(partner.program, TODAY)
    team = rules.admission.team.model_copy(update={"approval": False})
    return rules.model_copy(update={"admission": rules.admission.model_copy(update={"team": team})})


def again(invitation):
    with bind(invitation.program_id):
        return Invitation.objects.get(pk=invitation.pk)


def decide(actor, invitation, operation=approve_invitation, **fields):
    with bind(actor.program_id):
        return operation(actor=actor, invitation=invitation, today=TODAY, now=NOW, **fields)


def mails(program):
    with bind(program.pk):
        return list(Mail.objects.order_by("pk"))


def join(invitation, *, name="New Comer", now=NOW):
    return join_with_new_account(
        actor=Actor.visitor(invitation.program_id),
        program_id=invitation.program_id,
        secret=secret_of(invitation),
        name=name,
        password="correct horse battery",
        today=TODAY,
        now=now,
    )


@pytest.fixture
def main(alpha, alice):
    return cast.partner_actor(alpha, alice)


@pytest.fixture
def manager(program, charlie):
    return cast.staff_actor(program, charlie)


@pytest.fixture
def sent(main, alpha):
    """A sent invitation to Alpha."""
    return bound_invite(main, alpha, unapproved(alpha))


@pytest.mark.rule("B24-7.2")
def test_the_vendor_approves_before_the_email_is_sent(main, alpha, manager, program):
    invitation = bound_invite(main, alpha)
    assert (invitation.state, invitation.digest, mails(program)) == ("waiting", None, [])
    decide(manager, invitation)
    (mail,) = mails(program)
    assert (mail.to, again(invitation).state) == ("newcomer@alpha.example", "sent")
    secret = secret_of(again(invitation))
    assert secret_link(mail) == f"/invitations/{secret}/"
    with bind(program.pk):
        assert not Mail.objects.filter(Q(link__contains=secret) | Q(sealed__contains=secret)).exists()


@pytest.mark.rule("B24-7.2")
def test_a_program_can_skip_approval(sent, program):
    assert sent.state == "sent"
    assert [mail.to for mail in mails(program)] == ["newcomer@alpha.example"]


@pytest.mark.rule("B24-7.2")
def test_a_person_can_join_only_after_approval(main, alpha, manager):
    invitation = bound_invite(main, alpha)
    decide(manager, invitation)
    user = join(again(invitation))
    with bind(alpha.program_id):
        member = Member.objects.get(user=user)
        assert (member.partner_id, member.role) == (alpha.pk, "sales")
    assert (again(invitation).state, again(invitation).accepted_by) == ("accepted", user)


@pytest.mark.rule("B24-7.2")
def test_only_the_programs_roles_are_allowed(main, alpha):
    for number, role in enumerate(["main", "manager", "sales", "readonly"]):
        assert bound_invite(main, alpha, role=role, email=f"p{number}@alpha.example").role == role
    with pytest.raises(UnableToInvite) as refusal:
        bound_invite(main, alpha, role="owner", email="p9@alpha.example")
    assert set(refusal.value.problems) == {"role"}


def test_only_a_digest_of_the_secret_is_stored_with_the_invitation(sent):
    secret = secret_of(sent)
    with bind(sent.program_id), connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(t)::text FROM partners_invitation t")
        (row,) = cursor.fetchone()
    assert secret not in row
    assert digest_of(secret) in row


def test_a_declined_person_gets_no_email_and_the_partner_is_told_why(main, alpha, manager, program):
    invitation = bound_invite(main, alpha)
    decide(manager, invitation, decline_invitation, reason="Works for another partner")
    assert (again(invitation).state, mails(program)) == ("declined", [])
    with bind(program.pk):
        notice = Notice.objects.get(partner=alpha)
        act = AuditEntry.objects.get()
    assert "Works for another partner" in notice.body
    assert (act.action, act.partner_id) == ("team.approve", alpha.pk)


@pytest.mark.parametrize("reason", ["", "  ", "\0", "x" * 401])
def test_declining_needs_a_reason(main, alpha, manager, reason):
    invitation = bound_invite(main, alpha)
    with pytest.raises(UnableToChangeInvitation):
        decide(manager, invitation, decline_invitation, reason=reason)
    assert again(invitation).state == "waiting"


def test_an_invitation_is_decided_once(main, alpha, manager, program):
    invitation = bound_invite(main, alpha)
    decide(manager, invitation)
    with pytest.raises(UnableToChangeInvitation):
        decide(manager, invitation)
    with pytest.raises(UnableToChangeInvitation):
        decide(manager, invitation, decline_invitation, reason="Late")
    assert len(mails(program)) == 1


def test_the_answer_does_not_reveal_registered_addresses(main, alpha, bob, dora):
    told = []
    for email in ("nobody@nowhere.example", bob.email, dora.email):
        invitation = bound_invite(main, alpha, email=email)
        told.append((invitation.state, invitation.role, str(invitation)))
    assert [(state, role) for state, role, _words in told] == [("waiting", "sales")] * 3


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "no address"}, "email"),
        ({"email": "a\0@b.example"}, "email"),
        ({"email": "a" * 250 + "@alpha.example"}, "email"),
        ({"name": "x" * 201}, "name"),
        ({"role": ""}, "role"),
        ({"email": "ALICE@alpha.example"}, "email"),
    ],
)
def test_errors_are_shown_beside_their_field(main, alpha, fields, field):
    with pytest.raises(UnableToInvite) as refusal:
        bound_invite(main, alpha, **fields)
    assert set(refusal.value.problems) == {field}


def test_an_open_invitation_cannot_be_repeated(main, alpha):
    bound_invite(main, alpha)
    with pytest.raises(UnableToInvite) as refusal:
        bound_invite(main, alpha, email="NewComer@alpha.example")
    assert set(refusal.value.problems) == {"email"}


def test_a_partner_can_invite_a_limited_number_per_day(main, alpha):
    for number in range(30):
        bound_invite(main, alpha, email=f"p{number}@alpha.example")
    with pytest.raises(UnableToInvite):
        bound_invite(main, alpha, email="one@too.many")
    bound_invite(main, alpha, email="one@too.many", now=NOW + timedelta(days=1))


@pytest.mark.parametrize("role", ["manager", "sales", "readonly", "former", "blocked"])
def test_only_the_main_user_can_invite(alpha, alice, role):
    with pytest.raises(PermissionDenied):
        bound_invite(cast.partner_actor(alpha, alice, role), alpha)


def test_nobody_can_invite_to_another_partner(main, beta):
    with pytest.raises(Partner.DoesNotExist):
        bound_invite(main, beta)


def test_nobody_can_be_invited_to_a_former_partner(main, manager, alpha):
    waiting = bound_invite(main, alpha)
    with bind(alpha.program_id):
        Partner.objects.update(ended_on=TODAY)
    with pytest.raises(UnableToInvite):
        bound_invite(main, alpha, email="later@alpha.example")
    with pytest.raises(UnableToChangeInvitation):
        decide(manager, waiting)


@pytest.mark.rule("B24-7.2")
def test_the_vendors_own_invitations_need_no_approval(manager, alpha, program):
    invitation = bound_invite(manager, alpha, role="main")
    assert invitation.state == "sent"
    join(invitation)
    with bind(program.pk):
        assert Member.objects.get(partner=alpha).role == "main"


def test_without_team_rules_only_the_vendor_invites(dora, delta, erin, other_program):
    with pytest.raises(UnableToInvite):
        bound_invite(cast.partner_actor(delta, dora), delta)
    assert bound_invite(cast.staff_actor(other_program, erin), delta).state == "sent"

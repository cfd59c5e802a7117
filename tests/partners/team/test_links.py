"""Invitation links: who may use one, once, for how long; and invitations of staff."""

from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied

from accounts.models import User
from common.actor import Actor
from common.tenancy import bind
from notices.models import Mail, Notice
from partners.models import Invitation, Member
from partners.team.invitations import VALID, asked_by, secret_of
from partners.team.operations.members import (
    UnableToAccept,
    UnableToChangeInvitation,
    UnableToInvite,
    accept_invitation,
    invite_member,
    join_with_new_account,
    resend_invitation,
    withdraw_invitation,
)
from partners.team.operations.staff import invite_staff
from programs.models import Staff
from programs.queries import definition
from tests import cast
from tests.notices.post import secret_link

pytestmark = pytest.mark.django_db


NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


TODAY = date(2026, 3, 1)


GOOD = {"email": "newcomer@alpha.example", "name": "New Comer", "role": "sales"}


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


def mails(program):
    with bind(program.pk):
        return list(Mail.objects.order_by("pk"))


def asked(invitation, now=NOW, secret=None):
    return asked_by(program_id=invitation.program_id, secret=secret or secret_of(invitation), today=TODAY, now=now)


def accept(invitation, user, *, secret=None, now=NOW):
    link = {"program_id": invitation.program_id, "secret": secret or secret_of(invitation), "today": TODAY, "now": now}
    return accept_invitation(actor=Actor.visitor(invitation.program_id), user=user, **link)


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


def test_a_person_with_an_account_joins_with_it(main, alpha, beta, bob, program):
    sent = bound_invite(main, alpha, unapproved(alpha), email=bob.email.upper())
    assert asked(sent).known
    accept(sent, bob)
    with bind(program.pk):
        assert set(Member.objects.filter(user=bob).values_list("partner", "role")) == {
            (alpha.pk, "sales"),
            (beta.pk, "main"),
        }


def test_the_link_verifies_the_address(sent):
    user = join(sent)
    assert EmailAddress.objects.get(user=user).verified
    assert user.check_password("correct horse battery")


def test_another_person_cannot_use_the_link(sent, bob):
    with pytest.raises(UnableToAccept):
        accept(sent, bob)
    with bind(sent.program_id):
        assert not Member.objects.filter(user=bob, partner=sent.partner_id).exists()
    assert again(sent).state == "sent"


def test_nobody_can_create_a_second_account_for_an_address(sent):
    cast.person("newcomer@alpha.example", "Nora", password="some password")
    with pytest.raises(UnableToAccept):
        join(sent)
    assert User.objects.get(email="newcomer@alpha.example").check_password("some password")


def test_a_link_works_once(sent):
    user = join(sent)
    with pytest.raises(UnableToAccept):
        accept(sent, user)
    assert "already" in asked(sent).problem


def test_a_link_expires(sent):
    assert asked(sent, now=NOW + VALID - timedelta(seconds=1)).problem == ""
    assert "has expired" in asked(sent, now=NOW + VALID).problem
    with pytest.raises(UnableToAccept):
        join(sent, now=NOW + VALID)


def test_a_withdrawn_link_looks_like_an_unknown_one(sent, main):
    with bind(main.program_id, main.partner_id):
        withdraw_invitation(actor=main, invitation=sent, now=NOW)
    assert asked(sent) is None
    with pytest.raises(UnableToAccept):
        join(sent)


def test_sending_again_creates_a_new_link_and_invalidates_the_old_one(sent, main, program):
    later, old = NOW + timedelta(hours=1), secret_of(sent)
    with bind(main.program_id, main.partner_id):
        resend_invitation(actor=main, invitation=sent, now=later)
    assert asked(sent, secret=old) is None
    assert asked(again(sent)).problem == ""
    first, second = mails(program)
    assert secret_link(first) != secret_link(second)
    assert again(sent).expires_at == later + VALID


def test_an_email_cannot_be_sent_again_at_once(sent, main, program):
    with bind(main.program_id, main.partner_id), pytest.raises(UnableToChangeInvitation):
        resend_invitation(actor=main, invitation=sent, now=NOW + timedelta(minutes=4))
    assert len(mails(program)) == 1


@pytest.mark.parametrize("operation", [withdraw_invitation, resend_invitation])
def test_only_people_who_may_invite_can_change_an_invitation(sent, alpha, beta, alice, bob, operation):
    for actor in (cast.partner_actor(alpha, alice, "manager"), cast.partner_actor(beta, bob)):
        with bind(sent.program_id), pytest.raises(PermissionDenied):
            operation(actor=actor, invitation=sent, now=NOW + timedelta(hours=1))


def test_a_link_is_not_valid_in_another_program(sent, other_program):
    assert asked_by(program_id=other_program.pk, secret=secret_of(sent), today=TODAY, now=NOW) is None


def test_the_inviter_cannot_add_text_to_the_email(main, alpha, program, alice):
    User.objects.filter(pk=alice.pk).update(name="Win now at evil.example")
    bound_invite(main, alpha, unapproved(alpha), name="Click http://evil.example")
    (mail,) = mails(program)
    assert "evil" not in mail.subject + mail.text
    assert "Alpha Works" in mail.subject


def test_the_partner_is_told_who_joined(sent, program, alpha):
    join(sent)
    with bind(program.pk):
        notice = Notice.objects.get(partner=alpha)
    assert "newcomer@alpha.example" in notice.subject
    assert "Sales" in notice.body or "sales" in notice.body


@pytest.fixture
def administrator(program):
    return cast.staff_actor(program, cast.hire(program, "Ada", Staff.Role.ADMINISTRATOR), Staff.Role.ADMINISTRATOR)


def hire_by_mail(actor, **fields):
    asked = {"email": "new@vendor.example", "name": "", "role": "manager", **fields}
    with bind(actor.program_id):
        return invite_staff(actor=actor, program_id=actor.program_id, now=NOW, **asked)


def test_staff_join_by_link_too(administrator, program):
    invitation = hire_by_mail(administrator)
    user = join(invitation, name="Nora")
    user.refresh_from_db()
    with bind(program.pk):
        assert Staff.objects.get(user=user).role == "manager"
        assert not Notice.objects.exists()
    assert user.is_staff


def test_only_administrators_can_invite_staff(manager, main):
    for actor in (manager, main):
        with pytest.raises(PermissionDenied):
            hire_by_mail(actor)


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"role": "main"}, "role"), ({"email": "x"}, "email"), ({"email": "ada@bitrix24.example"}, "email")],
)
def test_invalid_staff_invitations_are_refused(administrator, fields, field):
    with pytest.raises(UnableToInvite) as refusal:
        hire_by_mail(administrator, **fields)
    assert set(refusal.value.problems) == {field}


def test_a_partner_manager_cannot_change_a_staff_invitation(administrator, manager):
    invitation = hire_by_mail(administrator, role="administrator")
    with bind(manager.program_id):
        for operation in (withdraw_invitation, resend_invitation):
            with pytest.raises(PermissionDenied):
                operation(actor=manager, invitation=invitation, now=NOW + timedelta(hours=1))

"""API tokens are shown once, stored as a digest, and have only their person's current permissions."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry
from common.actor import Actor
from common.tenancy import bind
from partners.models import ApiToken, Member, Partner, Restriction
from partners.tokens.operations import (
    MOST,
    UnableToCreateToken,
    UnableToRevokeToken,
    authenticate_token,
    create_token,
    revoke_token,
)
from partners.tokens.scopes import PARTNER_SCOPES, VENDOR_SCOPES, granted
from programs.models import Staff
from tests import cast

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TODAY = date(2026, 3, 1)


def make(actor, *scopes, name="Our shop", now=NOW, **fields):
    with bind(actor.program_id):
        return create_token(
            actor=actor, program_id=actor.program_id, name=name, scopes=scopes or ["points:read"], now=now, **fields
        )


def use(program, secret, *, now=NOW):
    return authenticate_token(program_id=program.pk, secret=secret, now=now)


@pytest.fixture
def main(alpha, alice):
    return cast.partner_actor(alpha, alice)


@pytest.fixture
def administrator(program):
    return cast.staff_actor(program, cast.hire(program, "Ada", Staff.Role.ADMINISTRATOR), Staff.Role.ADMINISTRATOR)


def test_the_secret_is_returned_once_and_not_stored(main, program):
    token, secret = make(main)
    mark, prefix, rest = secret.split("_")
    assert (mark, f"ech_{prefix}", len(rest)) == ("ech", token.prefix, 43)
    with bind(program.pk), connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(t)::text FROM partners_apitoken t")
        assert rest not in cursor.fetchone()[0]


def test_two_tokens_are_never_the_same(main):
    assert make(main)[1] != make(main)[1]


def test_a_token_identifies_its_actor(main, program, alpha, alice):
    token, secret = make(main, "points:read", "claims:write")
    found, actor = use(program, secret)
    assert (found.pk, actor) == (token.pk, Actor("partner", alice.pk, program.pk, alpha.pk, "main"))
    assert granted(found.scopes, actor) == {"points:read", "claims:write"}


def test_a_vendor_token_acts_for_staff(administrator, program):
    token, secret = make(administrator, "partners:read")
    assert token.partner_id is None
    assert use(program, secret)[1] == administrator


@pytest.mark.parametrize("change", [lambda s: s[:-1], lambda s: s.swapcase(), lambda s: s + "x", lambda s: s[4:]])
def test_an_unknown_secret_is_not_valid(main, program, change):
    assert use(program, change(make(main)[1])) is None


@pytest.mark.parametrize("secret", ["", "ech_", "ech__", "ech_a_b", "ech_\0", "ech_\ud800", "ech_" + "x" * 100_000])
def test_a_malformed_secret_is_not_valid(program, secret):
    assert use(program, secret) is None


def test_a_token_is_not_valid_in_another_program(main, other_program):
    assert use(other_program, make(main)[1]) is None


def test_a_revoked_token_is_not_valid(main, program):
    token, secret = make(main)
    with bind(program.pk):
        revoke_token(actor=main, token=token, now=NOW)
        assert use(program, secret) is None
        with pytest.raises(UnableToRevokeToken):
            revoke_token(actor=main, token=token, now=NOW)


def test_an_expired_token_is_not_valid(main, program):
    _token, secret = make(main, expires_at=NOW + timedelta(hours=1))
    assert use(program, secret, now=NOW + timedelta(minutes=59))
    assert use(program, secret, now=NOW + timedelta(hours=1)) is None


def test_a_removed_members_token_is_not_valid(main, program, alice):
    secret = make(main)[1]
    with bind(program.pk):
        Member.objects.filter(user=alice).delete()
    assert use(program, secret) is None


def test_a_demoted_members_token_has_only_the_new_roles_permissions(main, program, alice):
    _token, secret = make(main, *PARTNER_SCOPES)
    with bind(program.pk):
        Member.objects.filter(user=alice).update(role="readonly")
    found, actor = use(program, secret)
    assert actor.role == "readonly"
    assert granted(found.scopes, actor) == {scope for scope in PARTNER_SCOPES if scope.endswith(":read")}


def test_a_former_partners_token_can_only_read_its_records(main, program, alpha):
    secret = make(main, *PARTNER_SCOPES)[1]
    with bind(program.pk):
        Partner.objects.filter(pk=alpha.pk).update(ended_on=TODAY)
    found, actor = use(program, secret)
    records = {"points:read", "activities:read", "notices:read", "store:read", "invoices:read"}
    assert granted(found.scopes, actor) == records


@pytest.mark.parametrize("whom", ["person", "everybody"])
def test_a_blocked_members_token_is_not_valid_during_the_block(main, program, alpha, alice, whom):
    secret = make(main)[1]
    with bind(program.pk):
        Restriction.objects.create(
            program=program,
            partner=alpha,
            effect="access",
            user=alice if whom == "person" else None,
            starts_on=TODAY,
            ends_on=TODAY,
            reason="Misuse",
            set_at=NOW,
        )
    assert use(program, secret) is None
    assert use(program, secret, now=NOW + timedelta(days=1))


def test_an_inactive_accounts_tokens_are_not_valid(main, administrator, program, alice):
    secrets = [make(main)[1], make(administrator, "partners:read")[1]]
    cast.User.objects.update(is_active=False)
    assert [use(program, secret) for secret in secrets] == [None, None]


def test_a_vendor_token_ends_when_its_person_leaves_the_staff(administrator, program):
    secret = make(administrator, "partners:read")[1]
    with bind(program.pk):
        Staff.objects.filter(user=administrator.user_id).delete()
    assert use(program, secret) is None


def test_last_use_is_recorded_at_most_once_a_minute(main, program):
    _token, secret = make(main)

    def writes(now):
        with CaptureQueriesContext(connection) as queries:
            token, _actor = use(program, secret, now=now)
        return token.last_used_at, sum(query["sql"].startswith("UPDATE") for query in queries)

    assert writes(NOW) == (NOW, 1)
    assert writes(NOW + timedelta(seconds=59)) == (NOW, 0)
    assert writes(NOW + timedelta(seconds=60)) == (NOW + timedelta(seconds=60), 1)


@pytest.mark.parametrize("role", ["manager", "sales", "readonly", "former", "blocked"])
def test_only_the_main_user_can_create_tokens(alpha, alice, role):
    with pytest.raises(PermissionDenied):
        make(cast.partner_actor(alpha, alice, role))


def test_a_partner_manager_cannot_create_a_vendor_token(program, charlie):
    with pytest.raises(PermissionDenied):
        make(cast.staff_actor(program, charlie), "partners:read")


def test_an_actor_of_another_program_cannot_create_tokens(main, other_program):
    with pytest.raises(PermissionDenied), bind(other_program.pk):
        create_token(actor=main, program_id=other_program.pk, name="x", scopes=["points:read"], now=NOW)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": " \0 "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["partners:read"]}, "scopes"),
        ({"scopes": ["\0"]}, "scopes"),
        ({"expires_at": NOW}, "expires_at"),
    ],
)
def test_errors_are_shown_beside_their_field(main, fields, field):
    asked = {"name": "Shop", "scopes": ["points:read"], **fields}
    with pytest.raises(UnableToCreateToken) as refusal, bind(main.program_id):
        create_token(actor=main, program_id=main.program_id, now=NOW, **asked)
    assert set(refusal.value.problems) == {field}


def test_a_partner_can_have_a_limited_number_of_active_tokens(main, program):
    first, _secret = make(main)
    for number in range(MOST - 1):
        make(main, name=f"No. {number}")
    with pytest.raises(UnableToCreateToken):
        make(main)
    with bind(program.pk):
        revoke_token(actor=main, token=first, now=NOW)
    make(main)


def test_another_partners_token_is_not_found(main, beta, bob, program):
    token, secret = make(main)
    with bind(program.pk), pytest.raises(ApiToken.DoesNotExist):
        revoke_token(actor=cast.partner_actor(beta, bob), token=token, now=NOW)
    assert use(program, secret)


def test_staff_actions_are_logged_without_the_secret(administrator, main, program):
    _token, secret = make(administrator, *VENDOR_SCOPES, name="Reports")
    theirs, _secret = make(main)
    with bind(program.pk):
        revoke_token(actor=administrator, token=theirs, now=NOW)
        made, revoked = AuditEntry.objects.order_by("pk").values_list("summary", "partner_id")
        assert not AuditEntry.objects.filter(summary__contains=secret.split("_")[2]).exists()
    assert made[0].startswith("Made the API token Reports (ech_")
    assert revoked[1] == main.partner_id

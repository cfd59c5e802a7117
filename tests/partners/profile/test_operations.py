"""Profile changes: those that need approval, those that take effect at once, and new verifications."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry
from common.tenancy import bind, bind_actor
from notices.models import Notice
from partners.models import Card, Partner, ProfileRevision
from partners.profile.fields import current
from partners.profile.moderation import approve_revision, decline_revision
from partners.profile.operations import UnableToEditProfile, submit_revision, withdraw_revision
from partners.profile.queries import Profile
from programs.queries import definition
from statuses.models import Standing
from tests import cast
from tests.careers import CLIMB, NOON, TODAY, live

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 2, 17, 9, tzinfo=UTC)


@pytest.fixture
def rules(program):
    with bind(program.pk):
        return definition(program, TODAY)


@pytest.fixture
def main(alpha, alice):
    return cast.partner_actor(alpha, alice)


@pytest.fixture
def manager(program, charlie):
    return cast.staff_actor(program, charlie)


@pytest.fixture
def listed(alpha):
    """Alpha on the second level, with a card."""
    live(alpha, CLIMB)
    return alpha


def submit(actor, partner, rules, changes, **options):
    with bind_actor(actor):
        return submit_revision(
            actor=actor,
            partner=partner,
            rulebook=cast.rulebook_with(partner.program, rules),
            changes=changes,
            today=TODAY,
            now=NOON,
            **options,
        )


def approve(actor, revision, rules):
    with bind_actor(actor):
        rulebook = cast.rulebook_with(revision.program, rules)
        return approve_revision(actor=actor, revision=revision, rulebook=rulebook, today=TODAY, now=LATER)


def decline(actor, revision, reason="Not yours."):
    with bind_actor(actor):
        return decline_revision(actor=actor, revision=revision, reason=reason, today=TODAY, now=LATER)


def stored(partner):
    with bind(partner.program_id):
        return Partner.objects.get(pk=partner.pk)


def card_of(partner):
    return Card.objects.filter(partner=partner).first()


@pytest.mark.rule("B24-1.4b", "B24-1.7.4")
def test_public_changes_take_effect_once_approved(main, manager, listed, rules):
    done = submit(main, listed, rules, {"description": "We teach.", "phone": "+357 22 123456", "services": "A; B\nA"})
    assert done.applied == []
    assert done.revision.changes == {"description": "We teach.", "phone": "+357 22 123456", "services": ["A", "B"]}
    assert done.revision.before["description"] == "Sets up portals."
    assert not done.revision.legal
    assert card_of(listed).description == "Sets up portals."
    approve(manager, done.revision, rules)
    card = card_of(listed)
    assert (card.description, card.phone, card.services) == ("We teach.", "+357 22 123456", ["A", "B"])
    assert stored(listed).moderated_on == TODAY
    with bind(listed.program_id):
        notice = Notice.objects.get(partner=listed, kind="profile")
        assert AuditEntry.objects.get(action="profiles.moderate").partner_id == listed.pk
    assert "approved" in notice.subject
    assert (notice.clause, notice.link) == ("B24-1.7.4", "/dashboard/profile/")


@pytest.mark.rule("B24-1.7.4")
def test_a_declined_change_changes_nothing_and_the_reason_is_told(main, manager, listed, rules):
    before = stored(listed)
    revision = submit(main, listed, rules, {"email": "new@alpha.example"}).revision
    decline(manager, revision, "Which of you\nwrites from there?")
    assert stored(listed).email == before.email
    with bind(listed.program_id):
        assert "Which of you writes from there?" in Notice.objects.get(partner=listed, kind="profile").body
        assert ProfileRevision.objects.get().decided_by_id == manager.user_id


@pytest.mark.rule("B24-1.7.4")
def test_legal_changes_start_a_new_verification_and_the_status_stays(main, manager, listed, rules):
    with bind(listed.program_id):
        Partner.objects.filter(pk=listed.pk).update(verification="verified", legal={"registered_name": "Alpha Ltd"})
        before = Standing.objects.values().get(partner=listed)
    card = card_of(listed)
    revision = submit(main, listed, rules, {"legal.registered_name": "Alpha Public Ltd"}).revision
    now = stored(listed)
    # Seven business days in Cyprus from 16 February 2026, skipping Green Monday, 23 February.
    assert (revision.legal, revision.due_on) == (True, date(2026, 2, 26))
    assert (now.verification, now.verification_due) == ("reopened", date(2026, 2, 26))
    assert now.legal == {"registered_name": "Alpha Ltd"}
    with bind(listed.program_id):
        assert Standing.objects.values().get(partner=listed) == before
    assert card_of(listed) == card
    assert card_of(listed).level == "silver"
    approve(manager, revision, rules)
    now = stored(listed)
    assert now.legal == {"registered_name": "Alpha Public Ltd"}
    assert (now.verification, now.verification_due) == ("verified", None)
    with bind(listed.program_id):
        assert Standing.objects.values().get(partner=listed) == before


@pytest.mark.parametrize("before", ["verified", ""])
@pytest.mark.parametrize("end", ["declined", "withdrawn", "replaced"])
def test_a_legal_change_without_effect_restores_the_verification(main, manager, listed, rules, before, end):
    with bind(listed.program_id):
        Partner.objects.filter(pk=listed.pk).update(verification=before)
    revision = submit(main, listed, rules, {"legal.legal_address": "2 Other Street"}).revision
    assert stored(listed).verification == "reopened"
    if end == "declined":
        decline(manager, revision)
    elif end == "withdrawn":
        with bind_actor(main):
            withdraw_revision(actor=main, revision=revision, now=LATER)
    else:
        submit(main, listed, rules, {"city": "Paphos"}, replace=True)
    assert (stored(listed).verification, stored(listed).verification_due) == (before, None)
    assert "legal_address" not in stored(listed).legal


@pytest.mark.rule("B24-1.7.4")
@pytest.mark.parametrize(
    ("key", "value", "legal"),
    [
        ("legal.registered_name", "Other", True),
        ("legal.legal_address", "Other", True),
        ("legal.postal_address", "Other", False),
        ("legal.bank_details", "Other", False),
        ("legal.tax_id", "10259033P", True),
        ("legal.registration_number", "HE 1", True),
        ("contact", "Ann", False),
        ("email", "a@b.example", False),
        ("phone", "+357 22 111111", False),
        ("name", "Other", False),
        ("website", "https://other.example", False),
    ],
)
def test_every_field_of_the_clause_needs_approval(main, listed, rules, key, value, legal):
    before = stored(listed)
    done = submit(main, listed, rules, {key: value})
    assert done.applied == []
    assert (list(done.revision.changes), done.revision.legal) == ([key], legal)
    now = stored(listed)
    assert (now.name, now.email, now.phone, now.contact, now.legal) == (
        before.name,
        before.email,
        before.phone,
        before.contact,
        before.legal,
    )


def test_without_moderation_a_change_takes_effect_at_once(main, listed, rules):
    free = rules.model_copy(
        update={
            "admission": rules.admission.model_copy(update={"profile_changes": None}),
            "directory": rules.directory.model_copy(
                update={"card": rules.directory.card.model_copy(update={"moderated": False})}
            ),
        }
    )
    done = submit(main, listed, free, {"city": "Paphos", "legal.bank_details": "CY17"})
    assert (done.applied, done.revision) == (["city", "legal.bank_details"], None)
    assert (stored(listed).city, stored(listed).legal) == ("Paphos", {"bank_details": "CY17"})
    assert card_of(listed).city == "Paphos"


def test_a_pending_change_is_replaced_only_on_request(main, listed, rules):
    first = submit(main, listed, rules, {"city": "Paphos"}).revision
    with pytest.raises(UnableToEditProfile) as caught:
        submit(main, listed, rules, {"city": "Limassol"})
    assert set(caught.value.problems) == {"replace"}
    second = submit(main, listed, rules, {"city": "Limassol"}, replace=True).revision
    with bind(listed.program_id):
        assert ProfileRevision.objects.get(pk=first.pk).state == "withdrawn"
        assert (second.number, second.before) == (2, {"city": ""})
        with pytest.raises(IntegrityError), transaction.atomic():
            ProfileRevision.objects.filter(pk=first.pk).update(state="pending")
    assert submit(main, listed, rules, {"city": "Limassol"}).revision.pk == second.pk
    assert submit(main, listed, rules, {"city": ""}, replace=True).revision is None
    with bind(listed.program_id):
        assert not ProfileRevision.objects.filter(state="pending").exists()


def test_line_endings_are_normalized(main, listed, rules):
    assert submit(main, listed, rules, {"description": "A\r\nB"}).revision.changes == {"description": "A\nB"}


def test_a_form_without_changes_says_so(main, listed, rules):
    with pytest.raises(UnableToEditProfile, match="Nothing was changed"):
        submit(main, listed, rules, {"email": listed.email, "city": " "})


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"website": "javascript:alert(1)"}, "website"),
        ({"website": "x"}, "website"),
        ({"email": "none"}, "email"),
        ({"email": ""}, "email"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"phone": "12"}, "phone"),
        ({"city": "x" * 121}, "city"),
        ({"description": "x" * 4001}, "description"),
        ({"name": "a\0b"}, "name"),
        ({"services": ["x" * 81]}, "services"),
        ({"services": [f"s{n}" for n in range(31)]}, "services"),
        ({"services": "a\0"}, "services"),
        ({"code": "beta"}, "code"),
        ({"points": 5}, "points"),
        ({"legal.tax_id": "12"}, "legal.tax_id"),
        ({"legal.points": "5"}, "legal.points"),
        ({"name": "\u202egnp.exe"}, "name"),
        ({"name": {"a": 1}}, "name"),
    ],
)
def test_invalid_values_are_shown_beside_their_field_and_nothing_changes(main, listed, rules, changes, field):
    before = current(stored(listed), rules)
    with pytest.raises(UnableToEditProfile) as caught:
        submit(main, listed, rules, {"contact": "Ann", **changes})
    assert list(caught.value.problems) == [field]
    assert current(stored(listed), rules) == before
    with bind(listed.program_id):
        assert not ProfileRevision.objects.exists()


def test_unchanged_imported_values_may_stay(main, listed, rules):
    with bind(listed.program_id):
        Partner.objects.filter(pk=listed.pk).update(phone="call us", description="x" * 9000)
    revision = submit(main, listed, rules, {"phone": "call us", "description": "x" * 9000, "city": "Paphos"}).revision
    assert revision.changes == {"city": "Paphos"}


def test_pending_changes_show_only_what_changes(listed, rules):
    values = current(listed, rules)
    revision = ProfileRevision(
        state="pending",
        changes={"description": f" {values['description']}\n", "logo": None, "city": "Paphos"},
    )
    found = Profile(partner=listed, definition=rules, revisions=[revision])
    assert [line.key for line in found.waiting()] == ["city"]

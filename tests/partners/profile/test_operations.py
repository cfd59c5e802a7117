"""Profile changes: those that need approval, those that take effect at once, and new verifications."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry
from common.events import publish
from common.tenancy import bind, bind_actor
from common.uploads import read_upload
from notices.models import Notice
from partners.events import ProfileChanged
from partners.models import Card, CardLogo, Document, Partner, ProfileRevision
from partners.profile.fields import current
from partners.profile.moderation import UnableToModerate, approve_revision, decline_revision
from partners.profile.operations import UnableToEditProfile, edit_profile, submit_revision, withdraw_revision
from programs.queries import definition
from programs.rulebook import read_rulebook
from statuses.models import Standing
from tests import cast
from tests.careers import CLIMB, NOON, TODAY, live
from tests.common.pictures import png, sent

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


def refresh(partner):
    """The card after a profile change."""
    with bind(partner.program_id):
        publish(ProfileChanged(read_rulebook(partner.program_id), partner.pk, TODAY))


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


@pytest.mark.parametrize("role", ["sales", "readonly", "former", "blocked"])
def test_other_team_members_cannot_change_the_profile(alpha, alice, rules, role):
    with pytest.raises(PermissionDenied):
        submit(cast.partner_actor(alpha, alice, role), alpha, rules, {"city": "Paphos"})


def test_only_the_main_user_changes_legal_data(main, listed, rules):
    other = cast.partner_actor(listed, cast.join(listed, "Mary", "manager"), "manager")
    with pytest.raises(PermissionDenied):
        submit(other, listed, rules, {"legal.tax_id": "10259033P"})
    revision = submit(main, listed, rules, {"legal.tax_id": "10259033P"}).revision
    with pytest.raises(UnableToEditProfile, match="main user"):
        submit(other, listed, rules, {"city": "Paphos"}, replace=True)
    with pytest.raises(PermissionDenied), bind_actor(other):
        withdraw_revision(actor=other, revision=revision, now=LATER)


def test_another_partner_cannot_change_it(main, listed, rules, beta, bob):
    revision = submit(main, listed, rules, {"city": "Paphos"}).revision
    stranger = cast.partner_actor(beta, bob)
    with pytest.raises(Partner.DoesNotExist):
        submit(stranger, listed, rules, {"city": "Nowhere"})
    with pytest.raises(Partner.DoesNotExist), bind_actor(stranger):
        withdraw_revision(actor=stranger, revision=revision, now=LATER)
    for actor in (main, stranger):
        with pytest.raises(PermissionDenied):
            approve(actor, revision, rules)


def test_staff_of_another_program_cannot_decide(main, listed, rules, other_program, erin):
    revision = submit(main, listed, rules, {"city": "Paphos"}).revision
    with pytest.raises(PermissionDenied):
        approve(cast.staff_actor(other_program, erin), revision, rules)


def test_a_decided_or_withdrawn_change_cannot_be_decided_again(main, manager, listed, rules):
    revision = submit(main, listed, rules, {"city": "Paphos"}).revision
    approve(manager, revision, rules)
    with pytest.raises(UnableToModerate, match="approved"):
        decline(manager, revision)
    with pytest.raises(UnableToEditProfile), bind_actor(main):
        withdraw_revision(actor=main, revision=revision, now=LATER)
    taken = submit(main, listed, rules, {"city": "Limassol"}).revision
    with bind_actor(main):
        withdraw_revision(actor=main, revision=taken, now=LATER)
    with pytest.raises(UnableToModerate, match="withdrawn"):
        approve(manager, taken, rules)
    assert stored(listed).city == "Paphos"


@pytest.mark.parametrize("reason", ["", "  \n", "\0", "x" * 401])
def test_declining_needs_a_reason_of_valid_length(main, manager, listed, rules, reason):
    revision = submit(main, listed, rules, {"city": "Paphos"}).revision
    with pytest.raises(UnableToModerate) as caught:
        decline(manager, revision, reason)
    assert set(caught.value.problems) == {"reason"}


@pytest.mark.rule("B24-1.4b")
def test_a_new_partner_is_published_once_its_profile_is_complete_and_approved(main, manager, listed, rules):
    """After acceptance the profile still needs approval; the partner may submit it unchanged."""
    with bind(listed.program_id):
        Partner.objects.filter(pk=listed.pk).update(moderated_on=None, description="")
    revision = submit(main, listed, rules, {}).revision
    assert revision.changes == {}
    approve(manager, revision, rules)
    assert card_of(listed) is None, "approved, but without a description"
    revision = submit(main, listed, rules, {"description": "We teach."}).revision
    assert card_of(listed) is None
    approve(manager, revision, rules)
    assert card_of(listed).description == "We teach."


def test_approving_only_legal_data_publishes_no_profile(main, manager, listed, rules):
    with bind(listed.program_id):
        Partner.objects.filter(pk=listed.pk).update(moderated_on=None)
    approve(manager, submit(main, listed, rules, {"legal.bank_details": "CY17"}).revision, rules)
    assert stored(listed).moderated_on is None
    assert card_of(listed) is None


@pytest.mark.rule("B24-1.4b")
@pytest.mark.parametrize("field", ["email", "phone", "address", "website", "description", "services", "moderated_on"])
def test_a_card_needs_every_required_field_and_approval(manager, listed, field):
    empty = {"services": [], "moderated_on": None}.get(field, "")
    assert card_of(listed) is not None
    with bind(listed.program_id):
        Partner.objects.filter(pk=listed.pk).update(**{field: empty})
    refresh(listed)
    assert card_of(listed) is None


def test_an_ended_partner_has_no_card(listed):
    with bind(listed.program_id):
        Partner.objects.filter(pk=listed.pk).update(ended_on=TODAY)
    refresh(listed)
    assert card_of(listed) is None


def test_changes_by_staff_count_as_approved(manager, listed):
    with bind(listed.program_id):
        Partner.objects.filter(pk=listed.pk).update(moderated_on=None)
        refresh(listed)
        assert card_of(listed) is None
        edit_profile(actor=manager, partner=listed, changes={"city": "Paphos"}, today=TODAY, now=NOON)
        assert AuditEntry.objects.get().summary == "Changed the profile of Alpha Works: city"
    assert card_of(listed).city == "Paphos"


def test_a_logo_is_approved_shown_small_on_the_card_and_removed(main, manager, listed, rules):
    picture = read_upload(sent(png(width=900, height=600)), formats=["png", "jpeg"])
    revision = submit(main, listed, rules, {}, logo=picture).revision
    with bind(listed.program_id):
        document = Document.objects.get()
    assert (document.purpose, document.partner_id, revision.changes) == ("logo", listed.pk, {"logo": document.pk})
    assert card_of(listed).logo == ""
    approve(manager, revision, rules)
    assert card_of(listed).logo == picture.digest
    small = bytes(CardLogo.objects.get().image)
    assert small.startswith(b"\x89PNG")
    with pytest.raises(UnableToEditProfile, match="Nothing was changed"):
        submit(main, listed, rules, {}, logo=picture)
    approve(manager, submit(main, listed, rules, {"logo": None}).revision, rules)
    assert card_of(listed).logo == ""
    assert not CardLogo.objects.exists()


def test_another_partners_document_cannot_be_the_logo(main, listed, rules, beta, bob):
    with bind(listed.program_id):
        own = {"program": beta.program, "purpose": "logo", "content_type": "image/png", "size": 1, "uploaded_at": NOON}
        foreign = Document.objects.create(**own, partner=beta, name="b.png", digest="b", content=b"b", uploaded_by=bob)
    with pytest.raises(UnableToEditProfile, match="Nothing was changed"):
        submit(main, listed, rules, {"logo": foreign.pk})

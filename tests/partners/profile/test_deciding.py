"""Who may change a profile, how changes are decided, and what of it is published."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import AuditEntry
from common.events import publish
from common.tenancy import bind, bind_actor
from common.uploads import read_upload
from partners.events import ProfileChanged
from partners.models import Card, CardLogo, Document, Partner
from partners.profile.moderation import UnableToModerate, approve_revision, decline_revision
from partners.profile.operations import UnableToEditProfile, edit_profile, submit_revision, withdraw_revision
from programs.queries import definition
from programs.rulebook import read_rulebook
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

"""If several managers decide about the same change at once, only one succeeds. Without the lock, several do."""

from threading import Barrier

import pytest

from common.tenancy import bind, bind_actor
from notices.models import Notice
from partners.models import Partner, ProfileRevision
from partners.profile import moderation as moderating
from partners.profile.moderation import UnableToModerate, approve_revision, decline_revision
from partners.profile.operations import submit_revision
from programs.rulebook import rulebook_of
from tests import cast
from tests.careers import NOON, TODAY
from tests.races.crowd import at_once
from tests.samples import sample

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.campaign]
PEOPLE = sample(4, campaign=16)


@pytest.fixture
def waiting(program, alpha, alice):
    actor = cast.partner_actor(alpha, alice)
    with bind_actor(actor):
        rulebook = rulebook_of(program)
        return submit_revision(
            actor=actor, partner=alpha, rulebook=rulebook, changes={"city": "Paphos"}, today=TODAY, now=NOON
        ).revision


def decides(program, revision):
    """Every other manager approves, the rest decline."""
    actors = [cast.staff_actor(program, cast.hire(program, f"Manager{n}")) for n in range(PEOPLE)]

    def decide(number):
        actor = actors[number]
        given = {"actor": actor, "revision": revision, "today": TODAY, "now": NOON}
        with bind_actor(actor):
            if number % 2:
                decline_revision(**given, reason="No.")
            else:
                approve_revision(**given, rulebook=rulebook_of(program))
        return number

    return decide


@pytest.mark.rule("B24-1.7.4")
def test_one_manager_decides_and_the_others_are_told(program, waiting):
    results = at_once(decides(program, waiting), people=PEOPLE)
    winners = [result for result in results if isinstance(result, int)]
    assert len(winners) == 1
    assert all(isinstance(result, UnableToModerate) for result in results if not isinstance(result, int))
    with bind(program.pk):
        found = ProfileRevision.objects.select_related("partner").get()
        assert found.state == ("declined" if winners[0] % 2 else "approved")
        assert found.partner.city == ("" if winners[0] % 2 else "Paphos")
        assert Notice.objects.filter(kind="profile").count() == 1


def test_control_without_the_lock_several_managers_decide(program, waiting, monkeypatch):
    """All threads read before any of them writes, which only the lock prevents."""
    met = Barrier(PEOPLE, timeout=10)

    def unlocked(actor, revision):
        partner, found = Partner.objects.get(pk=revision.partner_id), ProfileRevision.objects.get(pk=revision.pk)
        met.wait()
        return partner, found

    monkeypatch.setattr(moderating, "_locked", unlocked)
    results = at_once(decides(program, waiting), people=PEOPLE)
    assert len([result for result in results if isinstance(result, int)]) > 1


def test_of_two_changes_sent_at_once_one_is_pending(program, alpha, alice):
    people = [alice, *(cast.join(alpha, f"Main{n}") for n in range(PEOPLE - 1))]

    def send(number):
        actor = cast.partner_actor(alpha, people[number])
        with bind_actor(actor):
            return submit_revision(
                actor=actor,
                partner=alpha,
                rulebook=rulebook_of(program),
                changes={"city": f"City {number}"},
                today=TODAY,
                now=NOON,
                replace=True,
            ).revision.number

    assert sorted(at_once(send, people=PEOPLE)) == list(range(1, PEOPLE + 1))
    with bind(program.pk):
        assert ProfileRevision.objects.filter(state="pending").count() == 1

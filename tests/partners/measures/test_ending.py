"""The end of a partnership: benefits end at once, pending requests are withdrawn, records stay readable."""

from datetime import timedelta

import pytest
import time_machine

from activities.models import Claim
from common.tenancy import bind
from notices.models import Notice
from partners.models import ApiToken, Card, Invitation, Partner, ProfileRevision, TrademarkRequest
from programs.queries import revisions
from programs.rulebook import rulebook_of
from statuses.benefits import discount
from statuses.models import Standing
from statuses.operations import grant_exception, terminate
from tests.careers import CLIMB, NOON, TODAY, live
from tests.cast import staff_actor
from tests.races.crowd import at_once

pytestmark = [pytest.mark.usefixtures("fresh_cache"), pytest.mark.django_db]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def climbed(alpha):
    live(alpha, CLIMB)
    return alpha


@pytest.fixture
def end(program, charlie):
    def end(partner, on=TODAY, reason="Sold licences to embargoed countries"):
        with bind(program.pk):
            return terminate(
                actor=staff_actor(program, charlie), partner=partner, reason=reason, on=on, today=TODAY, now=NOON
            )

    return end


@pytest.fixture
def restore(program, charlie):
    def restore(partner, on=TODAY, level="bronze"):
        with bind(program.pk):
            return grant_exception(
                actor=staff_actor(program, charlie),
                partner=partner,
                rulebook=rulebook_of(program),
                level=level,
                reason="Appealed",
                on=on,
                today=TODAY,
                now=NOON,
            )

    return restore


@pytest.fixture
def waiting(climbed, alice):
    """One of each kind of pending request, and a token."""
    own = {"program_id": climbed.program_id, "partner": climbed}
    with bind(climbed.program_id):
        return [
            Invitation.objects.create(
                **own,
                email="ann@alpha.example",
                role="sales",
                state="sent",
                digest="d" * 64,
                invited_by=alice,
                invited_at=NOON,
            ),
            ProfileRevision.objects.create(
                **own,
                number=1,
                before={"city": ""},
                changes={"city": "Nicosia"},
                submitted_by=alice,
                submitted_at=NOON,
            ),
            TrademarkRequest.objects.create(**own, use="On a van", asked_by=alice, asked_at=NOON),
            Claim.objects.create(
                **own,
                kind="evidence",
                state="submitted",
                on=TODAY,
                submitted_by=alice,
                submitted_at=NOON,
                waits_since=NOON,
            ),
            ApiToken.objects.create(
                **own,
                user=alice,
                name="CRM",
                prefix="ech_x",
                digest="e" * 64,
                scopes=["profile:read"],
                created_at=NOON,
            ),
        ]


def inside(partner, read):
    with bind(partner.program_id):
        return read()


def ended_on(partner):
    return inside(partner, lambda: Partner.objects.values_list("ended_on", flat=True).get(pk=partner.pk))


def notices(partner):
    return inside(partner, lambda: list(Notice.objects.filter(partner=partner, on=TODAY).order_by("pk")))


@pytest.mark.rule("B24-1.5")
def test_termination_ends_every_benefit_at_once(climbed, alice, end, waiting):
    known = inside(climbed, lambda: revisions(climbed.program_id))
    assert inside(climbed, lambda: discount(partner=climbed, revisions=known, on=TODAY).percent) > 0
    assert inside(climbed, lambda: Card.objects.filter(partner=climbed).exists())
    end(climbed)
    assert ended_on(climbed) == TODAY
    with bind(climbed.program_id):
        climbed = Partner.objects.get(pk=climbed.pk)
        assert not Card.objects.filter(partner=climbed).exists()
        assert set(Standing.objects.filter(partner=climbed).values_list("level", flat=True)) == {""}
        assert discount(partner=climbed, revisions=known, on=TODAY) is None
        states = [type(row).objects.get(pk=row.pk) for row in waiting]
    assert [getattr(row, "state", "") for row in states] == ["withdrawn"] * 4 + [""]
    assert states[0].digest is None
    assert states[-1].revoked_at == NOON


@pytest.mark.rule("B24-1.5")
def test_a_former_partner_sees_only_the_notice_and_its_own_records(visit, climbed, alice, end):
    client = visit(alice)
    assert client.get("/dashboard/").status_code == 200
    end(climbed)
    (notice,) = notices(climbed)
    assert (notice.kind, notice.clause) == ("termination", "B24-1.5")
    assert "has ended" in notice.subject
    assert "Sold licences to embargoed countries" in notice.body
    page = client.get(f"/dashboard/notices/{notice.pk}/")
    assert page.status_code == 200
    for path in ("points", "activities", "history", "notices"):
        assert client.get(f"/dashboard/{path}/").status_code == 200, path
    for path in ("", "requests/", "team/", "profile/", "claims/"):
        assert client.get(f"/dashboard/{path}").status_code in (302, 403), path
    assert client.post("/dashboard/requests/trademarks/", {"use": "x"}).status_code in (302, 403)
    assert 'href="/dashboard/requests/"' not in page.content.decode()


def test_ending_a_partnership_twice_sends_one_notice(climbed, end):
    end(climbed)
    end(climbed)
    assert [notice.kind for notice in notices(climbed)] == ["termination"]


def test_a_later_exception_restores_the_partner(visit, climbed, alice, end, restore, waiting):
    end(climbed)
    restore(climbed)
    assert ended_on(climbed) is None
    assert visit(alice).get("/dashboard/").status_code == 200
    assert {"termination", "level"} <= {notice.kind for notice in notices(climbed)}
    assert any("again" in notice.subject for notice in notices(climbed))
    token = inside(climbed, lambda: ApiToken.objects.get(pk=waiting[-1].pk))
    assert token.revoked_at == NOON


def test_an_exception_for_an_earlier_day_does_not_restore_the_partner(climbed, end, restore):
    end(climbed)
    restore(climbed, on=TODAY - DAY)
    assert ended_on(climbed) == TODAY


def test_a_termination_before_an_existing_exception_does_not_end_the_partnership(climbed, end, restore):
    restore(climbed)
    end(climbed, on=TODAY - DAY)
    assert ended_on(climbed) is None
    assert inside(climbed, lambda: Standing.objects.get(partner=climbed, track="status").level) == "bronze"


def test_the_partnership_ends_on_the_day_the_manager_chose(climbed, end):
    end(climbed, on=TODAY - 10 * DAY)
    assert ended_on(climbed) == TODAY - 10 * DAY


@pytest.mark.django_db(transaction=True)
def test_two_managers_who_end_a_partnership_at_once_send_one_notice(climbed, end):
    found = at_once(lambda n: end(climbed), people=3)
    assert not [one for one in found if isinstance(one, Exception)]
    assert [notice.kind for notice in notices(climbed)].count("termination") == 1
    assert ended_on(climbed) == TODAY


@pytest.mark.django_db(transaction=True)
def test_the_people_are_told_by_email(climbed, alice, end, mailoutbox):
    end(climbed)
    assert [alice.email] in [message.to for message in mailoutbox if "has ended" in message.subject]

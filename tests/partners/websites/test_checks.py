"""Website checks: what counts as a miss, what follows, and how a card returns (B24-1.4c)."""

from datetime import timedelta

import pytest

from accounts.models import AuditEntry
from common.actor import Actor
from common.fetching import Page, UnableToFetch
from common.tenancy import bind, bind_actor
from notices.models import Notice
from partners.models import Card, Partner
from partners.websites.look import Look, look
from partners.websites.operations import UnableToRecordCheck, record_check
from portal.opening import catch_up
from programs.queries import definition
from tests import cast
from tests.careers import CLIMB, NOON, TODAY, live

pytestmark = pytest.mark.django_db
WEBSITE = "https://alpha.example"
DAY = timedelta(days=1)


@pytest.fixture
def rule(program):
    with bind(program.pk):
        return definition(program, TODAY).directory.website_check


@pytest.fixture
def listed(alpha):
    live(alpha, CLIMB)
    return alpha


@pytest.fixture
def manager(program, charlie):
    return cast.staff_actor(program, charlie)


def seen(outcome, address=WEBSITE, detail="", ours=False):
    return Look(address, outcome, detail, ours)


def check(partner, rule, outcome, on=TODAY, *, actor=None, **about):
    actor = actor or Actor.system(partner.program_id)
    with bind_actor(actor):
        return record_check(
            actor=actor,
            partner_id=partner.pk,
            rule=rule,
            look=seen(outcome, **about),
            today=on,
            now=NOON + (on - TODAY),
        )


def stored(partner):
    with bind(partner.program_id):
        found = Partner.objects.get(pk=partner.pk)
    return found.website_misses, found.website_absent_on


def told(partner):
    with bind(partner.program_id):
        return list(Notice.objects.filter(partner=partner, kind="website_without_products"))


def listed_on(partner, on):
    """Whether there is a card after the day is opened."""
    catch_up(program_id=partner.program_id, until=on, now=NOON + (on - TODAY))
    return Card.objects.filter(partner=partner).exists()


# --- the check --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "outcome"),
    [("<p>We sell BITRIX24!</p>", "found"), ("<script>'Bitrix24'</script><p>We sell</p>", "absent"), ("", "absent")],
)
def test_words_are_searched_in_the_visible_text(page, outcome):
    asked = []

    def fetch(url):
        asked.append(url)
        return Page(url, page, cut=False)

    assert look("alpha.example", ["Nothing", "Bitrix24"], fetch=fetch).outcome == outcome
    assert asked == ["https://alpha.example"]


def test_a_page_that_cannot_be_fetched_gives_a_reason():
    def fetch(url):
        raise UnableToFetch("The server answered 404.")

    assert look(WEBSITE, ["Bitrix24"], fetch=fetch) == Look(WEBSITE, "unreachable", "The server answered 404.")


# --- consequences -----------------------------------------------------------------------------------------------------


@pytest.mark.rule("B24-1.4c")
@pytest.mark.parametrize("outcome", ["absent", "unreachable"])
def test_after_two_misses_in_a_row_the_partner_is_told_and_later_the_card_is_hidden(listed, rule, outcome):
    check(listed, rule, outcome)
    assert stored(listed) == (1, None)
    assert told(listed) == []
    begun = TODAY + 7 * DAY
    check(listed, rule, outcome, begun)
    assert stored(listed) == (2, begun)
    (notice,) = told(listed)
    assert notice.clause == "B24-1.4c"
    assert "Bitrix24" in notice.body
    assert WEBSITE in notice.body
    assert "10 March" in notice.body or "March 10" in notice.body
    # A grace period of 14 days from the 23rd lasts through 9 March. The card is hidden when the 10th is opened.
    assert listed_on(listed, begun + 14 * DAY)
    assert not listed_on(listed, begun + 15 * DAY)
    check(listed, rule, outcome, begun + 15 * DAY)
    assert len(told(listed)) == 1


@pytest.mark.rule("B24-1.4c")
def test_the_card_returns_as_soon_as_the_words_do(listed, rule):
    check(listed, rule, "absent")
    check(listed, rule, "absent", TODAY + 7 * DAY)
    last = TODAY + 30 * DAY
    assert not listed_on(listed, last)
    check(listed, rule, "found", last)
    assert stored(listed) == (0, None)
    assert Card.objects.filter(partner=listed).exists()
    check(listed, rule, "absent", last + 7 * DAY)
    check(listed, rule, "absent", last + 14 * DAY)
    assert len(told(listed)) == 2


@pytest.mark.rule("B24-1.4c")
def test_a_success_between_two_misses_restarts_the_count(listed, rule):
    for number, outcome in enumerate(["absent", "found", "unreachable", "found", "absent"]):
        check(listed, rule, outcome, TODAY + 7 * number * DAY)
    assert stored(listed) == (1, None)
    assert told(listed) == []


def test_other_changes_do_not_bring_the_card_back(listed, rule):
    check(listed, rule, "absent")
    check(listed, rule, "absent", TODAY + 7 * DAY)
    last = TODAY + 40 * DAY
    assert not listed_on(listed, last)
    live(listed, [("sale", last, {"subject": "Client", "amount": 100})], until=last)
    assert not Card.objects.filter(partner=listed).exists()


def test_only_one_periodic_check_a_day_counts(listed, rule):
    first = check(listed, rule, "absent")
    assert check(listed, rule, "absent").pk == first.pk
    assert stored(listed) == (1, None)


def test_a_managers_check_never_counts_against_the_partner_but_can_end_the_grace_period(listed, rule, manager):
    for _ in range(3):
        check(listed, rule, "absent", actor=manager)
    assert stored(listed) == (0, None)
    check(listed, rule, "absent")
    check(listed, rule, "absent", TODAY + DAY)
    assert stored(listed)[0] == 2
    check(listed, rule, "found", TODAY + DAY, actor=manager)
    assert stored(listed) == (0, None)
    with bind(listed.program_id):
        assert AuditEntry.objects.filter(partner_id=listed.pk).count() == 4


def test_a_check_of_an_outdated_address_is_ignored(listed, rule):
    with pytest.raises(UnableToRecordCheck):
        check(listed, rule, "absent", address="https://old.example")
    assert stored(listed) == (0, None)

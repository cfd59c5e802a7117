"""A card never shows fewer points than the last posting, even if the step after an opening runs in between."""

from datetime import date
from decimal import Decimal
from threading import Event, Thread

import pytest
from django.db import connection

from activities.operations import record_activity
from common.actor import Actor
from common.tenancy import bind
from partners.models import Card
from points.models import Account
from portal.opening import open_days
from programs.queries import definition
from programs.rulebook import read_rulebook
from statuses.directory.card_points import refresh_points
from tests.careers import CLIMB, NOON, TODAY, live
from tests.races.crowd import at_once
from tests.samples import sample

# The first of Alpha's sales expires on this day.
DAY = date(2026, 5, 6)

NAIVE = """
UPDATE partners_card card SET points = account.points FROM points_account account
WHERE account.partner_id = card.partner_id AND account.code = 'main' AND card.points <> account.points
"""

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.campaign]


@pytest.fixture
def behind(alpha):
    """Alpha's card still shows the previous day's points."""
    live(alpha, CLIMB)
    open_days(program_id=alpha.program_id, until=DAY, now=NOON)
    assert shown_and_total(alpha)[0] > shown_and_total(alpha)[1]
    return alpha


def shown_and_total(partner):
    with bind(partner.program_id):
        return Card.objects.get(partner=partner).points, Account.objects.get(partner=partner, code="main").points


def refresh(partner):
    with bind(partner.program_id):
        return refresh_points(program_id=partner.program_id, definition=definition(partner.program, TODAY))


def refresh_at_once(partner):
    with bind(partner.program_id), connection.cursor() as cursor:
        cursor.execute(NAIVE)


def sell(partner):
    with bind(partner.program_id):
        record_activity(
            actor=Actor.system(partner.program_id),
            partner=partner,
            rulebook=read_rulebook(partner.program_id),
            kind="sale",
            on=DAY,
            today=DAY,
            now=NOON,
            amount=Decimal(500),
            subject="Client Three",
        )


def refresh_beside_a_sale(partner, step):
    """Start the step while a sale has written total and card but has not committed."""
    written, begun = Event(), Event()

    def selling():
        with bind(partner.program_id):
            sell(partner)
            written.set()
            begun.wait(timeout=5)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.3)")  # if the step waits for the card at all, it waits by now
        connection.close()

    def refreshing():
        written.wait()
        begun.set()
        step(partner)
        connection.close()

    threads = [Thread(target=selling), Thread(target=refreshing)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return shown_and_total(partner)


def test_a_card_written_by_a_sale_is_left_alone(behind):
    shown, total = refresh_beside_a_sale(behind, refresh)
    assert shown == total


def test_control_one_statement_writes_the_total_from_before_the_sale(behind):
    shown, total = refresh_beside_a_sale(behind, refresh_at_once)
    assert shown < total


def test_sales_and_steps_at_the_same_time(behind):
    results = at_once(lambda n: refresh(behind) if n % 2 else sell(behind), people=sample(8, campaign=32))
    assert not [result for result in results if isinstance(result, Exception)]
    shown, total = shown_and_total(behind)
    assert shown == total

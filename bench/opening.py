"""Opening a day, against its bare statement and against a recount (B24-4.2b)."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from statistics import median
from threading import Thread

from django.db import connection

from bench.fixture import LAST
from bench.timing import Figure, ms, seconds, typical
from common.clock import now
from common.tenancy import bind
from points.expiry import roll
from points.operations import post
from points.recount import recount
from portal.opening import open_days
from programs.queries import revisions
from statuses.directory.card_points import refresh_points

DAYS = 7
PARALLEL = 8


def run(program_id: int) -> Iterator[Figure]:
    """Open alternate days by the bare statement and by the operation; then one day from many threads."""
    raw, whole, cards = [], [], []
    for n in range(1, DAYS + 1):
        day = LAST + timedelta(days=2 * n - 1)
        raw.append(seconds(partial(_statement, program_id, day)))
        _cards(program_id, day)
        whole.append(seconds(partial(open_days, program_id=program_id, until=day + timedelta(days=1), now=now())))
        cards.append(seconds(partial(_cards, program_id, day)))
    ratio = median(whole[1:]) / median(raw[1:])
    yield Figure(
        "opening a day, end to end",
        f"{ms(median(whole[1:]))}, {ratio:.2f} x its statement",
        "at most 1.5 x",
        ratio <= 1.5,
    )
    with bind(program_id):
        recounted = typical(lambda: recount(program_id=program_id), times=2)
    times = recounted / median(whole[1:])
    yield Figure("the same by recounting", f"{ms(recounted)}, {times:.0f} x the opening", "at least 40 x", times >= 40)
    yield Figure("the directory's cards, let follow in a transaction after it", ms(median(cards[1:])))
    last = LAST + timedelta(days=2 * DAYS)
    again = open_days(program_id=program_id, until=last, now=now())
    yield Figure("opening the day again", f"{len(again)} days opened", "touches nothing", not again)
    drift = _parallel(program_id, last + timedelta(days=1))
    yield Figure(
        f"drift after {PARALLEL} openings at once, with backdated postings",
        f"{drift} totals differ",
        "none",
        drift == 0,
    )


def _statement(program_id: int, day: date) -> None:
    """Run and commit the bare statement, and move the watermark to the next day."""
    with bind(program_id), connection.cursor() as cursor:
        roll(cursor, program_id=program_id, last=day - timedelta(days=1), on=day)
        cursor.execute("UPDATE programs_program SET opened_on = %s", [day])


def _cards(program_id: int, day: date) -> None:
    """Run the step after the opening, which the bare statement doesn't include either."""
    with bind(program_id):
        refresh_points(program_id=program_id, definition=revisions(program_id).at(day)[1])


def _parallel(program_id: int, day: date) -> int:
    """Return totals that differ after parallel openings and postings; errors in threads are raised."""
    raised: list[Exception] = []

    def guarded(work: Callable[..., None], *values: int) -> None:
        try:
            work(*values)
        except Exception as error:  # in another thread, which can't raise it here
            raised.append(error)
        finally:
            connection.close()

    def opening() -> None:
        open_days(program_id=program_id, until=day, now=now())

    def posting(n: int) -> None:
        for k in range(50):
            with bind(program_id), connection.cursor() as cursor:
                cursor.execute("SELECT min(id) + %s FROM partners_partner", [(n * 50 + k) % 900])
                (partner_id,) = cursor.fetchone()
                post(
                    program_id=program_id,
                    partner_id=partner_id,
                    account="main",
                    points=7,
                    earned_on=day - timedelta(days=365),
                    expires_on=day + timedelta(days=k % 2),
                    rule="backdated",
                    key=f"backdated/{day}/{n}/{k}",
                    today=day,
                    now=now(),
                )

    threads = [Thread(target=guarded, args=(opening,)) for _ in range(PARALLEL)] + [
        Thread(target=guarded, args=(posting, n)) for n in range(PARALLEL)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if raised:
        raise ExceptionGroup("Openings and postings at once", raised)
    with bind(program_id):
        return len(recount(program_id=program_id))

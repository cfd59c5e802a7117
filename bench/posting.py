"""Posting points with the operation, against bare commits."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Barrier, Thread
from time import perf_counter

from django.db import connection

from bench.fixture import LAST
from bench.timing import Figure
from common.clock import now
from common.tenancy import bind
from points.operations import post

CONNECTIONS = 16
EACH = 250


def run(program_id: int) -> Iterator[Figure]:
    """Sixteen connections each post to their own partners, then make as many commits of one small row."""
    with bind(program_id), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM partners_partner ORDER BY id LIMIT %s", [CONNECTIONS * EACH])
        partners = [row[0] for row in cursor.fetchall()]

    def posting(n: int, k: int) -> None:
        with bind(program_id):
            post(
                program_id=program_id,
                partner_id=partners[(n * EACH + k) % len(partners)],
                account="main",
                points=5,
                earned_on=LAST,
                expires_on=LAST + timedelta(days=365),
                rule="bench",
                key=f"posting/{perf_counter()}/{n}/{k}",
                today=LAST,
                now=now(),
            )

    def committing(n: int, k: int) -> None:
        with bind(program_id), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO programs_jobrun (program_id, job, day, started_at, outcome) "
                "VALUES (%s, %s, '2000-01-01', now(), '{}')",
                [program_id, f"{perf_counter()}/{n}/{k}"[:60]],
            )

    floor, posted = _rate(committing), _rate(posting)
    with bind(program_id), connection.cursor() as cursor:
        cursor.execute("DELETE FROM programs_jobrun WHERE day = '2000-01-01'")
    yield Figure(
        f"posting from {CONNECTIONS} connections",
        f"{posted:,.0f}/s, {posted / floor:.2f} of the commit floor ({floor:,.0f}/s)",
        "at least a quarter",
        posted / floor >= 0.25,
    )


def _rate(work: Callable[[int, int], None]) -> float:
    barrier = Barrier(CONNECTIONS + 1)

    def loop(n: int) -> None:
        connection.ensure_connection()
        barrier.wait()
        for k in range(EACH):
            work(n, k)
        connection.close()

    threads = [Thread(target=loop, args=(n,)) for n in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    barrier.wait()
    start = perf_counter()
    for thread in threads:
        thread.join()
    return CONNECTIONS * EACH / (perf_counter() - start)

"""Certificates: milliseconds to print and sign one in a warm process, and memory growth after 500.

The ratio compares with printing and signing without caches, as in the first download: with a new font configuration,
style sheet and key each time.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bench.timing import Figure

if TYPE_CHECKING:
    from statuses.certificates.document import Facts

COUNT = 500
GOAL_MS = 100
GOAL_MB = 20
NAMES = (
    "Northwind Integrations",
    "Общество «Рога и копыта»",
    "Αφοί Παπαδόπουλου & Σία",
    "شركة الأفق للحلول الرقمية",
    "東京システムズ 한국소프트",
)


def run(program_id: int) -> Iterator[Figure]:
    """Measure one certificate in a warm process, and memory after five hundred; the program doesn't matter."""
    warm, processor, signing, fresh, grown = _measure()
    yield Figure(
        "certificate, printed and signed",
        f"{warm:.0f} ms ({processor:.0f} ms of the processor, {signing:.0f} ms the signature), "
        f"{fresh / warm:.1f} x faster than keeping nothing",
        f"at most {GOAL_MS} ms",
        warm <= GOAL_MS,
    )
    yield Figure(f"memory after {COUNT} more", f"{grown:+.1f} MB", "flat", grown <= GOAL_MB)


def _measure() -> tuple[float, float, float, float, float]:
    """Return milliseconds warm, CPU time, of the signature and without caches; and megabytes of growth."""
    from statuses.certificates import document
    from statuses.certificates.identity import demonstration
    from statuses.certificates.signing import Pen

    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as folder:
        identity = demonstration(Path(folder), now)
    pen = Pen(identity)

    for number in range(len(NAMES) * 20):
        pen.sign(document.render(_facts(number)))
    before_mb = _resident_mb()
    times, signing = [], []
    used = time.process_time()
    for number in range(COUNT):
        started = time.perf_counter()
        page = document.render(_facts(number))
        printed = time.perf_counter()
        pen.sign(page)
        ended = time.perf_counter()
        times.append((ended - started) * 1000)
        signing.append((ended - printed) * 1000)
    cpu_ms = (time.process_time() - used) * 1000 / COUNT
    after_mb = _resident_mb()

    def first(number: int) -> bytes:
        return Pen(identity).sign(document.render(_facts(number)))

    fresh = []
    for number in range(5):
        document._printer.cache_clear()
        fresh.append(_ms(partial(first, number)))
    return (
        statistics.median(times),
        cpu_ms,
        statistics.median(signing),
        statistics.median(fresh),
        after_mb - before_mb,
    )


def _facts(number: int) -> "Facts":
    from statuses.certificates.document import Facts

    serial = f"{number:04d}-9D2M-XW4T-B6PC"
    return Facts(
        holder=NAMES[number % len(NAMES)],
        level_name="Gold",
        program_name="A Partner Program",
        issued_on=date(2026, 3, 10),
        valid_until=date(2027, 3, 9),
        serial=serial,
        check_url=f"https://partners.example.com/certificates/{serial}/",
    )


def _ms(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _resident_mb() -> float:
    """Return this process's memory as the kernel reports it."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("The kernel does not say how much memory this process holds.")

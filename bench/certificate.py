"""Certificates: milliseconds for one, printed and signed by a warm process, and what 500 of them leave in memory.

    python -m bench.certificate [--count 500]

The ratio is against the same page printed and signed by a process that keeps nothing, as the first download does:
a new font configuration, style sheet and key each time.
"""

import argparse
import json
import os
import statistics
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

import django

GOAL_MS = 100
NAMES = (
    "Northwind Integrations", "Общество «Рога и копыта»", "Αφοί Παπαδόπουλου & Σία", "شركة الأفق للحلول الرقمية",
    "東京システムズ 한국소프트",
)  # fmt: skip


def run(*, count: int = 500) -> dict[str, float | int | bool]:
    """The figures: times in milliseconds by the wall clock (`cpu_ms`: of the processor, steadier on a busy machine),
    memory in megabytes after a hundred to settle in, `within_goal`.
    """
    from statuses.certificates import document
    from statuses.certificates.identity import demonstration
    from statuses.certificates.signing import Pen

    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as folder:
        identity = demonstration(Path(folder), now)
    pen = Pen(identity)

    cold_ms = _ms(lambda: pen.sign(document.render(_facts(0))))
    for number in range(len(NAMES) * 20):
        pen.sign(document.render(_facts(number)))
    before_mb = _resident_mb()
    times, signing = [], []
    used = time.process_time()
    for number in range(count):
        started = time.perf_counter()
        page = document.render(_facts(number))
        printed = time.perf_counter()
        pen.sign(page)
        ended = time.perf_counter()
        times.append((ended - started) * 1000)
        signing.append((ended - printed) * 1000)
    cpu_ms = (time.process_time() - used) * 1000 / count
    after_mb = _resident_mb()

    fresh = []
    for number in range(5):
        document._printer.cache_clear()
        fresh.append(_ms(lambda number=number: Pen(identity).sign(document.render(_facts(number)))))
    warm_ms = statistics.median(times)
    return {
        "count": count,
        "first_ms": round(cold_ms, 1),
        "warm_ms": round(warm_ms, 1),
        "warm_p95_ms": round(statistics.quantiles(times, n=20)[-1], 1),
        "cpu_ms": round(cpu_ms, 1),
        "signature_ms": round(statistics.median(signing), 1),
        "keeping_nothing_ms": round(statistics.median(fresh), 1),
        "ratio": round(statistics.median(fresh) / warm_ms, 1),
        "grown_mb": round(after_mb - before_mb, 1),
        "grown_kb_each": round((after_mb - before_mb) * 1024 / count, 1),
        "goal_ms": GOAL_MS,
        "within_goal": warm_ms <= GOAL_MS,
    }


def _facts(number: int):
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


def _ms(work) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _resident_mb() -> float:
    """The memory this process holds now, by the kernel's count."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("The kernel does not say how much memory this process holds.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=500)
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    print(json.dumps(run(count=arguments.count), indent=2))

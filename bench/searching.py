"""Searches of the directory at 100,000 and 1,000,000 listed partners, each beside `select 1` in turns."""

from collections.abc import Iterator, Sequence
from random import Random
from statistics import quantiles

from django.db import connection

from bench.crowd import FORMS, SERVICES, Vocabulary, grow, vocabulary
from bench.timing import Figure, ms, seconds
from programs.models import Program
from statuses.directory.searching import search

SIZES = (100_000, 1_000_000)
TURNS = 400
WARM = 8_000  # searches of each kind before: a process of PostgreSQL reaches each page of shared memory slowly at first
PAGE = 25
TYPICAL, RARE = 10, 30  # times `select 1` at p50 and at p99


def run(_program_id: int) -> Iterator[Figure]:
    """Grow a program of its own, and search it at each size."""
    known = vocabulary()
    program = Program.objects.using("owner").create(code="crowd", name="Crowd", time_zone="UTC")
    already = 0
    for size in SIZES:
        took = seconds(lambda size=size, already=already: grow(program, known, already=already, to=size))  # type: ignore[misc]
        yield Figure(f"{size:,} listed partners", f"made in {took:.0f} s")
        already = size
        for name, texts in _texts(known).items():
            yield _warmed(f"first {name} searches of {size:,}", program.pk, texts[:WARM])
            yield _measured(f"{name} search of {size:,}", program.pk, texts[WARM:])


def _texts(known: Vocabulary) -> dict[str, list[str]]:
    """What is typed: words that very many cards have, any words, beginnings, words with a typo, parts of CJK names."""
    draw = Random(11)

    def drawn(words: Sequence[str]) -> str:
        return words[int(len(words) * draw.random() ** 2)]

    def exact() -> str:
        return draw.choice([drawn(known.spaced), f"{drawn(known.spaced)} {draw.choice(FORMS)}", draw.choice(FORMS)])

    def prefix() -> str:
        return draw.choice([drawn(known.spaced), drawn(known.spaced), draw.choice(FORMS)])[: draw.randint(2, 6)]

    def fuzzy() -> str:
        word = drawn([word for word in known.spaced[:5000] if len(word) > 5])
        at = draw.randrange(1, len(word) - 1)
        return draw.choice([word[:at] + word[at + 1 :], word[:at] + "q" + word[at + 1 :], word[:at] + "h" + word[at:]])

    def unspaced() -> str:
        name = drawn(known.unspaced)
        start = draw.randrange(len(name) - 1)
        return name[start : start + draw.randint(1, 3)]

    def frequent() -> str:
        return draw.choice([draw.choice(FORMS), draw.choice(SERVICES), drawn(known.spaced)[:2], "silver"])

    kinds = {"frequent": frequent, "exact": exact, "prefix": prefix, "fuzzy": fuzzy, "CJK": unspaced}
    return {name: [kind() for _ in range(WARM + TURNS)] for name, kind in kinds.items()}


def _warmed(name: str, program_id: int, texts: Sequence[str]) -> Figure:
    """Search as the connection of a web process has, which is kept for minutes; what a new one takes is shown."""
    connection.close()
    took = [seconds(lambda text=text: search(program_id=program_id, text=text, size=PAGE)) for text in texts]  # type: ignore[misc]
    p50, p99 = _percentiles(took[:TURNS])
    return Figure(name, f"on a new connection, p50 {ms(p50)}; p99 {ms(p99)}")


def _measured(name: str, program_id: int, texts: Sequence[str]) -> Figure:
    searched, one = [], []
    for text in texts:
        searched.append(seconds(lambda text=text: search(program_id=program_id, text=text, size=PAGE)))  # type: ignore[misc]
        one.append(seconds(_select_one))
    (p50, p99), (one50, one99) = (_percentiles(took) for took in (searched, one))
    typical, rare = p50 / one50, p99 / one99
    return Figure(
        name,
        f"p50 {ms(p50)}, {typical:.1f} x `select 1`; p99 {ms(p99)}, {rare:.1f} x",
        f"within {TYPICAL} x and {RARE} x",
        typical <= TYPICAL and rare <= RARE,
    )


def _percentiles(took: Sequence[float]) -> tuple[float, float]:
    cuts = quantiles(took, n=100)
    return cuts[49], cuts[98]


def _select_one() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchall()

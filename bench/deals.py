"""Duplicates of a new deal among a million companies, each search beside `select 1` in turns."""

from collections.abc import Iterator
from random import Random
from statistics import quantiles
from time import perf_counter

from django.db import connection, connections

from bench.crowd import FORMS, vocabulary
from bench.timing import Figure, ms, seconds
from common.tenancy import bind
from leads.deals.company_keys import company_keys
from leads.deals.duplicates import Company, find_hits
from programs.models import Program

COMPANIES = 1_000_000
TURNS = 400
GOAL = 10
SIMILAR = 65  # percent
_CLIENTS = (
    "COPY clients_client (id, program_id, partner_id, kind, account, company, country, tax_id, contact, origin,"
    " linked_on, known_before, added_at) FROM STDIN"
)
_KEYS = "COPY leads_companykey (program_id, key, source, row_id) FROM STDIN"


def run(_program_id: int) -> Iterator[Figure]:
    """Fill a program of its own with clients, then look for companies as partners spell them."""
    program = Program.objects.using("owner").create(code="companies", name="Companies", time_zone="UTC")
    names: list[str] = []
    took = seconds(lambda: names.extend(_fill(program)))
    yield Figure(f"{COMPANIES:,} companies", f"made in {took:.0f} s")
    draw = Random(12)
    asked = [_asked(draw, names) for _ in range(2 * TURNS)]
    searched, one, found = [], [], 0
    with bind(program.pk):
        for number, (name, company) in enumerate(asked):
            start = perf_counter()
            hits = find_hits(program.pk, company, similar_percent=SIMILAR)
            spent = perf_counter() - start
            if number >= TURNS:
                searched.append(spent)
                one.append(seconds(_select_one))
                found += any(hit.company == name for hit in hits)
    (p50, p99), (one50, _one99) = (quantiles(times, n=100)[49::49] for times in (searched, one))
    yield Figure(
        f"duplicates of a new deal among {COMPANIES:,} companies",
        f"p50 {ms(p50)}, {p50 / one50:.1f} x `select 1`; p99 {ms(p99)}; {100 * found / TURNS:.0f} % found",
        f"at most {GOAL} x",
        p50 / one50 <= GOAL,
    )


def _asked(draw: Random, names: list[str]) -> tuple[str, Company]:
    """A company that is known, spelt in another way: another legal form, order of words, or a typo."""
    name = draw.choice(names)
    words = name.split()
    match draw.randrange(4):
        case 0:
            said = " ".join([*words[:2], "LLC"])
        case 1:
            said = " ".join([words[1], words[0]])
        case 2:
            at = draw.randrange(1, len(words[0]) - 1)
            said = " ".join([words[0][:at] + words[0][at + 1 :], *words[1:]])
        case _:
            said = "-".join(words[:2]).upper()
    return name, Company(said, "DE", [f"info@{words[0].lower()}-{words[1].lower()}.example"])


def _fill(program: Program) -> list[str]:
    draw, known = Random(11), vocabulary().spaced

    def word() -> str:
        return known[int(len(known) * draw.random() ** 2)]

    names = [f"{word()} {word()} {draw.choice(FORMS)}" for _ in range(COMPANIES)]
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(
            "INSERT INTO partners_partner (program_id, code, name, country, currency, accepted_on, entry_level, entity,"
            " website, email, phone, city, address, description, services, languages, listed)"
            " VALUES (%s, 'p', 'P', 'DE', 'EUR', '2020-01-01', '', '', '', '', '', '', '', '', '{}', '{}', true)"
            " RETURNING id",
            [program.pk],
        )
        partner = cursor.fetchone()[0]
        cursor.execute("SELECT coalesce(max(id), 0) FROM clients_client")
        first = cursor.fetchone()[0] + 1
        with cursor.copy(_CLIENTS) as copy:
            for number, name in enumerate(names, start=first):
                row = (number, program.pk, partner, "on_premise", "", name, "DE", "", "", "purchase")
                copy.write_row((*row, "2020-01-01", False, "2020-01-01"))
        with cursor.copy(_KEYS) as copy:
            for number, name in enumerate(names, start=first):
                for key in company_keys(name, "DE", [], ""):
                    copy.write_row((program.pk, key, 2, number))
        for table in ("leads_companykey", "clients_client"):
            cursor.execute(f"VACUUM ANALYZE {table}")
    return names


def _select_one() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchall()

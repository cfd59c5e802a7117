"""Pure rules of clients."""

from datetime import date

import pytest

from clients.rules import Term, account_host, first_complete, is_account_of, pending, register_by, runs_of

JAN, SIX = date(2026, 1, 1), 6


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("acme.bitrix24.com", "acme.bitrix24.com"),
        (" https://WWW.Acme.Bitrix24.com/company/?x=1 ", "acme.bitrix24.com"),
        ("acme.bitrix24.com:443", "acme.bitrix24.com"),
        ("acme", ""),
        ("ac me.bitrix24.com", ""),
        ("10.0.0.1", ""),
        ("", ""),
        ("http://", ""),
    ],
)
def test_the_host_of_an_account(typed, host):
    assert account_host(typed) == host


def test_an_account_is_one_label_below_an_ending():
    endings = ["bitrix24.com", "bitrix24.com.br"]
    assert is_account_of("acme.bitrix24.com", endings)
    assert is_account_of("acme.bitrix24.com.br", endings)
    assert not is_account_of("bitrix24.com", endings)
    assert not is_account_of("a.b.bitrix24.com", endings)
    assert not is_account_of("acme.example.com", endings)
    assert not is_account_of("evilbitrix24.com", endings)


def test_a_key_is_registered_within_seven_days():
    assert register_by(date(2026, 2, 26), 7) == date(2026, 3, 5)


def test_six_months_are_complete_on_their_last_day():
    terms = [Term(JAN, date(2026, 12, 31), 50)]
    assert first_complete(runs_of(terms, months=SIX, today=date(2026, 6, 29))) is None
    run = first_complete(runs_of(terms, months=SIX, today=date(2026, 6, 30)))
    assert run.complete_on == date(2026, 6, 30)
    assert run.seats == 50


def test_a_gap_of_one_day_starts_again():
    terms = [Term(JAN, date(2026, 3, 31), 50), Term(date(2026, 4, 2), date(2027, 4, 1), 50)]
    runs = runs_of(terms, months=SIX, today=date(2026, 12, 31))
    assert [run.complete_on for run in runs] == [date(2026, 6, 30), date(2026, 10, 1)]
    assert [run.complete for run in runs] == [False, True]


def test_a_renewal_without_a_gap_and_an_upgrade_go_on():
    terms = [Term(JAN, date(2026, 3, 31), 50), Term(date(2026, 4, 1), date(2026, 12, 31), 100)]
    run = first_complete(runs_of(terms, months=SIX, today=date(2026, 7, 1)))
    assert (run.start, run.complete_on, run.seats) == (JAN, date(2026, 6, 30), 100)


def test_a_term_of_exactly_six_months_counts():
    run = first_complete(runs_of([Term(JAN, date(2026, 6, 30), 5)], months=SIX, today=date(2027, 1, 1)))
    assert (run.complete_on, run.seats) == (date(2026, 6, 30), 5)


def test_pending_seats_are_those_of_a_run_on_its_way():
    runs = runs_of([Term(JAN, date(2026, 12, 31), 50)], months=SIX, today=date(2026, 3, 1))
    assert pending(runs, today=date(2026, 3, 1), covered=True).seats == 50
    assert pending(runs, today=date(2026, 3, 1), covered=False) is None

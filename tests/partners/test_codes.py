"""Every company gets a code, whatever its name."""

import pytest

from partners.codes import free_code, stem


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Lindqvist Daten GmbH", "lindqvist-daten-gmbh"),
        ("Zielona Przystań Sp. z o.o.", "zielona-przystan-sp-z-o-o"),
        ("ООО «Щука и Жук»", "ooo-shchuka-i-zhuk"),
        ("Μελτέμι Cloud ΑΕ", "meltemi-cloud-ae"),
        ("Қазақ Софт", "kazak-soft"),
        ("../../admin?x=1#%", "admin-x-1"),
        ("<script>alert(1)</script>", "script-alert-1-script"),
        ("株式会社", "partner"),
        ("\0", "partner"),
        ("a" * 200, "a" * 60),
    ],
)
def test_a_code_is_valid_in_a_url(name, code):
    assert free_code(name, taken=()) == code


def test_a_name_without_letters_uses_the_next_candidate():
    assert free_code("株式会社", "sakura.example", taken=()) == "sakura-example"


def test_a_taken_code_gets_a_number():
    assert free_code("Alpha", taken=("alpha", "alpha-2")) == "alpha-3"
    long = free_code("a" * 70, taken=("a" * 60,))
    assert long == "a" * 52 + "-2"
    assert long.startswith(stem("a" * 70))

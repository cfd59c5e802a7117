"""`manage.py program`: clear messages, and an exit code for success or failure."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from common.tenancy import bind
from partners.models import Partner
from programs.models import Program, Revision
from statuses.models import Standing
from tests.programs.files import SMALL, changed

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    """Write a definition and return its path."""

    def write(text=SMALL, name="club.toml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return str(tmp_path / name)

    return write


def program(*arguments: str) -> str:
    """Return what the command prints."""
    out = StringIO()
    call_command("program", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def lacking(path: str) -> dict[str, int]:
    """How many texts the check misses, by language."""
    said = StringIO()
    call_command("program", "check", path, stdout=StringIO(), stderr=said)
    return {line.split()[0].rstrip(":"): int(line.split()[1]) for line in said.getvalue().splitlines()}


def test_the_check_says_which_languages_lack_texts(file):
    everywhere = changed(SMALL, 'language = "de"', 'language = ""')
    number = lacking(file(everywhere + '\n[texts.de]\n"Sale" = "Verkauf"\n'))
    assert number["de"] == number["pl"] - 1 > 0


@pytest.mark.parametrize(
    ("language", "asked"), [("en", []), ("de", ["de"]), ("", ["ar", "de", "es", "pl", "pt-br", "ru"])]
)
def test_the_check_asks_for_the_languages_of_the_sites(file, language, asked):
    assert sorted(lacking(file(changed(SMALL, 'language = "de"', f'language = "{language}"')))) == asked


def refused(*arguments: str) -> str:
    """Return the message of the failing command, whose exit code is not 0."""
    with pytest.raises(CommandError) as caught:
        program(*arguments)
    assert caught.value.returncode != 0
    return str(caught.value)


def test_check_names_the_levels_of_a_valid_file(file):
    assert "is a valid definition of The Club: First, Second." in program("check", file())


def test_check_lists_every_problem(file):
    said = refused("check", file(changed(changed(SMALL, "every = 10", "evry = 10"), 'level = "first"', 'level = "x"')))
    assert "is not a valid definition; 2 problems:" in said
    assert "points.rules.sale.evry: unknown key 'evry'" in said
    assert "tracks.status.entry.level: unknown level 'x'; allowed: first, second" in said


def test_a_file_that_cannot_be_read_is_a_clear_error(tmp_path):
    assert "cannot be read: No such file" in refused("check", str(tmp_path / "none.toml"))
    (tmp_path / "latin.toml").write_bytes(b'name = "Caf\xe9"')
    assert "is not a text file in UTF-8" in refused("check", str(tmp_path / "latin.toml"))


def test_publish_puts_a_file_in_force(file):
    said = program("publish", "club", file(), "--from", "2025-03-01")
    assert said.splitlines()[0] == "The Club: revision 1 is in force from 2025-03-01."
    with bind(Program.objects.get(code="club").pk):
        assert Revision.objects.get().effective_from.isoformat() == "2025-03-01"


def test_publish_refuses_with_a_clear_message(file):
    program("publish", "club", file(), "--from", "2025-03-01")
    assert "already published as revision 1" in refused("publish", "club", file())
    assert "describes the program club, not guild" in refused("publish", "guild", file())
    earlier = file(changed(SMALL, "every = 10", "every = 20"))
    assert "start before that day" in refused("publish", "club", earlier, "--from", "2025-02-28")
    assert "'tomorrow' is not a date written like" in refused("publish", "club", earlier, "--from", "tomorrow")


def test_publish_refuses_to_remove_a_level_with_partners(file):
    program("publish", "club", file(), "--from", "2025-03-01")
    club = Program.objects.get(code="club")
    with bind(club.pk):
        partner = Partner.objects.create(
            program=club, code="alpha", name="Alpha", country="DE", currency="EUR", accepted_on="2025-03-01"
        )
        Standing.objects.create(
            program=club, partner=partner, track="status", level="second", since="2025-03-01", assessed_on="2025-03-01"
        )
    renamed = file(changed(SMALL, 'code = "second"', 'code = "top"'))
    assert "no place for: 1 partner on second of status" in refused("publish", "club", renamed)


def test_show_prints_the_rules_of_a_day(file):
    program("publish", "club", file(), "--from", "2025-03-01")
    program("publish", "club", file(changed(SMALL, "at_least = 200", "at_least = 300")), "--from", "2025-09-01")
    before = program("show", "club", "--as-of", "2025-08-31")
    assert "Revision 1 of 2, the rules of 2025-08-31" in before
    assert "- Sales: at least 200 in the account's currency, in the year under review (C-5)" in before
    after = program("show", "club", "--as-of", "2025-09-01")
    assert "Revision 2 of 2" in after
    assert "at least 300" in after


def test_diff_prints_what_a_file_would_change(file):
    program("publish", "club", file(), "--from", "2025-03-01")
    newer = file(changed(SMALL, "at_least = 200", "at_least = 300"))
    assert program("diff", "club", newer).strip() == "Second: Sales, for review: 200 -> 300 (C-5)"
    assert "says the same" in program("diff", "club", file())


def test_an_unknown_program_error_lists_the_known_ones(file):
    assert "There is no program 'club'. Programs: none yet." in refused("show", "club")
    program("publish", "club", file(), "--from", "2025-03-01")
    assert "There is no program 'guild'. Programs: club." in refused("diff", "guild", file())


def test_a_program_without_rules_is_a_clear_error():
    Program.objects.create(code="empty", name="Empty")
    assert "published" in refused("show", "empty")

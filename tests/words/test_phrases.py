"""The word check reads pages, program files and documentation, and refuses the losing spelling of a word."""

import pytest

from tests.words.catalogues import catalogue, languages, texts
from tests.words.phrases import SPELLINGS, documentation, faults_of, phrase_faults, program_texts

COMPLETE_MENUS = {"ar", "de"}


@pytest.mark.parametrize(
    "text",
    ["Support by e-mail", "3 licences", "Licence sold", "Tax id", "Your tax id", "The catalogue", "Points cancelled"],
)
def test_a_losing_spelling_is_refused(text):
    assert faults_of(text)


@pytest.mark.parametrize("text", ["Support by email", "3 licenses", "Tax ID", "The catalog", "Points canceled"])
def test_the_winning_spelling_is_not(text):
    assert not faults_of(text)


@pytest.mark.parametrize(
    "text", ["Dear partner,", "Good news,", "Welcome to the The Club", "Only for what that page shows"]
)
def test_a_greeting_or_a_riddle_in_a_text_is_refused(text):
    assert faults_of(text)


def test_the_greeting_of_every_email_is_not_refused():
    assert not faults_of("Hello %(name)s,")


def test_program_files_and_documentation_are_read():
    assert "license | licenses" in program_texts()
    pages = dict(documentation())
    assert {"README.md", "store.md"} <= pages.keys()
    assert "Catalog" in pages["store.md"]
    assert "words.md" not in pages, "its last column names the losing spellings"


def test_nothing_is_refused_now():
    assert SPELLINGS
    assert not phrase_faults()


def test_the_menu_of_the_admin_is_whole_in_german_and_arabic():
    """The rest of the staff's texts is complete in German; a menu in two languages looks broken."""
    menu = [one for one in texts() if one.id and any(path.endswith("/menu.py") for path, _line in one.locations)]
    assert menu
    known = {language: catalogue(language) for language in languages() if language in COMPLETE_MENUS}
    left = [
        (language, one.id)
        for language, all_of in known.items()
        for one in menu
        if not all_of.get(one.id, one.context).string
    ]
    assert not left

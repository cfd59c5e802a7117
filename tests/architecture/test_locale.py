"""People read numbers, shares, money, days and times as their language writes them: raw ways are refused."""

import re

import pytest

from tests.architecture.sources import app_modules, name, read, templates

IN_TEMPLATES = {
    "a percent sign behind a value: use |percent": r"\}\}(&nbsp;| )?%(?![}])",
    "a raw number: use |whole, |percent, |sum_of, |amount or the store's |money": (
        r"floatformat|stringformat:[\"'](?!d[\"'])"  # d is for the ids in a form's values
        r"|(amount|budget|value|price|total|\|whole) \}\} \{\{ [\w.]*currency"
    ),
    "a date or time in one language's style: use |date, |time or |moment": (
        r"\|date:[\"'](SHORT_DATE|SHORT_DATETIME|DATETIME)_FORMAT|>[^<]*\|(date|time):[\"'][^\"'A-Z]*[djmnNHiygG]"
    ),
    "a day and time without its zone: use |moment": r"\{\{ [\w.]*_at \}\}",
}
IN_MODULES = {
    "strftime: use date_format or moment_words": r"\.strftime\(",
    "a number formatted for one language: use common.numbers": r"\{[^{}]*:[ <>0-9]*,[.\d]*f?\}",
    "Django's or Babel's own formats: use common.numbers": (
        r"floatformat|number_format\(|format_(currency|percent|decimal)\b|use_l10n"
    ),
    "a percent sign in a text: use common.numbers.percent": r"_\(\s*\"[^\"]*%%|\} %[\"' ]",
}
# Each with its reason.
MAY = {
    "common/numbers.py": "writes them",
    "importing/tables.py": "tells an operator in the terminal what is wrong with a file",
    "programs/commands.py": "progress in the terminal of an operator",
    "programs/prose/words.py": "the English words of `manage.py program show`",
}


def found_in(text: str, refused: dict[str, str]) -> list[str]:
    """What is refused in a text, with the place."""
    return [
        f"{text.count(chr(10), 0, hit.start()) + 1}: {why}"
        for why, pattern in refused.items()
        for hit in re.finditer(pattern, text)
    ]


def test_templates_write_figures_in_the_readers_language():
    found = [f"{name(path)}:{each}" for path in templates() for each in found_in(read(path), IN_TEMPLATES)]
    assert "\n".join(found) == ""


def test_modules_write_figures_in_the_readers_language():
    left_out = {"migrations", "commands"}  # commands speak to an operator in a terminal
    modules = [path for path in app_modules() if not left_out & {*path.parts} and name(path) not in MAY]
    found = [f"{name(path)}:{each}" for path in modules for each in found_in(read(path), IN_MODULES)]
    assert "\n".join(found) == ""


@pytest.mark.parametrize(
    "raw",
    [
        "{{ percent }} %",
        "{{ x.percent }}&nbsp;%",
        "{{ x|floatformat }}",
        "{{ x.amount }} {{ x.currency }}",
        "{{ x.sent_at }}",
        '<td>{{ x.on|date:"d.m.Y" }}</td>',
        '{{ x.at|date:"DATETIME_FORMAT" }}',
    ],
)
def test_raw_ways_in_templates_are_seen(raw):
    assert found_in(raw, IN_TEMPLATES)


@pytest.mark.parametrize(
    "raw",
    [
        'day.strftime("%d")',
        'f"{value:,.2f} EUR"',
        'f"{value:,}"',
        "number_format(3)",
        '_("lowered to %(percent)s %%")',
        'f"{number} % off"',
    ],
)
def test_raw_ways_in_modules_are_seen(raw):
    assert found_in(raw, IN_MODULES)


def test_every_notice_is_worded_in_every_language():
    """Whoever writes a notice has it worded by `in_every_language`, so that each person reads their own.

    Large batches are worded in the languages that people have set: `languages_set`.
    """
    writers = [path for path in app_modules() if re.search(r"from notices.operations import .*\bDraft\b", read(path))]
    assert len(writers) > 15
    assert [name(path) for path in writers if not re.search(r"in_every_language\(|languages_set\(", read(path))] == []

"""A whole definition in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from programs.definition import Definition
from programs.definition.activities import ActivityKind
from programs.definition.comparison import comparison
from programs.definition.requirements import Requirement
from programs.definition.tracks import Level, Track
from programs.definition.units import form
from programs.prose.benefits import benefits
from programs.prose.parts import heading, lines
from programs.prose.rules import points_line, requirement
from programs.prose.words import clause, key_words, listed

_OWN_WORDS = ("program", "activities", "points", "tracks", "comparison", "texts")  # texts are translations


@dataclass(frozen=True)
class Section:
    """One part of the rules: its code for links, its title, and its lines, indented by two blanks a step."""

    code: str
    title: str
    lines: list[str]


def pages(definition: Definition) -> Iterator[str]:
    """The lines of the definition in words, part by part."""
    info = definition.program
    yield f"{info.name} ({info.code})"
    yield f"Days begin and end in {info.time_zone}. Currencies: {listed(info.currencies)}."
    for section in sections(definition):
        yield from ("", section.title, *section.lines)


def sections(definition: Definition) -> Iterator[Section]:
    """The parts of the definition in words; translations of its texts are none."""
    for track in definition.tracks:
        told = [*_track(track, definition), *_side_by_side(track, definition)]
        yield Section(f"track-{track.code}", f"{track.name}{clause(track)}", told)
    yield Section("points", "Points", list(_points(definition)))
    recorded = [line for kind in definition.activities.values() for line in _kind(kind)]
    yield Section("activities", "What is recorded", recorded)
    for key, value in definition:
        if key not in _OWN_WORDS and value not in (None, [], {}) and (told := list(lines(value, "  ", definition))):
            yield Section(key, heading(key), told)


def _points(definition: Definition) -> Iterator[str]:
    yield from (f"  - {points_line(rule, definition)}" for rule in definition.points.rules)
    for account in definition.points.accounts.values():
        life = "for one year from the day they are earned" if account.life == "year" else "without end"
        yield f"  {account.name} count {life}{clause(account)}."


def _track(track: Track, definition: Definition) -> Iterator[str]:
    entry = track.level(track.entry.level or "")
    enters = f"A partner enters as {entry.name} when accepted." if entry else "A manager's decision admits a partner."
    climbs = (
        "Upgrades happen by themselves as soon as everything is met."
        if track.upgrades == "by_themselves"
        else "Upgrades are a manager's decision."
    )
    falls = "one level down" if track.downgrade.to == "one_level" else "down to the next level that still holds"
    points = "stay" if track.downgrade.points == "stay" else "restart from the new level's starting points"
    yield f"  {enters} {climbs} A failed review takes it {falls}{clause(track.downgrade)}; its points {points}."
    if track.certificate:
        years, withdrawn = track.certificate.years, track.certificate.withdrawn
        change = "ends when the level changes" if withdrawn else "stays valid to its end when the level changes"
        yield f"  Its certificate is valid for {years} year{'s' * (years > 1)} and {change}{clause(track.certificate)}."
    for level in track.levels:
        yield from _level(level, definition)


def _level(level: Level, definition: Definition) -> Iterator[str]:
    yield from ("", f"  {level.name}{clause(level)}")
    if level.grace:
        days, reminders = level.grace.days, level.grace.reminders
        reminded = f"; reminders {listed(map(str, reminders))} days before the end" if reminders else ""
        yield f"    Within {days} days, or the level is cancelled{reminded}{clause(level.grace)}:"
        yield from _asked(level.grace.requires, definition)
    if level.reach:
        yield "    To reach it:"
        yield from _asked(level.reach, definition)
    if level.requalify:
        yield "    To regain it after a loss:"
        yield from _asked(level.requalify, definition)
    if level.review:
        yield "    To keep it at each yearly review:"
        yield from _asked(level.keep, definition)
    if level.starting_points:
        yield f"    A downgrade to it restarts with {level.starting_points} points."
    given = list(benefits(level.benefits, definition))
    if given:
        yield from ("    It gives:", *(f"      {line}" for line in given))


def _side_by_side(track: Track, definition: Definition) -> Iterator[str]:
    """Each benefit with the levels that have it."""
    rows = list(comparison(definition, track))
    if rows:
        yield from ("", "  The levels side by side")
    for one in rows:
        cells = (
            level.name if cell is True else f"{level.name} {cell}"
            for level, cell in zip(track.levels, one.cells, strict=True)
            if cell
        )
        yield f"    - {one.row.group}: {one.row.name}: {', '.join(cells)}{clause(one.row)}"


def _asked(requirements: Iterable[Requirement], definition: Definition) -> Iterator[str]:
    return (f"      - {requirement(asked, definition)}" for asked in requirements)


def _kind(kind: ActivityKind) -> Iterator[str]:
    told: dict[str, list[str]] = {"required": [], "optional": []}
    if kind.amount != "none":
        told[kind.amount].append("an amount")
    if kind.quantity != "none":
        told[kind.quantity].append(f"a number of {form(kind.quantity_unit or 'units', 2, 'en')}")
    if kind.subject != "none":
        told[kind.subject].append(f"its {kind.subject_is}")
    for attribute, values in kind.attributes.items():
        chosen = f" ({listed(map(key_words, values), 'or')})" if values else ""
        told["optional" if attribute in kind.optional_attributes else "required"].append(
            f"its {key_words(attribute)}{chosen}"
        )
    says = [f"needs {listed(told['required'])}"] if told["required"] else []
    says += [f"may have {listed(told['optional'])}"] if told["optional"] else []
    yield f"  - {kind.name}: {'; '.join(says) or 'the day alone'}{clause(kind)}"
    if kind.claim:
        plan = f"after approval of: {listed(field.label for field in kind.claim.planned)}"
        plan = plan if kind.claim.prior_approval else "without an approved plan"
        cap = f", at most {kind.claim.cap.at_most} per {kind.claim.cap.window}" if kind.claim.cap else ""
        asked = f"; the form asks for {listed(field.label for field in kind.claim.fields)}" if kind.claim.fields else ""
        yield f"      Partners claim it {plan}{cap}{asked}{clause(kind.claim)}"

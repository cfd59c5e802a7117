"""A whole definition in words."""

from collections.abc import Iterable, Iterator

from programs.definition import Definition
from programs.definition.activities import ActivityKind
from programs.definition.comparison import comparison
from programs.definition.requirements import Requirement
from programs.definition.tracks import Level, Track
from programs.prose.benefits import benefits
from programs.prose.parts import lines
from programs.prose.rules import points_line, requirement
from programs.prose.words import clause, key_words, listed

_OWN_WORDS = ("program", "activities", "points", "tracks", "comparison")


def pages(definition: Definition) -> Iterator[str]:
    """The lines of the definition in words, part by part."""
    info = definition.program
    yield f"{info.name} ({info.code})"
    yield f"Days begin and end in {info.time_zone}. Currencies: {listed(info.currencies)}."
    for track in definition.tracks:
        yield from ("", *_track(track, definition))
        yield from _side_by_side(track, definition)
    yield from ("", "Points")
    yield from (f"  - {points_line(rule, definition)}" for rule in definition.points.rules)
    for account in definition.points.accounts.values():
        life = "for one year from the day they are earned" if account.life == "year" else "without end"
        yield f"  {account.name} count {life}{clause(account)}."
    yield from ("", "What is recorded")
    for code, kind in definition.activities.items():
        yield from _kind(code, kind)
    for key, value in definition:
        if key not in _OWN_WORDS and value not in (None, [], {}):
            yield from ("", key_words(key).capitalize(), *lines(value, "  ", definition))


def _track(track: Track, definition: Definition) -> Iterator[str]:
    yield f"{track.name}{clause(track)}"
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
        yield from ("", f"{track.name}: the levels side by side")
    for one in rows:
        cells = (
            level.name if cell is True else f"{level.name} {cell}"
            for level, cell in zip(track.levels, one.cells, strict=True)
            if cell
        )
        yield f"  - {one.row.group}: {one.row.name}: {', '.join(cells)}{clause(one.row)}"


def _asked(requirements: Iterable[Requirement], definition: Definition) -> Iterator[str]:
    return (f"      - {requirement(asked, definition)}" for asked in requirements)


def _kind(code: str, kind: ActivityKind) -> Iterator[str]:
    fields = [f"amount {kind.amount}"] if kind.amount != "none" else []
    if kind.quantity != "none":
        fields.append(f"quantity in {kind.quantity_unit} {kind.quantity}")
    if kind.subject != "none":
        fields.append(f"{kind.subject_is} {kind.subject}")
    for attribute, values in kind.attributes.items():
        presence = "optional" if attribute in kind.optional_attributes else "required"
        fields.append(f"{key_words(attribute)} {presence} ({', '.join(values) or 'any text'})")
    yield f"  - {kind.name} ({code}): {'; '.join(fields) or 'the day alone'}{clause(kind)}"
    if kind.claim:
        plan = f"after approval of: {listed(field.label for field in kind.claim.planned)}"
        plan = plan if kind.claim.prior_approval else "without an approved plan"
        cap = f", at most {kind.claim.cap.at_most} per {kind.claim.cap.window}" if kind.claim.cap else ""
        asked = f"; the form asks for {listed(field.label for field in kind.claim.fields)}" if kind.claim.fields else ""
        yield f"      Partners claim it {plan}{cap}{asked}{clause(kind.claim)}"

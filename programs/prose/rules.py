"""Requirements and points rules, each as one sentence."""

from programs.definition import Definition
from programs.definition.activities import Match, attribute_text
from programs.definition.points import PointsRule
from programs.definition.requirements import Agreed, Count, Counted, Distinct, EveryQuarter, HoldsLevel, Points, Total
from programs.definition.requirements import Requirement as AnyRequirement
from programs.prose.points import points_rule
from programs.prose.words import clause, key_words, listed, nth, number

_WINDOWS = {
    "ever": "",
    "year": "in the last 12 months",
    "two_years": "in the last two years",
    "term": "in the year under review",
    "two_terms": "in the two years before the review",
}
_SINCE = {
    "level_reached": "counted from the day after the present level was reached",
    "level_lost": "counted from the day after the level was lost",
}


def requirement(asked: AnyRequirement, definition: Definition) -> str:
    """Return a requirement as a sentence: what, how much, in which time, and its clause."""
    parts = [_threshold(asked, definition)]
    if isinstance(asked, Counted):
        parts += [_WINDOWS[asked.window], _SINCE.get(asked.since or "", "")]
        if asked.days_before_end:
            parts.append(f"at least {asked.days_before_end} days before the review")
    if asked.applies_from:
        parts.append(f"asked on days from {asked.applies_from}")
    if asked.every_nth_review:
        parts.append(f"asked at every {nth(asked.every_nth_review)} review")
    return f"{asked.name}: {', '.join(part for part in parts if part)}{clause(asked)}"


def points_line(rule: PointsRule, definition: Definition) -> str:
    """Return a points rule as a sentence: what earns how many points, in which account, and its clause."""
    return f"{definition.activities[rule.of].name}: {points_rule(rule, definition)}{clause(rule)}"


def _threshold(asked: AnyRequirement, definition: Definition) -> str:
    match asked:
        case Total(at_least=Agreed() as agreed):
            return f"at least the amount of the latest {_what(agreed, definition)}"
        case Total():
            unit = "in the account's currency" if asked.unit == "money" else asked.unit
            return f"at least {number(asked.at_least)} {unit}"  # type: ignore[arg-type]
        case Count(at_most=int(most)):
            return "none" if most == 0 else f"at most {number(most)}"
        case Count():
            return f"at least {number(asked.at_least or 0)}"
        case Distinct():
            kind = definition.activities[asked.of]
            fields = (kind.subject_is or "subject" if by == "subject" else key_words(by) for by in asked.by)
            return f"at least {number(asked.at_least)}, each with a different {listed(fields)}"
        case EveryQuarter():
            return "at least one in every full calendar quarter"
        case Points():
            return f"at least {number(asked.at_least)} points in {definition.points.accounts[asked.account].name}"
        case HoldsLevel():
            kept = ", without losing it in the year under review" if asked.window == "term" else ""
            return f"at least {_level(definition, asked.track, asked.at_least)}{kept}"


def _what(match: Match, definition: Definition) -> str:
    narrowed = [
        listed((key_words(attribute_text(one)) for one in (value if isinstance(value, list) else [value])), "or")
        for value in match.where.values()
    ]
    name = definition.activities[match.of].name
    return f"{name} ({'; '.join(narrowed)})" if narrowed else name


def _level(definition: Definition, track: str, code: str) -> str:
    level = definition.track(track).level(code)
    return f"{level.name if level else code} of {definition.track(track).name}"

"""Points rules in the reader's language, worded the same for pages, admin and `program show`."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.numbers import number
from programs.definition import Definition
from programs.definition.activities import attribute_text
from programs.definition.points import PointsRule
from programs.prose.words import key_words


def points_rule(rule: PointsRule, definition: Definition) -> str:
    """Return how many points a rule gives for what; names the account if the program has several."""
    words = _earned(rule, definition)
    if rule.where:
        words = f"{', '.join(_any_of(value) for value in rule.where.values())}: {words}"
    if rule.when_level:
        track = definition.track(rule.when_level.track)
        held = " / ".join(level.name for level in track.levels if level.code in rule.when_level.levels)
        words = _("%(points)s, on the level %(level)s") % {"points": words, "level": held}
    if len(definition.points.accounts) > 1:
        words = f"{words} ({definition.points.accounts[rule.account].name})"
    return words


def _earned(rule: PointsRule, definition: Definition) -> str:
    kind = definition.activities[rule.of]
    if rule.by is not None:
        table = ", ".join(f"{key_words(value)} {number(points)}" for value, points in rule.values.items())
        words = _("points by %(attribute)s: %(table)s") % {"attribute": key_words(rule.by), "table": table}
    else:
        points = rule.points or 0
        words = ngettext("%(points)s point", "%(points)s points", points) % {"points": number(points)}
        if rule.every is not None:
            unit = kind.quantity_unit if rule.field == "quantity" else _("of the amount")
            many = {"points": words, "many": _step(rule.every), "unit": unit}
            words = _("%(points)s for every %(many)s %(unit)s") % many
    if rule.times:
        words = _("%(points)s, times the number of %(unit)s") % {"points": words, "unit": kind.quantity_unit or ""}
    return words


def _step(every: Decimal | dict[str, Decimal]) -> str:
    if not isinstance(every, dict):
        return str(number(every))
    return " / ".join(f"{number(step)} {currency}" for currency, step in every.items())


def _any_of(value: str | bool | list[str]) -> str:
    return ", ".join(key_words(attribute_text(one)) for one in (value if isinstance(value, list) else [value]))

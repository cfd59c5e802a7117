"""Points rules in the reader's language, worded the same for pages, admin and `program show`."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.languages import listed
from common.numbers import number, short_money
from programs.definition import Definition
from programs.definition.activities import ActivityKind, attribute_text
from programs.definition.points import PointsRule
from programs.definition.words import unit_of


def points_rule(rule: PointsRule, definition: Definition) -> str:
    """Return how many points a rule gives for what; names the account if the program has several."""
    words = _earned(rule, definition)
    if rule.where:
        kind = definition.activities[rule.of]
        words = f"{', '.join(_any_of(value, kind) for value in rule.where.values())}: {words}"
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
        table = listed(f"{kind.word(value)} {number(points)}" for value, points in rule.values.items())
        words = _("points by %(attribute)s: %(table)s") % {"attribute": kind.word(rule.by), "table": table}
    else:
        points = rule.points or 0
        words = ngettext("%(points)s point", "%(points)s points", points) % {"points": number(points)}
        if rule.every is not None:
            step = Decimal(2) if isinstance(rule.every, dict) else rule.every
            unit = unit_of(step, kind.quantity_unit or "") if rule.field == "quantity" else _("of the amount")
            many = {"points": words, "many": _step(rule.every), "unit": unit}
            words = _("%(points)s for every %(many)s %(unit)s") % many
    if rule.times:
        words = _("%(points)s, times the number of %(unit)s") % {"points": words, "unit": kind.quantity_unit or ""}
    return words


def _step(every: Decimal | dict[str, Decimal]) -> str:
    if not isinstance(every, dict):
        return str(number(every))
    return " / ".join(short_money(step, currency) for currency, step in every.items())


def _any_of(value: str | bool | list[str], kind: ActivityKind) -> str:
    return listed(kind.word(attribute_text(one)) for one in (value if isinstance(value, list) else [value]))

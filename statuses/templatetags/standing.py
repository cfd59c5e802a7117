"""Template tags for levels, requirements and decisions."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _

from common.numbers import number
from programs.definition.words import unit_of
from programs.wording import Words
from statuses.engine import Fact
from statuses.models import StatusChange
from statuses.standing.queries import AnsweredList
from statuses.standing.wording import Answer
from web.ways import Way, way_to

register = template.Library()


@register.simple_tag
def cause_words(cause: str) -> str:
    """Why a level changed, in words."""
    return str(StatusChange.Cause(cause).label)


@register.simple_tag
def question_title(asked: AnsweredList) -> str:
    """The title of a list of requirements."""
    titles = {
        "reach": _("To reach %(level)s"),
        "requalify": _("To return to %(level)s"),
        "keep": _("To keep %(level)s"),
        "grace": _("To complete %(level)s"),
    }
    return titles[asked.kind] % {"level": asked.level}


@register.simple_tag(takes_context=True)
def way_toward(context: Any, answer: Answer) -> Way | None:
    """Where the reader can do what is missing; None where no page holds the act, or the day is past."""
    request = context["request"]
    if not context.get("may_act") or answer.doable is None:
        return None
    return way_to(answer.doable, rules=request.definition, actor=request.actor)


@register.simple_tag
def fact_words(fact: Fact, words: Words) -> str:
    """What the activity was, and for whom or about what."""
    return words.activity(fact.kind, fact.attributes, fact.subject)


@register.simple_tag
def fact_figures(fact: Fact, words: Words) -> str:
    """The amount and quantity of an activity."""
    return words.figures(fact.kind, fact.amount, fact.quantity)


@register.simple_tag
def change_words(change: StatusChange, words: Words) -> str:
    """A short description of a level decision."""
    before, after = (words.level(change.track, code) for code in (change.from_level, change.to_level))
    if not after:
        return _("%(before)s ended") % {"before": before}
    if not before:
        return _("Accepted as %(after)s") % {"after": after}
    if before == after:
        return _("%(after)s confirmed") % {"after": after}
    return _("From %(before)s to %(after)s") % {"before": before, "after": after}


@register.simple_tag
def track_name(code: str, words: Words) -> str:
    """A track's name, or its code when the current rules don't define it."""
    definition = words.definition
    return definition.track(code).name if code in definition.track_codes else code


@register.simple_tag
def verdict_figures(finding: dict[str, object], words: Words) -> str:
    """What a stored finding measured against what was needed: «$1,240 of $2,500 · »."""
    have, needed, unit = finding.get("have"), finding.get("needed"), finding.get("unit") or ""
    if have is None or needed is None or finding.get("kind") == "level":
        return ""
    if unit == "money":
        shown, unit = [words.money(Decimal(str(each))) for each in (have, needed)], ""
    else:
        shown = [number(Decimal(str(each))) for each in (have, needed)]
    figures = _("%(have)s of %(needed)s") % {"have": shown[0], "needed": shown[1]}
    return f"{figures} {unit_of(Decimal(str(needed)), str(unit))}".strip() + " · "

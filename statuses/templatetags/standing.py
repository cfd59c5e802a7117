"""Template tags for levels, requirements and decisions."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _

from common.numbers import number
from programs.definition.requirements import Count, Counted, Distinct, EveryQuarter
from programs.definition.requirements import Requirement as AnyRequirement
from programs.definition.words import unit_of
from programs.wording import Words
from statuses.engine import Fact
from statuses.engine.requirements import Finding
from statuses.models import StatusChange
from statuses.standing.queries import AnsweredList, TrackStanding
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


@register.simple_tag(takes_context=True)
def apart(context: Any, asked: AnsweredList, track: TrackStanding) -> tuple[list[Answer], list[Answer]]:
    """What is missing of a list: what to show here, and what the page has asked for above, which is only named.

    That is what a first step does, and below the list of the own level what that list asks for.
    """
    own = track.term.unmet if track.term and asked.kind not in ("grace", "keep") else []
    known = {(answer.name, answer.needed) for answer in own}
    here: list[Answer] = []
    above: list[Answer] = []
    for answer in asked.unmet:
        repeated = (answer.name, answer.needed) in known or _is_first_step(context, answer.doable)
        (above if repeated else here).append(answer)
    return here, above


@register.simple_tag(takes_context=True)
def all_first_steps(context: Any, findings: Sequence[Finding]) -> bool:
    """Whether the page's first steps ask for all of this."""
    return all(_is_first_step(context, finding.requirement) for finding in findings)


def _is_first_step(context: Any, requirement: AnyRequirement | Counted | None) -> bool:
    titles = {step.title for step in context.get("steps") or () if not step.done}
    if requirement is None or not titles or not isinstance(requirement, Counted):
        return False
    way = way_to(requirement, rules=context["request"].definition)
    return way is not None and way.title in titles


@register.simple_tag(takes_context=True)
def decided_by_us(context: Any, answer: Answer) -> bool:
    """Whether only the vendor can record what is missing: nobody claims it, and no page or sale leads to it."""
    doable, rules = answer.doable, context["request"].definition
    if not context.get("may_act") or not isinstance(doable, Count | Distinct | EveryQuarter):
        return False
    kind = rules.activities.get(doable.of)
    won = rules.leads.work.won_activity if rules.leads and rules.leads.work else None
    return kind is not None and not kind.claim and kind.amount == "none" and doable.of != won


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

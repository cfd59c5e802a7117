"""How the portal words what it knows: levels, numbers, places, links."""

from decimal import Decimal
from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from activities.models import Activity
from common.countries import country_name
from common.languages import language_name
from common.numbers import number
from partners.models import Card
from points.statement import Movement
from portal.entrance.browsers import browser_in_words
from portal.levels import LevelNames
from portal.queries.standing import AnsweredList
from portal.templatetags.components import level
from portal.wording import Words
from statuses.engine import Fact
from statuses.models import StatusChange

register = template.Library()


@register.simple_tag
def level_of(names: LevelNames, code: str) -> SafeString:
    """A level's name with its place on the ladder."""
    return level(names.name(code), rank=names.rank(code), of=names.count)


@register.filter
def level_name(names: LevelNames, code: str) -> str:
    """A level's name alone."""
    return names.name(code)


@register.filter
def whole(value: Decimal | int) -> str:
    """A number grouped as the reader's language does."""
    return number(value)


@register.filter
def country(code: str) -> str:
    """A country's name in the reader's language."""
    return country_name(code)


@register.simple_tag
def language_word(code: str) -> str:
    """A language's name in the reader's language."""
    return language_name(code)


@register.simple_tag
def partner_place(card: Card) -> str:
    """City and country in one line."""
    return ", ".join(part for part in (card.city, country_name(card.country)) if part)


@register.simple_tag
def outside_link(address: str) -> SafeString | str:
    """A link to a company's own site, shown without its scheme; plain text when it is no web address."""
    full = address if "://" in address else f"https://{address}"
    parts = urlsplit(full)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return address
    shown = (parts.hostname.removeprefix("www.") + parts.path).rstrip("/")
    return format_html('<a href="{}" rel="nofollow noopener">{}</a>', full, shown)


@register.filter
def dial(phone: str) -> str:
    """A phone number as a telephone dials it."""
    return "".join(sign for sign in phone if sign.isdigit() or sign == "+")


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


@register.simple_tag
def fact_words(fact: Fact, words: Words) -> str:
    """What an activity was, and for whom or about what."""
    return words.activity(fact.kind, fact.attributes, fact.subject)


@register.simple_tag
def fact_figures(fact: Fact, words: Words) -> str:
    """The amount and quantity of an activity."""
    return words.figures(fact.kind, fact.amount, fact.quantity)


@register.simple_tag
def activity_words(activity: Activity, words: Words) -> str:
    """What a recorded activity was, without its client or person, which have their own column."""
    return words.activity(activity.kind, activity.attributes)


@register.simple_tag
def activity_figures(activity: Activity, words: Words) -> str:
    """The amount and quantity of a recorded activity."""
    return words.figures(activity.kind, activity.amount, activity.quantity)


@register.simple_tag
def movement_words(movement: Movement, words: Words) -> str:
    """What moved points: the activity that earned them, their expiry, or a correction."""
    if movement.kind:
        what = words.activity(movement.kind, movement.attributes, movement.subject or "")
    else:
        what = _("Correction") if movement.reverses else _("Points set by the rules")
    return _("Expired: %(what)s") % {"what": what} if movement.turn == "expired" else what


@register.filter
def signed(points: int) -> str:
    """Points with their sign, as in «+63» and «−63»."""
    return f"{'+' if points > 0 else '−' if points < 0 else ''}{number(abs(points))}"


@register.simple_tag
def change_words(change: StatusChange, words: Words) -> str:
    """A decision about a level in a few words."""
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
    """A track's name; its code when the rules in force no longer know it."""
    definition = words.definition
    return definition.track(code).name if code in definition.track_codes else code


@register.simple_tag
def verdict_figures(finding: dict[str, object], words: Words) -> str:
    """What a stored finding counted against what was needed: «1,240 of 2,500 USD, »."""
    have, needed, unit = finding.get("have"), finding.get("needed"), finding.get("unit") or ""
    if have is None or needed is None or finding.get("kind") == "level":
        return ""
    unit = words.currency if unit == "money" else unit
    figures = _("%(have)s of %(needed)s") % {"have": number(Decimal(str(have))), "needed": number(Decimal(str(needed)))}
    return f"{figures} {unit}".strip() + " · "


@register.filter
def browser(user_agent: str) -> str:
    """The browser and what it runs on, from what it calls itself."""
    return browser_in_words(user_agent)

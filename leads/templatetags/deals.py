"""Template tags about deals: the state, what a step's day means, and a match that the vendor sees."""

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from leads.deals.duplicates import Match
from leads.deals.models import Deal, DealStep
from leads.deals.wording import match_words, tone
from web.templatetags.components import badge

register = template.Library()
Kind = DealStep.Kind


@register.simple_tag
def deal_state(deal: Deal) -> SafeString:
    """The deal's state as a badge."""
    return badge(deal.get_state_display(), tone=tone(deal))


@register.simple_tag
def deal_step_due(step: DealStep) -> str:
    """What the step's day means."""
    words = {"day": date_format(step.due_on)} if step.due_on else {}
    match step.kind:
        case Kind.REGISTERED | Kind.ANSWERED | Kind.PRICE_ASKED:
            return _("We answer by %(day)s.") % words
        case Kind.ASKED:
            return _("Answer by %(day)s.") % words
        case Kind.APPROVED | Kind.EXTENDED:
            return _("Protected until %(day)s.") % words
        case Kind.PRICE_AGREED:
            return _("Valid until %(day)s.") % words
        case Kind.OVERDUE:
            return _("It was due on %(day)s.") % words
    return words.get("day", "")


@register.simple_tag
def deal_match(match: Match, deal: Deal) -> SafeString:
    """A match: what it is, with a link, why it was found, and until when it is protected."""
    address, name, facts = match_words(match, own=match.hit.partner_id == deal.partner_id)
    said = format_html_join("", '<br><span class="v-soft">{}</span>', ((fact,) for fact in facts))
    return format_html('<a class="v-link" href="{}">{}</a>{}', address, name, said)

"""Where a deal is and what comes next, in words."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.numbers import percent
from leads.deals.duplicates import Match
from leads.deals.models import Deal

State = Deal.State
TONES = {
    State.SUBMITTED: "accent",
    State.ASKED: "warn",
    State.APPROVED: "good",
    State.WON: "good",
    State.DECLINED: "bad",
    State.LAPSED: "bad",
    State.REVOKED: "bad",
}


def tone(deal: Deal) -> str:
    """The tone of the state's badge."""
    return TONES.get(State(deal.state), "")


def next_words(deal: Deal) -> str:
    """What happens next and until when; empty for a deal that ended."""
    day = deal.protected_until if deal.state == State.APPROVED else deal.due_on
    words = {"day": date_format(day) if day else ""}
    match deal.state:
        case State.SUBMITTED if deal.reminded_on:
            return _("Our decision was due by %(day)s. The partner managers were reminded.") % words
        case State.SUBMITTED:
            return _("We decide by %(day)s") % words
        case State.ASKED:
            return _("Answer by %(day)s") % words
        case State.APPROVED:
            return _("Protected until %(day)s") % words
    return ""


def match_words(match: Match, *, own: bool) -> tuple[str, str, list[str]]:
    """The address and name of a match, why it was found, whose it is, and until when it is protected."""
    facts = [reason_of(match)]
    if match.partner is not None:
        facts.append(_("Registered by the same partner") if own else _("Partner: %(name)s") % {"name": match.partner})
    if match.deal is not None:
        name = _("Deal %(number)s: %(company)s") % {"number": match.deal.pk, "company": match.deal.company}
        state = match.deal.get_state_display()
        if until := match.protected_until:
            state = _("Protected until %(day)s") % {"day": date_format(until)}
        return reverse("admin:leads_deal_change", args=[match.deal.pk]), name, [*facts, str(state)]
    if match.client is not None:
        name = _("Client: %(company)s") % {"company": match.client.company}
        return reverse("admin:clients_client_change", args=[match.client.pk]), name, facts
    number = match.lead.pk if match.lead else 0
    name = _("Request %(number)s") % {"number": number}
    state = match.lead.get_state_display() if match.lead else ""
    return reverse("admin:leads_leadrequest_change", args=[number]), name, [*facts, str(state)]


def reason_of(match: Match) -> str:
    """Why the match was found, the surest reason first."""
    found = []
    if match.hit.tax:
        found.append(_("Same tax ID"))
    if match.hit.domain:
        found.append(_("Same domain"))
    if match.hit.percent:
        found.append(_("Name %(percent)s alike") % {"percent": percent(match.hit.percent)})
    return " · ".join(found)

"""What this app shows on other apps' pages: the way to a partner in the directory, and what activities come from."""

from collections.abc import Mapping
from typing import Any

from activities.references import name_references
from clients.prospects import add_prospects
from leads.board import prospects
from leads.references import read_deals, read_leads
from web.cards import add_card


def _contact(request: Any, card: Any) -> Mapping[str, Any] | None:
    """The button that sends a request to the partner first; none where the program takes no requests."""
    leads = request.definition.leads
    return {"partner": card} if leads and leads.form else None


add_card("directory_partner", "leads/requests/contact.html", _contact, place=10)
name_references("lead", read_leads)
name_references("deal", read_deals)
add_prospects(prospects.offered, prospects.details)

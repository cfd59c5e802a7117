"""Prints a quote for the end client, in the client's language."""

from django.template.loader import render_to_string
from django.utils import translation

from common.countries import country_name
from partners.models import Partner
from store.models import ClientQuote
from store.pdf import print_a4


def print_quote(quote: ClientQuote, partner: Partner) -> bytes:
    """The PDF, as an offer of the partner's. Raises ``fonts.UnableToPrint``."""
    seller = partner.legal.get("registered_name") or partner.name
    address = partner.legal.get("legal_address") or partner.address
    lines = list(quote.lines.order_by("place"))
    with translation.override(quote.language):
        shown = {
            "quote": quote,
            "lines": lines,
            "language": quote.language,
            "mirrored": translation.get_language_bidi(),
            "seller": seller,
            "partner": partner,
            "address": [line for line in address.splitlines() if line.strip()],
            "country": country_name(quote.client.get("country", "")),
        }
        html = render_to_string("store/quotes/document.html", shown)
    text = "".join([seller, address, quote.company, quote.message, *(line.name for line in lines)])
    return print_a4(html, text=text, identifier=quote.number)

"""The proforma invoice for a bank transfer: what to pay, where, by when, and a SEPA code to scan (EPC069-12)."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from segno import helpers

from common.countries import country_name
from programs.rulebook import Rulebook
from store.invoices.content import billed
from store.invoices.numbering import seller_of, series_of
from store.invoices.rules import taxes_of
from store.models import Order
from store.pdf import print_a4

SEPA = "EUR"


def print_proforma(order: Order, rulebook: Rulebook, *, language: str) -> bytes:
    """The PDF. The order's prices hold until its due day (R6). Raises ``fonts.UnableToPrint``."""
    rows = list(order.lines.order_by("place"))
    lines = [billed(row) for row in rows]
    seller = seller_of(rulebook, order.entity, series_of(rulebook, order.entity, order.placed_on), order.placed_on)
    given = order.billing.get("address") or ""
    with translation.override(language):
        shown: dict[str, Any] = {
            "order": order,
            "language": language,
            "mirrored": translation.get_language_bidi(),
            "seller": seller,
            "buyer": order.billing,
            "buyer_address": given.splitlines() if isinstance(given, str) else given,
            "buyer_country": country_name(order.billing.get("country", "")),
            "lines": lines,
            "taxes": taxes_of(lines, {row.place: row.tax for row in rows}),
            "qr": epc_code(order, seller),
        }
        html = render_to_string("store/payments/proforma.html", shown)
    text = "".join([seller["name"], order.billing.get("name", ""), str(given), *(line.name for line in lines)])
    return print_a4(html, text=text + "".join(line.client for line in lines), identifier=order.number)


def epc_code(order: Order, seller: dict[str, Any]) -> SafeString | str:
    """The SEPA credit transfer as a QR code in SVG; empty for another currency or an account without IBAN."""
    if order.currency != SEPA or not seller["iban"]:
        return ""
    code = helpers.make_epc_qr(
        name=seller["name"][:70],
        iban=seller["iban"],
        bic=seller["bic"] or None,
        amount=order.total,
        text=order.number,
    )
    # segno writes the picture; nothing of ours is in its markup.
    return mark_safe(code.svg_inline(border=0, scale=3, dark="#1b1b1b", omitsize=True))  # noqa: S308

"""The EN 16931 XML of an invoice, in the syntax of Factur-X (UN/CEFACT CII)."""

from decimal import Decimal
from typing import Any

from drafthorse.models.accounting import ApplicableTradeTax, TradeAllowanceCharge
from drafthorse.models.document import Document
from drafthorse.models.party import TaxRegistration
from drafthorse.models.payment import PaymentMeans
from drafthorse.models.tradelines import LineItem
from drafthorse.utils import validate_xml
from lxml import etree

from store.invoices.content import lines_of, taxes_read
from store.invoices.rules import BilledLine, BilledTax
from store.models import Invoice
from store.money import minor_units

PROFILE = "urn:cen.eu:en16931:2017"
SCHEMA = "FACTUR-X_EN16931"
MOST_DECIMALS = 2  # an amount of EN 16931 has two at most
NOT_TAXED = "O"
# Why a category bears no tax: the code of the VATEX list, and the words where a code alone isn't enough.
EXEMPTIONS = {
    "AE": ("VATEX-EU-AE", "Reverse charge"),
    "O": ("VATEX-EU-O", "Not subject to VAT"),
    "G": ("VATEX-EU-G", "Export outside the EU"),
    "E": ("", "Exempt from VAT"),
}
MEANS = {"bank_transfer": "30", "card": "48", "direct_debit": "59"}  # UNTDID 4461
OTHER_MEANS = "1"
RAM = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
UNIT = "C62"  # one piece


def has_xml(currency: str) -> bool:
    """Whether an invoice in the currency can have the XML: not with three decimals, and never rounded (R3)."""
    return minor_units(currency) <= MOST_DECIMALS


def xml_of(invoice: Invoice) -> bytes:
    """The XML, checked against the schema. Raises ValueError for a currency with three decimals."""
    if not has_xml(invoice.currency):
        raise ValueError(f"EN 16931 has no amounts with three decimals, as {invoice.currency} needs.")
    document = Document()
    document.context.guideline_parameter.id = PROFILE
    document.header.id = invoice.number
    document.header.type_code = "380" if invoice.kind == Invoice.Kind.INVOICE else "381"
    document.header.issue_date_time = invoice.issued_on
    lines, taxes = lines_of(invoice.lines), taxes_read(invoice.taxes)
    plain = any(_category(tax.category) == NOT_TAXED for tax in taxes)
    _party(document.trade.agreement.seller, invoice.seller, plain=plain, seller=True)
    _party(document.trade.agreement.buyer, invoice.buyer, plain=plain)
    document.trade.agreement.buyer_order.issuer_assigned_id = invoice.order.number
    document.trade.delivery.event.occurrence = invoice.paid_on
    for line in lines:
        document.trade.items.add(_line(line))
    _settle(document.trade.settlement, invoice, taxes)
    written: bytes = document.serialize(schema=SCHEMA)
    return _without_rates(written) if plain else written


def _without_rates(xml: bytes) -> bytes:
    """The XML without rates of what isn't taxed: the library writes 0 where a rate must not be given (BR-O-05)."""
    root = etree.fromstring(xml)
    for tax in root.iter(f"{{{RAM}}}ApplicableTradeTax"):
        rate = tax.find(f"{{{RAM}}}RateApplicablePercent")
        if rate is not None and tax.findtext(f"{{{RAM}}}CategoryCode") == NOT_TAXED:
            tax.remove(rate)
    return validate_xml(etree.tostring(root, encoding="UTF-8", xml_declaration=True), SCHEMA)  # type: ignore[no-any-return]


def _settle(settlement: Any, invoice: Invoice, taxes: list[BilledTax]) -> None:
    settlement.payment_reference = invoice.order.number
    settlement.currency_code = invoice.currency
    means = PaymentMeans()
    means.type_code = MEANS.get(invoice.order.method, OTHER_MEANS)
    if means_iban := invoice.seller.get("iban"):
        means.payee_account.iban = means_iban
    settlement.payment_means.add(means)
    for tax in taxes:
        settlement.trade_tax.add(_tax(tax))
    if invoice.corrects:
        settlement.invoice_referenced_document.issuer_assigned_id = invoice.corrects.number
    summation = settlement.monetary_summation
    summation.line_total = _amount(invoice.net)
    summation.charge_total = summation.allowance_total = _amount(Decimal(0))
    summation.tax_basis_total = _amount(invoice.net)
    summation.tax_total = (_amount(invoice.tax), invoice.currency)
    summation.grand_total = _amount(invoice.total)
    summation.prepaid_total = _amount(invoice.total)
    summation.due_amount = _amount(Decimal(0))


def _party(party: Any, data: dict[str, Any], *, plain: bool, seller: bool = False) -> None:
    """Write a party; ``plain`` leaves out VAT numbers, which an invoice outside the scope of VAT must not have."""
    party.name = data.get("name", "")
    given = data.get("address") or []
    lines = given.splitlines() if isinstance(given, str) else list(given)
    for name, text in zip(("line_one", "line_two", "line_three"), [*lines[:2], ", ".join(lines[2:])], strict=False):
        if text:
            setattr(party.address, name, text)
    party.address.country_id = data.get("country", "")
    if email := data.get("email"):
        party.electronic_address.uri_ID = ("EM", email)
    if registration := data.get("registration"):
        party.legal_organization.id = ("", registration)
    tax_id = data.get("tax_id") or ""
    if plain and seller:  # the identifier that BR-CO-26 asks for, where no VAT number may be
        party.id = data.get("registration") or tax_id or data.get("email") or ""
    elif tax_id and not plain and (seller or tax_id[:2].isalpha()):
        # A VAT number begins with its country (BR-CO-09); another tax number of the seller has a scheme of its own.
        party.tax_registrations.add(TaxRegistration(id=("VA" if tax_id[:2].isalpha() else "FC", tax_id)))


def _line(line: BilledLine) -> LineItem:
    item = LineItem()
    item.document.line_id = str(line.place)
    item.product.name = line.name
    if line.client:
        item.product.description = line.client
    item.agreement.net.amount = _amount(line.unit_price)
    item.delivery.billed_quantity = (Decimal(line.quantity), UNIT)
    tax = item.settlement.trade_tax
    tax.type_code = "VAT"
    tax.category_code = _category(line.category)
    if tax.category_code != NOT_TAXED:
        tax.rate_applicable_percent = line.percent
    for amount, reason, code in ((line.discount, "Discount", "95"), (line.bonus, "Bonus", "100")):
        if amount:
            allowance = TradeAllowanceCharge()
            allowance.indicator = False
            allowance.actual_amount = _amount(amount)
            allowance.reason_code, allowance.reason = code, reason
            item.settlement.allowance_charge.add(allowance)
    item.settlement.monetary_summation.total_amount = _amount(line.net)
    return item


def _tax(tax: BilledTax) -> ApplicableTradeTax:
    found, category = ApplicableTradeTax(), _category(tax.category)
    found.calculated_amount, found.basis_amount = _amount(tax.tax), _amount(tax.base)
    found.type_code, found.category_code = "VAT", category
    if category != NOT_TAXED:
        found.rate_applicable_percent = tax.percent
    code, words = EXEMPTIONS.get(category, ("", ""))
    if words:
        found.exemption_reason = words
    if code:
        found.exemption_reason_code = code
    return found


def _category(category: str) -> str:
    return category or NOT_TAXED


def _amount(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"))

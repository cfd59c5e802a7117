"""Prints an invoice or credit note in the buyer's language: PDF/A-3 with its XML inside (Factur-X, EN 16931)."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from common.countries import country_name
from common.numbers import number
from store.invoices.content import lines_of, taxes_read
from store.invoices.einvoice import has_xml, xml_of
from store.models import Invoice
from store.pdf import Embedded, print_a4

FILE = "factur-x.xml"
_XMP = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#">
<fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>
<fx:Version>1.0</fx:Version><fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>fx</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"""
_PROPERTY = """<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{0}</pdfaProperty:name>
<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>
<pdfaProperty:description>{1}</pdfaProperty:description></rdf:li>"""
_PROPERTIES = {
    "DocumentFileName": "The name of the embedded XML file",
    "DocumentType": "The type of the document",
    "Version": "The version of the standard",
    "ConformanceLevel": "The profile of the XML",
}
METADATA = _XMP.format(properties="".join(_PROPERTY.format(*each) for each in _PROPERTIES.items())).encode()


def print_invoice(invoice: Invoice) -> bytes:
    """The PDF. In a currency with three decimals it holds no XML (R3). Raises ``fonts.UnableToPrint``."""
    embedded = None
    if has_xml(invoice.currency):
        xml = xml_of(invoice)
        embedded = Embedded(name=FILE, content=xml, relationship="Alternative", metadata=METADATA, at=invoice.issued_at)
    with translation.override(invoice.language):
        html = render_to_string("store/invoices/invoice.html", printed(invoice))
    names = [invoice.seller.get("name", ""), invoice.buyer.get("name", ""), *(row["name"] for row in invoice.lines)]
    text = "".join([*names, *(row["client"] for row in invoice.lines), str(invoice.buyer.get("address", ""))])
    return print_a4(html, text=text, identifier=invoice.number, embedded=embedded)


def printed(invoice: Invoice) -> dict[str, Any]:
    """What the template shows, in the active language."""
    buyer, given = invoice.buyer, invoice.buyer.get("address") or ""
    return {
        "invoice": invoice,
        "order": invoice.order,
        "language": invoice.language,
        "mirrored": translation.get_language_bidi(),
        "seller": invoice.seller,
        "buyer": buyer,
        "buyer_address": given.splitlines() if isinstance(given, str) else given,
        "buyer_country": country_name(buyer.get("country", "")),
        "lines": lines_of(invoice.lines),
        "taxes": taxes_read(invoice.taxes),
        "reverse_charge": any(row["category"] == "AE" for row in invoice.taxes),
        "paid": number(invoice.total),
    }

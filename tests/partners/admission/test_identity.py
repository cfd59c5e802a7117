"""The same company is recognized, however its numbers and addresses are written."""

import pytest

from partners.admission.identity import mail_domains, phone, registration_number, tax_id, web_domains


@pytest.mark.rule("B24-1.7.3")
@pytest.mark.parametrize(
    ("country", "written", "value"),
    [
        ("CY", "10259033P", "CY10259033P"),
        ("CY", "CY 10259033-P", "CY10259033P"),
        ("cy", "cy10259033p", "CY10259033P"),
        ("DE", "CY10259033P", "CY10259033P"),  # the number contains its country
        ("DE", "DE 136,695 976", "DE136695976"),
        ("DE", "136695976", "DE136695976"),
        ("GR", "EL 094259216", "GR094259216"),
        ("GR", "094259216", "GR094259216"),
        ("US", "04-2103594", "US042103594"),
        ("KZ", "KZ 990 140 000 186", "KZ990140000186"),  # no module for this country
        ("XX", "AB-1234", "XXAB1234"),
        ("", "AB-1234", "AB1234"),
        ("CH", "CHE-107.787.577 IVA", "CH107787577"),
        ("CH", "CHE 107787577 MWST", "CH107787577"),
        ("CH", "107.787.577", "CH107787577"),
        ("NO", "NO 995 525 828 MVA", "NO995525828"),
        ("NO", "995525828", "NO995525828"),
        ("GB", "GB 980 7806 84", "GB980780684"),
        ("GB", "XI980780684", "GB980780684"),  # Northern Ireland
        ("FR", "FR 40 303 265 045", "FR303265045"),
        ("FR", "303 265 045", "FR303265045"),
        ("FR", "303 265 045 00011", "FR303265045"),  # an establishment
        ("SE", "SE556188840401", "SE5561888404"),
        ("SE", "556188-8404", "SE5561888404"),
        ("IN", "27AAPFU0939F1ZV", "INAAPFU0939F"),
        ("IN", "AAPFU0939F", "INAAPFU0939F"),
        ("CY", "n/a", ""),
        ("CY", "none", ""),
        ("CY", "0000000", ""),
        ("CY", "", ""),
        ("CY", "１０２５９０３３P", "CY10259033P"),  # full-width digits
    ],
)
def test_tax_ids(country, written, value):
    assert tax_id(written, country) == value


@pytest.mark.parametrize(
    ("written", "value"), [("HE 123456", "CYHE123456"), ("he-123.456", "CYHE123456"), ("-", ""), ("7", "")]
)
def test_registration_numbers(written, value):
    assert registration_number(written, "CY") == value


def test_the_same_number_in_two_countries_is_different():
    assert registration_number("HRB 12345", "DE") != registration_number("HRB 12345", "AT")


@pytest.mark.parametrize(
    ("written", "domains"),
    [
        ("https://www.Alpha.example/about?x=1#y", {"alpha.example"}),
        ("alpha.example", {"alpha.example"}),
        ("http://alpha.example:8080", {"alpha.example"}),
        ("https://shop.alpha.example/", {"shop.alpha.example", "alpha.example"}),
        ("https://www.alpha.co.uk", {"alpha.co.uk"}),
        ("https://de.alpha.com.br/", {"de.alpha.com.br", "alpha.com.br"}),
        ("https://bücher.example", {"xn--bcher-kva.example"}),
        ("https://XN--BCHER-KVA.example.", {"xn--bcher-kva.example"}),
        ("https://straße.example", {"xn--strae-oqa.example"}),  # as in an email address, and not strasse.example
        ("https://user:secret@alpha.example/", {"alpha.example"}),
        ("http://192.0.2.7/", {"192.0.2.7"}),
        ("localhost", set()),
        ("", set()),
        ("https://", set()),
        ("http://[broken", set()),
        ("https://a..example", set()),
        ("https://" + "a" * 300 + ".example", set()),
        ("not an address", set()),
    ],
)
def test_websites(written, domains):
    assert web_domains(written) == domains


@pytest.mark.parametrize(
    ("written", "domains"),
    [
        ("Ada@Alpha.Example", {"alpha.example"}),
        ("ada@mail.alpha.example", {"mail.alpha.example", "alpha.example"}),
        ("alpha.example", set()),
        ("ada@", set()),
        ("ada@\0", set()),
    ],
)
def test_email_addresses(written, domains):
    assert mail_domains(written) == domains


@pytest.mark.parametrize(
    ("country", "written", "value"),
    [
        ("CY", "+357 25 123456", "+35725123456"),
        ("CY", "25 123456", "+35725123456"),
        ("DE", "00357 25 123456", "+35725123456"),
        ("DE", "(030) 901820", "+4930901820"),
        ("", "+49 30 901820", "+4930901820"),
        ("", "030 901820", ""),
        ("CY", "call me", ""),
        ("CY", "12", ""),
        ("CY", "9" * 5000, ""),
        ("XX", "030 901820", ""),
    ],
)
def test_phones(country, written, value):
    assert phone(written, country) == value

"""Each host of a program speaks its own language and currency, for visitors (B24-15.2)."""

import pytest
from django.test import Client

from common.tenancy import bind
from programs.models import Site
from tests.cast import open_program
from tests.programs.test_presets import NAMES, definition

pytestmark = [pytest.mark.django_db, pytest.mark.rule("B24-15.2")]

BITRIX24 = [(site.host, site.language) for site in definition("bitrix24").sites]


@pytest.fixture(autouse=True)
def _any_host(settings):
    settings.ALLOWED_HOSTS = ["*"]


@pytest.mark.parametrize(("host", "language"), BITRIX24)
def test_every_dashboard_host_answers_in_its_language(program, host, language):
    page = Client(headers={"host": host}).get("/apply/")
    assert page.status_code == 200
    shown = page.content.decode()
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in shown
    assert "Bitrix24 Partner Program" in shown


def test_an_applicant_gets_the_hosts_currency_and_entity(program):
    """What a new partner pays in, and whom it signs with, follows from the host on which it applied."""
    with bind(program.pk):
        found = {site.host: (site.currency, site.entity) for site in Site.objects.filter(program=program)}
    assert found["partners.bitrix24.com"] == ("USD", "inc")
    assert found["partners.bitrix24.de"] == ("EUR", "limited")
    assert found["partners.bitrix24.ae"] == ("USD", "me")


def test_no_host_answers_for_another_program(program):
    for name in NAMES:
        if name != "bitrix24":
            open_program(name)
    for name in NAMES:
        page = Client(headers={"host": f"{name}.localhost"}).get("/apply/").content.decode()
        names = {other: definition(other).program.name in page for other in NAMES}
        assert names == {other: other == name for other in NAMES}
    assert Client(headers={"host": "nowhere.example"}).get("/apply/").status_code == 404

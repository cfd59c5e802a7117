"""Finding site and program by host name: the document's seven dashboards and the demo's own (B24-15.2)."""

from datetime import UTC, date, datetime

import pytest

from common.actor import Actor
from programs.operations import FIRST_RULES, publish
from programs.queries import site_of
from tests.programs.files import preset

pytestmark = [pytest.mark.django_db, pytest.mark.rule("B24-15.2")]


@pytest.fixture(autouse=True)
def program():
    publish(
        actor=Actor.system(None),
        program_code="bitrix24",
        source=preset("bitrix24"),
        effective_from=date(2026, 1, 1),
        now=datetime(2026, 1, 1, 9, 0, tzinfo=UTC),
        partners_on=FIRST_RULES,
    )


@pytest.mark.parametrize(
    ("host", "language", "currency", "entity"),
    [
        ("partners.bitrix24.com", "en", "USD", "inc"),
        ("partners.bitrix24.de", "de", "EUR", "limited"),
        ("partners.bitrix24.eu", "en", "EUR", "limited"),
        ("partners.bitrix24.es", "es", "EUR", "limited"),
        ("partners.bitrix24.com.br", "pt-br", "USD", "inc"),
        ("partners.bitrix24.pl", "pl", "EUR", "limited"),
        ("partners.bitrix24.ae", "ar", "USD", "me"),
        ("bitrix24.localhost", "en", "EUR", "limited"),
        ("BITRIX24.localhost.", "en", "EUR", "limited"),
    ],
)
def test_a_host_determines_program_language_currency_and_entity(host, language, currency, entity):
    site = site_of(host)
    assert (site.program.code, site.language, site.currency, site.entity) == ("bitrix24", language, currency, entity)


@pytest.mark.parametrize("host", ["bitrix24.com", "localhost", "", "partners.bitrix24.com.evil.example"])
def test_an_unknown_host_has_no_site(host):
    assert site_of(host) is None


def test_an_unknown_host_answers_404(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    assert client.get("/", HTTP_HOST="nowhere.example").status_code == 404
    assert client.get("/", HTTP_HOST="bitrix24.localhost").status_code != 404

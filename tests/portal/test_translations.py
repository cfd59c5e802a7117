"""Every translatable text is in every catalog: translated, with its placeholders, compiled."""

import pytest
from babel.messages.catalog import Message

from tests.words import catalogues

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


@pytest.mark.parametrize("language", catalogues.languages())
def test_catalog_is_complete(language):
    assert catalogues.faults(language) == []


def test_a_catalog_exists():
    assert "de" in catalogues.languages()


def test_texts_are_collected_from_templates_and_code():
    found = {message.id for message in catalogues.texts()}
    assert {"Find a partner", "Choose a country from the list."} <= found


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("Sign in", ""),
        ("%(level)s ended", "Zu Ende"),
        ("%(level)s ended", "%(stufe)s endete"),
        (("%(n)s point", "%(n)s points"), ("%(n)s Punkt", "")),
    ],
)
def test_bad_translation_is_detected(asked, given):
    assert list(catalogues._faults_of("de", Message(asked, given)))


def test_site_uses_its_language(visit, program, site):
    from programs.models import Site

    Site.objects.filter(pk=site.pk).update(language="de")
    page = visit().get("/partners/").content.decode()
    assert '<html lang="de"' in page
    assert "Partner finden" in page

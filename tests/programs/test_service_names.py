"""Services are stored in the file's own words and named in the reader's."""

import pytest
from django.utils import translation

from programs.definition.load import reread
from programs.definition.words import gaps
from programs.service_names import service_names, services_as_stored, services_in_words
from tests.cast import PRESETS

STORED = ["Telephony", "Taming of dragons"]


def rules(preset="bitrix24"):
    return reread((PRESETS / f"{preset}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("language", "named"), [("en", "Telephony"), ("de", "Telefonie"), ("ru", "Телефония")])
def test_services_are_named_in_the_readers_language(language, named):
    with translation.override(language):
        assert services_in_words(rules(), STORED) == [named, "Taming of dragons"]


@pytest.mark.parametrize("typed", ["Telephony", "telefonie", "Телефония", "Telefonía", "telefonia"])
def test_a_service_may_be_typed_in_any_language(typed):
    assert services_as_stored(rules(), [typed, "Telephony", "Taming of dragons"]) == STORED


def test_names_by_language_are_given_to_whoever_searches():
    named = service_names(rules())["Data migration"]
    assert {"en", "de", "es", "pt-br", "pl", "ru", "ar"} == named.keys()
    assert (named["en"], named["de"]) == ("Data migration", "Datenmigration")
    assert service_names(None) == {}


@pytest.mark.parametrize("preset", sorted(path.stem for path in PRESETS.glob("*.toml")))
def test_a_missing_name_of_a_service_is_a_missing_text(preset):
    found = rules(preset)
    assert found.directory.services
    less = {"de": {text: said for text, said in found.texts["de"].items() if text != "Cloud setup"}}
    assert gaps(found, less, ["de"]) == {"de": ["Cloud setup"]}

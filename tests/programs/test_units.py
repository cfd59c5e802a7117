"""Units of a program's file have the form that goes with their number, in the reader's language."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from programs.definition.load import load
from programs.definition.problems import DefinitionInvalid
from programs.definition.units import categories
from programs.definition.words import counted, unit_of
from programs.wording import Words
from tests.programs.files import SMALL, preset


@pytest.fixture(scope="module")
def unit():
    return load(preset("bitrix24")).activities["sale"].quantity_unit


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("en", 1, "license"),
        ("en", 2, "licenses"),
        ("en", 0, "licenses"),
        ("de", 1, "Lizenz"),
        ("pl", 3, "licencje"),
        ("pl", 5, "licencji"),
        ("ru", 21, "лицензия"),
        ("ru", 11, "лицензий"),
        ("pt-br", 1, "licença"),
        ("ar", 3, "تراخيص"),
        ("ar", 11, "ترخيصًا"),
    ],
)
def test_the_form_goes_with_the_number(unit, language, number, said):
    with override(language):
        assert unit_of(number, unit) == said


@pytest.mark.parametrize(
    ("language", "said"), [("en", "licenses"), ("de", "Lizenzen"), ("pt-br", "licenças"), ("ru", "лицензий")]
)
def test_without_a_number_it_is_the_plural(unit, language, said):
    with override(language):
        assert str(unit) == said


def test_a_file_in_one_language_has_forms_too():
    definition = load(SMALL)
    assert str(definition.activities["sale"].quantity_unit) == "licenses"
    words = Words(definition, "EUR")
    assert words.figures("sale", None, 1) == "1 license"
    assert words.figures("sale", None, 4) == "4 licenses"


@pytest.mark.parametrize(
    ("language", "number", "said"), [("en", 2, "2 licenses"), ("ar", 2, "ترخيصان"), ("ar", 3, "3 تراخيص")]
)
def test_the_arabic_dual_says_two_by_itself(unit, language, number, said):
    with override(language):
        assert counted(str(number), number, unit) == said


def test_a_unit_with_one_form_keeps_it():
    assert unit_of(Decimal(1), "GB") == "GB"


def test_a_translation_has_as_many_forms_as_its_language():
    assert categories("ru") == ("one", "few", "many")
    with pytest.raises(DefinitionInvalid, match="2 forms; this language has 3: one, few, many"):
        load(f'{SMALL}\n[texts.ru]\n"license | licenses" = "лицензия | лицензий"\n')


def test_the_plain_sale_is_the_only_kind_that_must_have_an_amount():
    assert load(SMALL).plain_sale == "sale"
    two = SMALL.replace(
        "[points.accounts", '[activities.fee]\nclause = "C-1"\nname = "Fee"\namount = "required"\n\n[points.accounts', 1
    )
    assert load(two).plain_sale == "", "unclear"


@pytest.mark.parametrize("name", ["1c-bitrix-kz", "bitrix24"])
def test_the_plain_sale_is_what_the_store_records(name):
    assert load(preset(name)).plain_sale == "sale"

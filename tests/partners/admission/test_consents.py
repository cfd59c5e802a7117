"""Which texts an applicant agrees to, and their digest on a page."""

import pytest

from partners.admission.consents import agreement_named, confirmations, consent_asked, digest
from programs.definition.load import reread
from programs.definition.sites import Entity
from tests.cast import PRESETS


def rules(preset: str = "bitrix24"):
    return reread((PRESETS / f"{preset}.toml").read_text(encoding="utf-8"))


def with_own_agreement(definition, code: str):
    entities = [
        Entity(**(each.model_dump() | {"agreement": code if each.code == "me" else None}))
        for each in definition.entities
    ]
    return definition.model_copy(update={"entities": entities})


@pytest.mark.rule("B24-15.1")
def test_an_entitys_own_agreement_replaces_the_programs():
    definition = with_own_agreement(rules(), "conduct")
    assert [each.agreement.code for each in consent_asked(definition, entity="me")] == ["conduct"]
    assert [each.agreement.code for each in consent_asked(definition, entity="limited")] == ["distribution"]
    assert [each.agreement.code for each in consent_asked(definition)] == ["distribution"]


def test_a_digest_changes_with_any_word_or_version():
    definition = rules()
    shown = confirmations(definition)
    assert digest(shown) == digest(confirmations(rules()))
    privacy = agreement_named(definition, "privacy")
    newer = [privacy.model_copy(update={"version": "2027"}), privacy.model_copy(update={"text": ["Other words."]})]
    digests = {digest(shown), digest(shown[:1])}
    for agreement in newer:
        agreements = [agreement if each.code == "privacy" else each for each in definition.agreements]
        digests.add(digest(confirmations(definition.model_copy(update={"agreements": agreements}))))
    assert len(digests) == 4


@pytest.mark.parametrize("preset", ["1c-bitrix", "1c-bitrix-kz", "bitrix-2011", "bitrix-sm11"])
def test_a_program_without_admission_asks_for_no_consent(preset):
    closed = rules(preset).model_copy(update={"admission": None, "agreements": []})
    assert confirmations(closed) == consent_asked(closed) == []

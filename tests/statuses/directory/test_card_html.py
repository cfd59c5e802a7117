"""A card that was rendered before is rendered anew as soon as anything that it shows has changed."""

import pytest
from django.utils import translation

from partners.models import Card
from programs.definition.load import reread
from programs.levels import level_names
from statuses.templatetags.directory import directory_card
from tests.cast import PRESETS

FACTS = {"code": "a", "name": "Alpha", "country": "DE", "city": "Köln", "level": "silver", "points": 7}


RULES = reread((PRESETS / "bitrix24.toml").read_text(encoding="utf-8"))


@pytest.fixture
def levels():
    return level_names(RULES)


def shown(levels, **changes):
    return directory_card(Card(**{**FACTS, "description": "", "services": [], **changes}), levels, RULES)


@pytest.mark.parametrize(
    ("changes", "seen"),
    [
        ({"name": "Alpha <Works>"}, "Alpha &lt;Works&gt;"),
        ({"city": "Bonn"}, "Bonn, Germany"),
        ({"points": 8}, "8 points"),
        ({"description": "We train."}, "We train."),
        ({"services": ["Training"]}, "Training"),
        ({"featured": True}, "Featured"),
        ({"level": "gold"}, "Gold"),
        ({"logo": "0123456789abcdef"}, "v=0123456789ab"),
    ],
)
def test_a_changed_card_is_rendered_anew(levels, changes, seen):
    before = shown(levels)
    assert seen not in before
    assert seen in shown(levels, **changes)
    assert shown(levels) == before


def test_each_language_has_its_own_card(levels):
    with translation.override("en"):
        english = shown(levels)
    with translation.override("de"):
        assert "7 Punkte" in shown(levels)
    assert "7 points" in english


def test_a_card_names_services_in_the_readers_language(levels):
    with translation.override("de"):
        card = shown(levels, services=["Data migration", "Taming of dragons"])
    assert "Datenmigration" in card
    assert "Taming of dragons" in card, "a service of the partner's own words"

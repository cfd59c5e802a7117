"""The texts of a program file in several languages."""

import json

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import translation

from common.tenancy import bind
from programs.definition.load import load
from programs.definition.problems import DefinitionInvalid
from programs.definition.words import missing_texts, shown_texts
from programs.models import Revision
from tests.programs.files import PRESETS, SMALL

GERMAN = '\n[texts.de]\n"Second" = "Zweite <Stufe>"\n"Sale" = "Verkauf"\n'


@pytest.fixture
def rules():
    return load(SMALL + GERMAN)


def test_a_text_is_shown_in_the_readers_language_and_compared_as_written(rules):
    level = rules.tracks[0].levels[1]
    assert level.name == "Second"
    page = Template("{{ level.name }}, {% filter upper %}{{ level.name }}{% endfilter %}")
    with translation.override("de"):
        assert str(level.name) == f"{level.name}" == "%s" % level.name == "Zweite <Stufe>"  # noqa: UP031
        assert page.render(Context({"level": level})).startswith("Zweite &lt;Stufe&gt;")
        assert json.dumps(level.name) == '"Second"'
        assert {"Second": 1}[level.name] == 1
    with translation.override("pl"):
        assert str(level.name) == "Second"


def test_what_is_stored_is_the_files_own_text(rules):
    with translation.override("de"):
        stored = json.loads(rules.model_dump_json())
    assert stored["tracks"][0]["levels"][1]["name"] == "Second"


def test_missing_texts_are_listed(rules):
    missing = missing_texts(rules, rules.texts, "de")
    assert {"Second", "Sale"} <= set(shown_texts(rules)) - set(missing)
    assert "First" in missing
    assert "The Club" not in missing  # a name


@pytest.mark.parametrize("preset", sorted(PRESETS.glob("*.toml")), ids=lambda path: path.stem)
def test_a_preset_has_every_text_in_every_language(preset):
    rules = load(preset.read_text())
    others = [code for code, _name in settings.LANGUAGES if code != "en"]
    assert {code: missing_texts(rules, rules.texts, code) for code in others} == {code: [] for code in others}


@pytest.mark.parametrize("wrong", ['"Secnd" = "Zweite"', '"Second" = "{company}"'])
def test_a_translation_must_be_of_a_text_and_keep_its_blanks(wrong):
    with pytest.raises(DefinitionInvalid, match=r"texts\.de"):
        load(f"{SMALL}\n[texts.de]\n{wrong}\n")


@pytest.mark.django_db
@pytest.mark.usefixtures("fixed_day")
def test_the_page_of_the_rules_lists_missing_texts(visit, charlie, program, monkeypatch):
    monkeypatch.setattr("programs.admin.gaps", lambda rules, texts, languages: {"de": ["A text of this file"]})
    desk = visit(charlie)
    listed = desk.get("/admin/programs/revision/").content.decode()
    assert "German: 1 text is missing" in " ".join(listed.split())
    assert "A text of this file" in listed
    with bind(program.pk):
        pk = Revision.objects.latest("pk").pk
    page = desk.get(f"/admin/programs/revision/{pk}/change/").content.decode()
    assert "A text of this file" in page
    assert 'href="#rules-store"' in page
    assert 'id="rules-store"' in page
    assert len(page) < 200_000, "without the file, whose translations are long"
    file = desk.get(f"/admin/programs/revision/{pk}/file/")
    assert file.headers["Content-Disposition"] == 'attachment; filename="bitrix24-1.toml"'
    assert "[texts.de]" in file.content.decode()
    monkeypatch.setattr("programs.admin.gaps", lambda rules, texts, languages: {})
    assert "missing" not in desk.get("/admin/programs/revision/").content.decode()
    assert "Every text is translated" in desk.get(f"/admin/programs/revision/{pk}/change/").content.decode()

"""Long selections: which are searched, what they render, and that they are the same select without JavaScript."""

import pytest
from django import forms
from django.template import Context, Template

from common.countries import COUNTRY_CODES, country_choices
from common.searching import vocabulary
from common.searching.vocabulary import country_words, language_words
from web.choosing import LONG, SeveralOf, WordsOf, find_by


class Form(forms.Form):
    country = forms.ChoiceField(choices=country_choices(), help_text="Where it is")
    short = forms.ChoiceField(choices=[(str(n), str(n)) for n in range(LONG)])
    languages = forms.MultipleChoiceField(
        choices=[("de", "German"), ("el", "<Greek>")], widget=SeveralOf(also=language_words)
    )
    services = forms.CharField(widget=WordsOf(words=["Training", "<b>"]))


def shown(name, **data):
    form = Form(data or None)
    find_by(form.fields["country"], country_words)
    return Template("{% load components %}{% field bound %}").render(Context({"bound": form[name]}))


def test_a_long_selection_is_a_select_with_its_label_and_help_inside_a_combobox():
    page = shown("country", country="DE")
    assert '<select name="country" aria-describedby="id_country_helptext" id="id_country">' in page
    assert '<option value="DE" data-also="DE Germany Deutschland" selected>Germany</option>' in page
    assert '<script type="module" src="/static/js/choose.js"></script>' in page
    assert 'for="id_country"' in page


def test_a_short_one_is_left_alone():
    assert "search-select" not in shown("short")


def test_several_of_many_keep_what_is_chosen():
    page = shown("languages", languages=["el"])
    assert '<option value="el" selected data-also="el Greek Griechisch Ελληνικά">&lt;Greek&gt;</option>' in page
    assert " multiple" in page


def test_words_of_ones_own_are_lines_with_a_list_of_others():
    page = shown("services", services="Mine")
    assert "Mine</textarea>" in page
    assert '<datalist><option value="Training"></option><option value="&lt;b&gt;"></option></datalist>' in page


@pytest.mark.parametrize("code", ["AE", "AX", "CY", "DE", "GB", "JP", "XK", "US"])
def test_the_file_of_names_is_what_babel_says(code):
    assert country_words(code) == vocabulary.words_of_country(code)


def test_every_country_has_its_line():
    assert set(vocabulary._countries()) == COUNTRY_CODES

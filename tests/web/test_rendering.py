"""Pieces of pages are macros of Jinja2: they escape, name what they lack, and exist for every component."""

from pathlib import Path

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from jinja2 import UndefinedError

from web.rendering import FormRenderer, component

ROOT = Path(__file__).resolve().parents[2]


def test_values_are_escaped_unless_they_are_marked_as_safe():
    assert "&lt;b&gt;" in component("badge", label="<b>", tone="")
    assert "<b>" in component("badge", label=mark_safe("<b>"), tone="")


def test_a_lazy_text_is_escaped_too():
    assert "&lt;b&gt;" in component("badge", label=gettext_lazy("<b>"), tone="")


def test_a_value_that_was_forgotten_is_an_error():
    with pytest.raises(UndefinedError):
        component("badge", label="x")


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.jinja")), ids=lambda path: path.stem)
def test_a_file_holds_one_macro_with_its_name(path):
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"{{% macro {path.stem}(")
    assert text.count("{% macro ") == 1


def test_texts_stand_in_python_or_in_templates_that_are_collected_for_translation():
    written = [path for path in (ROOT / "templates").rglob("*.jinja") if "gettext" in path.read_text(encoding="utf-8")]
    assert written == []


class Form(forms.Form):
    """One widget of each kind."""

    text = forms.CharField(help_text="Help")
    choice = forms.ChoiceField(choices=[("a", "A"), ("b", [("c", "C<")])])
    several = forms.MultipleChoiceField(choices=[("a", "A")], widget=forms.CheckboxSelectMultiple)
    one = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)
    yes = forms.BooleanField()
    day = forms.DateField()
    file = forms.FileField()
    long = forms.CharField(widget=forms.Textarea)
    secret = forms.CharField(widget=forms.PasswordInput)
    hidden = forms.CharField(widget=forms.HiddenInput)


@pytest.mark.parametrize("data", [None, {"text": "<x>", "choice": "c", "several": ["a"], "one": "a", "yes": "on"}])
@pytest.mark.parametrize("name", list(Form.base_fields))
def test_a_widget_looks_as_django_renders_it(name, data):
    def shown(renderer):
        return "".join(str(Form(data, renderer=renderer)[name]).split())

    assert shown(FormRenderer()) == shown(DjangoTemplates())

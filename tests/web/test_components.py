"""The components: what they render, and that they escape their input."""

import re
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from web.paging import Page, page_from
from web.templatetags.components import level_bars

pytestmark = pytest.mark.usefixtures("fixed_day")

ROOT = Path(__file__).resolve().parents[2]
PRINTED = "statuses/certificates/certificate.html"  # becomes a PDF, not a page
TEMPLATES = [path for path in (ROOT / "templates").rglob("*.html") if not path.as_posix().endswith(PRINTED)]


def render(text, **context):
    return " ".join(Template("{% load components %}" + text).render(Context(context)).split())


def test_a_button_with_an_address_is_a_link():
    assert render('{% button "Go" href="/x" kind="primary" %}') == '<a href="/x" class="button button--primary">Go</a>'
    assert (
        render('{% button "Go" type="submit" name="a" %}')
        == '<button class="button" type="submit" name="a">Go</button>'
    )


@pytest.mark.parametrize(
    "tag", ["{% button x %}", "{% badge x %}", "{% level x %}", "{% card title=x %}{{ x }}{% endcard %}"]
)
def test_input_is_escaped(tag):
    assert "<b>" not in render(tag, x="<b>x</b>")


def test_a_field_has_its_label_help_and_errors_and_keeps_what_was_typed():
    class Form(forms.Form):
        number = forms.IntegerField(label="Number", help_text="A whole one.")

    shown = render("{% field form.number %}", form=Form({"number": "many"}))
    assert '<label class="field__label" for="id_number">Number</label>' in shown
    assert 'value="many"' in shown
    assert 'aria-invalid="true"' in shown
    described = re.search(r'aria-describedby="([^"]+)"', shown)[1].split()
    assert all(f'id="{name}"' in shown for name in described)
    assert "Enter a whole number." in shown


def test_bars_rise_and_are_filled_up_to_the_level():
    bars = level_bars(2, 3)
    assert [bar.filled for bar in bars] == [True, True, False]
    assert [bar.height for bar in bars] == sorted(bar.height for bar in bars)


def test_the_highest_level_is_marked():
    assert "level--top" in render('{% level "Top" rank=3 of=3 %}')
    assert "level--top" not in render('{% level "Middle" rank=2 of=3 %}')
    assert "level--none" in render('{% level "None" rank=0 of=3 %}')


@pytest.mark.parametrize(("value", "shown"), [(-5, "0.0"), (3, "3.0"), (99, "10.0")])
def test_a_meter_never_exceeds_its_target(value, shown):
    assert f'value="{shown}" max="10.0"' in render('{% meter value 10 label="Sales" %}', value=value)


def test_a_meter_formats_numbers_for_browsers():
    from django.utils import translation

    with translation.override("de"):
        assert 'value="1234.5"' in render('{% meter value 2500 label="Sales" %}', value=1234.5)


def test_pagination_keeps_the_other_parameters():
    request = RequestFactory().get("/", {"q": "a&b", "page": "2"})
    shown = render('{% pagination page label="Pages" %}', page=Page([], 2, has_next=True), request=request)
    assert 'href="?q=a%26b&amp;page=1"' in shown
    assert 'href="?q=a%26b&amp;page=3"' in shown


def test_pagination_says_how_many_pages_there_are_where_they_were_counted():
    request = RequestFactory().get("/")
    counted = page_from(range(24, 49), 2, total=49)
    assert "Page 2 of 3" in render('{% pagination page label="Pages" %}', page=counted, request=request)
    uncounted = page_from(range(24, 49), 2)
    assert "Page 2<" in render('{% pagination page label="Pages" %}', page=uncounted, request=request)


def test_one_page_needs_no_pagination():
    request = RequestFactory().get("/")
    assert render('{% pagination page label="Pages" %}', page=Page([1], 1, has_next=False), request=request) == ""


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_page_has_inline_style_or_script(path):
    """The content security policy blocks both: the page would pass a test but break in a browser."""
    text = path.read_text()
    assert not re.search(r"""\sstyle=["']|\son[a-z]+=["']|href=["']javascript:""", text)
    for tag in re.findall(r"<(?:script|style)\b[^>]*>", text):
        assert "nonce" in tag or "src=" in tag or "application/json" in tag, tag

"""The looks of the sweep (`looking.py`): a page that is right passes, one that is wrong in any of these ways fails."""

import pytest

from tests.e2e.conftest import HEIGHT, WIDEST
from tests.e2e.looking import faults, faults_right_to_left

PAGE = """<!doctype html><html lang="en" dir="{dir}"><title>Page</title>
<style>{style}</style><main><h1>Page</h1><p>Words <a href="#">that lead on</a></p>{more}</main>"""
ONLY_390 = "@media (min-width: 380px) and (max-width: 400px) { p { width: 500px } }"


@pytest.fixture(scope="module")
def page(browser):
    window = browser.new_context(viewport={"width": WIDEST, "height": HEIGHT})
    yield window.new_page()
    window.close()


def shown(page, style="", more="", direction="ltr"):
    page.set_content(PAGE.format(style=style, more=more, dir=direction))
    return page


def test_a_page_that_is_right(page):
    assert faults(shown(page)) == []
    assert faults_right_to_left(shown(page, direction="rtl")) == []


@pytest.mark.parametrize(
    ("style", "more", "found"),
    [
        ("@media (max-width: 800px) { p { width: 790px } }", "", "768: too wide"),
        (ONLY_390, "", "390: too wide"),
        ("@media (max-width: 330px) { p { width: 400px } }", "", "320: too wide"),
        ("@media (max-width: 330px) { p { color: #ccc } }", "", "320: color-contrast"),
        ("@media (prefers-color-scheme: dark) { p { color: #ccc } }", "", "dark: color-contrast"),
        ("a { outline: none }", "", "focus is not seen"),
        ("a { position: absolute; inset-inline-start: -9999px }", "", "focus is out of the window"),
        ("button { padding: 0; width: 12px; height: 12px }", "<button>a</button><button>b</button>", "target-size"),
        ("", "<h4>Four</h4>", "heading-order"),
        ("", "<input>", "label: "),
    ],
)
def test_a_page_that_is_wrong(page, style, more, found):
    assert any(found in each for each in faults(shown(page, style, more)))


@pytest.mark.parametrize(
    ("style", "more", "direction", "found"),
    [
        ("", "", "ltr", "the direction is not from right to left"),
        ("p { width: 900px }", "", "rtl", "from right to left: 768: too wide: <p>"),
        ("", "<input>", "rtl", "from right to left: label: "),
    ],
)
def test_a_page_that_is_wrong_from_right_to_left(page, style, more, direction, found):
    assert any(found in each for each in faults_right_to_left(shown(page, style, more, direction)))

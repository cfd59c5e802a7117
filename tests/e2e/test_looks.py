"""The looks of `conftest.py`: a page that is right passes, and one that is wrong in any of these ways fails."""

import pytest

from tests.e2e.conftest import HEIGHT, WIDEST, Visitor

PAGE = """<!doctype html><html lang="en"><title>Page</title>
<style>{}</style><main><h1>Page</h1><p>Words <a href="#">that lead on</a></p></main>"""
DARK = "@media (prefers-color-scheme: dark)"
NARROW = "@media (max-width: 400px)"


@pytest.fixture
def look(browser):
    window = browser.new_context(viewport={"width": WIDEST, "height": HEIGHT})
    page = window.new_page()

    def look(style: str) -> None:
        page.set_content(PAGE.format(style))
        Visitor(page, "", WIDEST, "light").look_everywhere("page")

    yield look
    window.close()


def test_a_page_that_is_right(look):
    look("")


@pytest.mark.parametrize(
    ("style", "found"),
    [
        ("p { color: #ccc }", "color-contrast"),
        (f"{DARK} {{ p {{ color: #ccc }} }}", "page at 1440, dark"),
        (f"p, a {{ color: inherit; transition: color 99s }} {DARK} {{ p {{ color: #ccc }} }}", "page at 1440, dark"),
        ("p { color: #ccc; animation: go 0s 10s forwards } @keyframes go { to { visibility: hidden } }", "contrast"),
        (f"{NARROW} {{ p {{ color: #ccc }} }}", "page at 320, light"),
        ("p { width: 900px }", "too wide at 768"),
        ("p { width: 400px }", "too wide at 320"),
    ],
)
def test_a_page_that_is_wrong(look, style, found):
    with pytest.raises(AssertionError, match=found):
        look(style)

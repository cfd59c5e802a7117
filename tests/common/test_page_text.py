"""The visible text of pages, read in time linear in their length."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.page_text import mentions, visible_text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<title>We</title><body><p>sell<br>Product</p>", "We sell Product"),
        ("a<!-- Product -->b", "ab"),
        ("a<script>Product('</div>')</script>b<style>.Product{}</style>c", "a b c"),
        ("<SCRIPT src=x>Product</SCRIPT >after", "after"),
        ('<a title="a > b" href="x">link</a>', "link"),
        ("<noscript>Product</noscript><template>Product</template>end", "end"),
        ('<img alt="Product" src=x><img alt=plain><img src=x alt=\'one "two"\'>', 'Product plain one "two"'),
        ("<div hidden>Product<div>in</div>Product</div>after", "after"),
        ('<div style="color: red; display : none">Product</div>after', "after"),
        ('<div class="hidden-xs">Product</div>', "Product"),
        ("<p hidden>lost<p>kept", "lost kept"),
        ("&lt;Product&gt; &amp; &#66;", "<Product> & B"),
        ("1 < 2 and 3<4", "1 < 2 and 3<4"),
        ("text <unended Product", "text"),
        ("text <!-- unended Product", "text"),
        ("text <script>unended Product", "text"),
        ("a</>b<!doctype html>c<?php x ?>d", "abcd"),
        ("plain text\n\n of  Product", "plain text of Product"),
        ("", ""),
    ],
)
def test_visible_text(page, text):
    assert visible_text(page) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We sell PRODUCT\u00a0One", True),
        ("product  one", True),
        ("Product\nOne", True),
        ("ProductOne", False),
        ("", False),
    ],
)
def test_words_are_found_ignoring_case_and_spacing(text, found):
    assert mentions(text, "Product one") is found


@pytest.mark.parametrize(
    "unit",
    [
        "<",
        "<a",
        "</",
        "<!--",
        "<script>",
        "<div hidden>",
        "<a x='",
        '<img alt="',
        "<p style=",
        "&#",
        "<![CDATA[",
        "<a ",
        "<div style='display ",
        "</script",
        "<a/",
        "<!",
        "--",
    ],
)
def test_no_page_takes_long_to_read(unit):
    page = unit * (1_000_000 // len(unit))
    start = time.process_time()
    visible_text(page)
    assert time.process_time() - start < 5


@given(st.text(alphabet="<>/!-\"'= \nabchidenstyl&;#x1", max_size=200))
def test_no_page_raises_an_error(page):
    assert "\n" not in visible_text(page)

"""Letters: text and HTML say the same, and no text becomes markup, a link or a header."""

import re
from email import message_from_bytes, policy

import pytest
from django.template import engines

from common.letters import Letter, Link, clean, clean_line, mail_of, safe_address

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "{{ settings.SECRET_KEY }}{% include 'base.html' %}",
    '" onmouseover="alert(1)',
    "Acme\r\nBcc: all@victims.example",
    "Acme\n\nContent-Type: text/html\n\n<b>x</b>",
    "</style><style>*{display:none}</style>",
    "\u202eexe.tnemyap\u2066",
    "=?utf-8?q?Subject?=",
]


def letter(**changes):
    words = {
        "subject": "Your level",
        "text": "Dear partner,\n\nstill missing:\n- the tutorial\n- the NFR claim\n\nBye",
        "program": "Program",
        "link": Link("Open it", "https://partners.example/dashboard/"),
        "sender": ["Entity Ltd", "Main Street 1"],
        "hints": [Link("All notices", "https://partners.example/dashboard/notices/")],
        **changes,
    }
    return Letter(**words)


def test_text_and_html_say_the_same():
    text, html = letter().as_text(), letter().as_html()
    for words in ("Dear partner,", "still missing:", "the tutorial", "Open it", "Entity Ltd", "Main Street 1"):
        assert words in text
        assert words in html
    assert "- the tutorial\n- the NFR claim" in text
    assert "https://partners.example/dashboard/\n" in text
    assert re.search(r"<li[^>]*>the tutorial</li>", html)
    assert 'href="https://partners.example/dashboard/"' in html


def test_styles_are_inline_and_support_dark_mode():
    html = letter().as_html()
    assert re.search(r'<a class="button"[^>]* style="[^"]*background-color: #0e5a4a', html)
    assert "@media (prefers-color-scheme: dark)" in html
    assert 'name="color-scheme" content="light dark"' in html


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_stays_text(words):
    one = letter(
        subject=words,
        text=words,
        program=words,
        sender=[words],
        link=Link(words, "https://p.example/"),
        hints=[Link(words, "https://p.example/")],
    )
    sent = message_from_bytes(mail_of(one, to="a@b.example").message().as_bytes(), policy=policy.default)
    assert set(sent.keys()) == {"Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID"}
    assert sent["To"] == "a@b.example"
    text, html = sent.get_body(["plain"]).get_content(), sent.get_body(["html"]).get_content()
    tags = set(re.findall(r"<(\w+)", html))
    known = {"html", "head", "style", "meta", "title", "body", "div", "p", "h1", "a", "br", "ul", "li"}
    assert tags <= known
    assert html.count("<style") == 1
    assert set(re.findall(r'href="([^"]*)"', html)) == {"https://p.example/"}
    assert not re.search(r"<[^>]* on\w+=", html)
    assert "\u202e" not in text + html


def test_template_syntax_in_text_is_not_rendered():
    assert engines.all()
    one = letter(text="{{ program }} {% now 'Y' %}")
    assert "{{ program }} {% now 'Y' %}" in one.as_text()
    assert "{{ program }} {% now" in one.as_html()


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://partners.example/x?y=1", True),
        ("http://bitrix24.localhost:8000/", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//evil.example/", False),
        ("https://partners.example@evil.example/", False),
        ("https://partners.example\\@evil.example/", False),
        ("https:// evil.example/", False),
        ("/dashboard/", False),
        ("", False),
    ],
)
def test_only_full_urls_become_links(address, safe):
    assert bool(safe_address(address)) is safe
    assert ('class="button"' in letter(link=Link("Go", address), hints=[]).as_html()) is safe


def test_a_letter_without_a_link_has_none():
    one = letter(link=None, hints=[])
    assert "http" not in one.as_text()
    assert "href" not in one.as_html()


def test_right_to_left_languages_are_mirrored():
    assert 'dir="rtl"' in letter(language="ar").as_html()
    assert 'dir="ltr"' in letter(language="pt-br").as_html()
    assert 'dir="ltr"' in letter(language="xx").as_html()


def test_characters_that_cannot_be_stored_are_removed():
    assert clean("a\x00b\r\nc\x1b\td") == "ab\ncd".replace("cd", "c\td")
    assert clean_line(" a\r\n b\u2028c ") == "a b c"

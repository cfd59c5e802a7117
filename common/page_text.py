"""What somebody reads on a web page: its text without scripts, styles, comments and what is hidden.

Written by hand for one reason: every step goes forward, so that the time grows with the page's length however the page
was made. Parsers of general use take hours over a megabyte made for them.
"""

import re
from collections.abc import Iterator
from html import unescape

# A whole tag after its name: quoted values may hold ">". Without a way back, so that nothing is read twice.
_TAG = re.compile(r"""<(/?)([a-zA-Z][^\s/>]*+)((?:[^"'>]++|"[^"]*+"|'[^']*+')*+)>""")
_BEGUN = re.compile(r"</?[a-zA-Z]")
_UNREAD = frozenset({"script", "style", "template", "noscript", "iframe", "textarea", "svg", "object"})
_ALT = re.compile(r"""\salt\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_HIDDEN = re.compile(
    r"""\s(?:hidden(?=[\s=/]|$)|style\s*=\s*["'][^"']*(?:display\s*:\s*none|visibility\s*:\s*hidden))""", re.IGNORECASE
)
# Elements whose end is always written: only of these is it known how far a hidden one goes.
_CLOSED = frozenset(
    {
        "div",
        "span",
        "section",
        "article",
        "aside",
        "header",
        "footer",
        "main",
        "nav",
        "a",
        "ul",
        "ol",
        "table",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "b",
        "i",
        "em",
        "strong",
        "small",
        "figure",
        "button",
        "dialog",
        "details",
    }
)
_SPACES = re.compile(r"\s+")


def visible_text(page: str) -> str:
    """The text of an HTML page in one line, with the alternative texts of its pictures."""
    words: list[str] = []
    hidden, depth = "", 0
    for kind, name, rest in _tokens(page):
        if hidden:
            depth += (name == hidden) * (1 if kind == "start" else -1)
            hidden = hidden if depth else ""
        elif kind == "text":
            words.append(rest)
        else:
            words.append(" ")
            if kind == "start" and name in _CLOSED and _HIDDEN.search(rest):
                hidden, depth = name, 1
            elif name == "img" and (alt := _ALT.search(rest)):
                words.append(next(text for text in alt.groups() if text is not None) + " ")
    return _SPACES.sub(" ", unescape("".join(words))).strip()


def mentions(text: str, words: str) -> bool:
    """Whether the words stand in the text, however they are capitalised and spaced."""
    return _SPACES.sub(" ", words).strip().casefold() in _SPACES.sub(" ", text).casefold()


def _after(page: str, end: str, place: int) -> int:
    """The place after the next ``end``; the page's end when there is none."""
    found = page.find(end, place)
    return len(page) if found < 0 else found + len(end)


def _after_element(page: str, name: str, place: int) -> int:
    end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(page, place)
    return _after(page, ">", end.end()) if end else len(page)


def _tokens(page: str) -> Iterator[tuple[str, str, str]]:
    """Kind (text, start, end), the element's name in small letters, and the text or the rest of the tag."""
    place = 0
    while (start := page.find("<", place)) >= 0:
        if start > place:
            yield "text", "", page[place:start]
        tag = _TAG.match(page, start)
        if tag is None:
            place = _after_what_is_no_tag(page, start)
            if place == start + 1:
                yield "text", "", "<"
            continue
        place, name = tag.end(), tag[2].lower()
        yield "end" if tag[1] else "start", name, tag[3]
        if not tag[1] and name in _UNREAD:
            place = _after_element(page, name, place)
    if place < len(page):
        yield "text", "", page[place:]


def _after_what_is_no_tag(page: str, start: int) -> int:
    """Past a comment or declaration; a tag that never ends is the end of the page; else past a plain "<"."""
    if page.startswith("<!--", start):
        return _after(page, "-->", start + 4)
    if _BEGUN.match(page, start):
        return len(page)
    return _after(page, ">", start) if page[start + 1 : start + 2] in ("!", "?", "/") else start + 1

"""The visible text of a web page: without scripts, styles, comments and hidden elements.

Handwritten so that it never backtracks: the time is linear in the page's length. General parsers take hours over a
megabyte crafted against them.
"""

import re
from collections.abc import Iterator
from html import unescape

# A whole tag; quoted values may contain ">". Possessive, so that nothing is read twice.
_TAG = re.compile(r"""<(/?)([a-zA-Z][^\s/>]*+)((?:[^"'>]++|"[^"]*+"|'[^']*+')*+)>""")
_BEGUN = re.compile(r"</?[a-zA-Z]")
_UNREAD = frozenset({"script", "style", "template", "noscript", "iframe", "textarea", "svg", "object"})
_ALT = re.compile(r"""\salt\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_HIDDEN = re.compile(
    r"""\s(?:hidden(?=[\s=/]|$)|style\s*=\s*["'][^"']*(?:display\s*:\s*none|visibility\s*:\s*hidden))""", re.IGNORECASE
)
# Elements that always have an end tag: only for these is it known where a hidden one ends.
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
    """Return the text of an HTML page as one line, with the alternative texts of its images."""
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
    """Whether the text contains the words, ignoring case and spacing."""
    return _SPACES.sub(" ", words).strip().casefold() in _SPACES.sub(" ", text).casefold()


def _after(page: str, end: str, place: int) -> int:
    """Return the position after the next ``end``, or the page's end if there is none."""
    found = page.find(end, place)
    return len(page) if found < 0 else found + len(end)


def _after_element(page: str, name: str, place: int) -> int:
    end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(page, place)
    return _after(page, ">", end.end()) if end else len(page)


def _tokens(page: str) -> Iterator[tuple[str, str, str]]:
    """Yield the kind (text, start, end), the element's lower-case name, and the text or the rest of the tag."""
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
    """Skip a comment or declaration; an unclosed tag ends the page; otherwise skip a plain "<"."""
    if page.startswith("<!--", start):
        return _after(page, "-->", start + 4)
    if _BEGUN.match(page, start):
        return len(page)
    return _after(page, ">", start) if page[start + 1 : start + 2] in ("!", "?", "/") else start + 1

"""Finds the query parameters of a page: names of its fields, and of the queries in its links."""

from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit


class _Names(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag in ("input", "select", "button") and said.get("name"):
            self.names.add(said["name"])
        elif tag == "a" and "?" in (said.get("href") or ""):
            self.names |= set(parse_qs(urlsplit(said["href"]).query, keep_blank_values=True))


def names_in(page: str) -> set[str]:
    """Every name on the page that its address may carry."""
    reader = _Names()
    reader.feed(page)
    return reader.names

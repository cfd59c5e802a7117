"""Reads the forms of a page as a browser would."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class ShownForm:
    """A form that posts: its address, and its hidden and filled text fields."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self, at: str) -> None:
        super().__init__()
        self.at, self.found, self.open = at, [], None

    def handle_starttag(self, tag, attrs):
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = None
            if said.get("method", "").lower() == "post":
                self.open = ShownForm(said.get("action") or self.at)
                self.found.append(self.open)
        elif tag == "input" and self.open is not None and said.get("type") == "hidden" and "name" in said:
            self.open.fields[said["name"]] = said.get("value", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self.open = None


def forms_in(page: str, *, at: str) -> list[ShownForm]:
    """Every form of the page that posts; one without an address posts to the page's own, ``at``."""
    reader = _Forms(at)
    reader.feed(page)
    return reader.found

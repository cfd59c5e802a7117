"""Finds acts that a page of the admin offers twice: links or buttons with the same words to the same address."""

from collections import Counter
from html.parser import HTMLParser

_LEFT_OUT = {"nav", "script", "template"}


class _Acts(HTMLParser):
    """Links and buttons outside the navigation, with their words and where they lead."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[tuple[str, str]] = Counter()
        self.outside, self.form, self.open = 0, "", None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.outside += tag in _LEFT_OUT
        if tag == "form":
            self.form = given.get("action") or ""
        if tag in ("a", "button") and not self.outside:
            there = (
                given.get("href") or given.get("formaction") or f"{self.form} {given.get('name')}={given.get('value')}"
            )
            self.open = [there, given.get("aria-label") or ""]

    def handle_data(self, data):
        if self.open:
            self.open[1] += f" {data}"

    def handle_endtag(self, tag):
        self.outside -= tag in _LEFT_OUT
        if tag in ("a", "button") and self.open:
            there, words = self.open[0], " ".join(self.open[1].split())
            if words and not there.startswith("#"):
                self.found[there, words] += 1
            self.open = None


def doubled(page: str, below: str) -> list[str]:
    """What a page offers more than once, of what leads to addresses that begin with ``below``."""
    acts = _Acts()
    acts.feed(page)
    return [
        f"{words}: {there}" for (there, words), times in acts.found.items() if times > 1 and there.startswith(below)
    ]

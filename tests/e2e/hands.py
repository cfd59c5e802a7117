"""A person without a mouse, with Tab, Enter, Space, arrows and typing. The focus is on something that is seen."""

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from accounts.models import User
from tests.e2e.conftest import search_box
from tests.e2e.inprocess import InProcess
from tests.e2e.looking import FOCUSED

MOST = 150  # presses of Tab until what is looked for must have come
LONGEST = 20  # tenths of a second for a page to scroll to what has the focus


class Hands:
    """A person at the keyboard of a page."""

    def __init__(self, window: BrowserContext, host: str, user: User | None) -> None:
        self.at = InProcess(window, host, user, moves=True)
        self.page = self.at.page

    def open(self, path: str) -> None:
        """Type an address."""
        self.page.goto(self.at.root + path)

    def reach(self, what: Locator) -> None:
        """Press Tab until it has the focus; every stop on the way is seen."""
        expect(what).to_be_visible()
        for _press in range(MOST):
            if what.evaluate("each => each === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
            self._look()
        pytest.fail(f"the Tab key does not reach {what}")

    def is_at(self, what: Locator) -> None:
        """Check that it has the focus without a key, and that this is seen."""
        expect(what).to_be_focused()
        assert self._look()

    def is_told(self, words: str) -> None:
        """Check that the page says so."""
        expect(self.page.get_by_text(words).first).to_be_visible()

    def press(self, what: Locator, key: str = "Enter") -> None:
        """Reach it and press a key."""
        self.reach(what)
        self.page.keyboard.press(key)

    def mend(self, field: Locator) -> None:
        """From the list of what is wrong, where the page opens, go to this field."""
        self.is_at(self.page.locator(".problems"))
        label = field.evaluate("each => each.id")
        self.press(self.page.locator(f'.problems a[href="#{label}"]'))
        self.is_at(field)

    def fill(self, label: str, text: str) -> None:
        """Type into a field, over what is there."""
        self.reach(self.page.get_by_label(label, exact=True))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def choose(self, label: str, option: str) -> None:
        """Type the beginning of an option, as in any select."""
        self.reach(self.page.get_by_label(label))
        self.page.keyboard.type(option)

    def look_up(self, label: str, words: str) -> None:
        """Type into the search box that a long list has become, and take what it finds first."""
        self.reach(search_box(self.page, label))
        self.page.keyboard.type(words)
        self.page.keyboard.press("Enter")

    def pick_day(self, label: str, day: str) -> None:
        """Type a day, like 06302026, into its three parts."""
        self.reach(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(day)

    def button(self, name: str) -> Locator:
        """The button with this name."""
        return self.page.get_by_role("button", name=name, exact=True)

    def link(self, name: str) -> Locator:
        """The links whose names hold this."""
        return self.page.get_by_role("link", name=name)

    def summary(self, words: str) -> Locator:
        """What opens a folded part of the page."""
        return self.page.locator("summary", has_text=words)

    def _look(self) -> bool:
        """Check that what has the focus is seen, once the page has scrolled to it; False if nothing has it."""
        for _moment in range(LONGEST):
            stop = self.page.evaluate(FOCUSED)
            if stop is None or not stop[1]:
                return stop is not None
            self.page.wait_for_timeout(100)
        pytest.fail(str(stop[1]))

"""A real browser and server on one fixed day, with a small partner network.

`ECHELON_PICTURES=folder make e2e` saves a screenshot of every page that is checked.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from accounts.models import User
from accounts.operations import renew_recovery_codes
from accounts.queries import has_second_factor
from common.actor import Actor
from config.machine import chromium
from tests.careers import CLIMB, NOON, live
from tests.cast import admit, join, open_program
from tests.kept import kept

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs an event loop in the test thread

PASSWORD = "correct horse battery"
PLACES = [("DE", "Berlin", "EUR"), ("PL", "Łódź", "EUR"), ("ES", "Madrid", "EUR"), ("US", "Portland", "USD")]
HEIGHT = 900
PICTURES = os.environ.get("ECHELON_PICTURES")
WIDEST, NARROWEST = 1440, 320  # the narrowest is also 1280 at a zoom of 400 %
WIDTHS, SCHEMES = (WIDEST, 768, NARROWEST), ("light", "dark")
# What axe examines. It finds the same without loading style sheets again, looking for frames (there are none), and
# working out a selector for each element, in two thirds of the time.
_QUICKLY = "resultTypes: ['violations'], preload: false, iframes: false, selectors: false"
ALL_RULES = f"{{{_QUICKLY}, rules: {{'target-size': {{enabled: true}}}}}}"  # 24 px, which axe leaves out by itself
CONTRAST = f"{{{_QUICKLY}, runOnly: ['color-contrast']}}"
NAMES = ["Northlight Systems", "Łódź Automation Works", "Consultoría Alameda", "Kestrel and Finch Digital Partners"]
ABOUT = "We set up CRM, telephony and automation for manufacturers, train the team and stay with it for years."


def pytest_collection_modifyitems(items):
    for item in items:
        item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def network(transactional_db):
    """Alpha and four others on the second level, listed; Gamma on the first, not listed. Alice signs in for Alpha."""
    cache.clear()
    return kept(_network)


def _network():
    program = open_program("bitrix24")
    alpha = admit(
        program,
        "alpha",
        "Alpha Works",
        city="Limassol",
        description=ABOUT,
        website="https://alpha.example",
        email="hello@alpha.example",
        phone="+357 25 000 000",
        services=["Customization", "Training"],
        languages=["en", "el"],
    )
    live(alpha, CLIMB)
    for (country, city, currency), name in zip(PLACES, NAMES, strict=True):
        other = admit(
            program,
            f"p-{country.lower()}",
            name,
            country=country,
            city=city,
            currency=currency,
            description=ABOUT,
            services=["Training", "Telephony"],
            languages=["en", country.lower()],
        )
        live(other, CLIMB)
    admit(program, "gamma", "Gamma Start")
    alice = join(alpha, "Alice")
    alice.set_password(PASSWORD)
    alice.save()
    return program


# End all animations, so axe sees the final colors after a change of color scheme; true once nothing moves. What
# inherits a color begins to move when its parent has ended. Waiting for the end would take seconds: the browser draws
# no frames for what is outside the window, so an animation there is over without anybody being told. One that hasn't
# begun, like Undo's end after ten seconds, is left alone.
SETTLED = """(() => {
    const moves = each => {
        const timing = each.effect.getComputedTiming();
        return each.playState !== 'finished' && timing.endTime !== Infinity && timing.progress !== null;
    };
    for (let round = 0; round < 20; round++) {
        const moving = document.getAnimations().filter(moves);
        if (!moving.length) return true;
        moving.forEach(each => each.finish());
    }
    return false;
})()"""
# What reaches beyond the window, if the page can be moved sideways; what scrolls by itself is left out.
TOO_WIDE = """(() => {
    const scrolls = each => each && (getComputedStyle(each).overflowX !== 'visible' || scrolls(each.parentElement));
    const leftwards = getComputedStyle(document.documentElement).direction === 'rtl';
    const beyond = ({left, right}) => leftwards ? left < -1 : right > innerWidth + 1;
    const wide = each => beyond(each.getBoundingClientRect()) && !scrolls(each.parentElement);
    if (document.documentElement.scrollWidth <= innerWidth) return [];
    const found = [...document.body.querySelectorAll('*')].filter(wide).map(each => each.outerHTML.slice(0, 99));
    return found.length ? found : ['something absolute within what scrolls'];
})()"""
# What has moved by itself since the page was opened; what follows input, or a window of another size, is left out.
_MOVED = """new Promise(done => {
    const tell = shift => shift.sources.map(each => each.node?.outerHTML?.slice(0, 99) ?? 'text').join(', ');
    const seen = shift => !shift.hadRecentInput && shift.value > 0;
    const watch = new PerformanceObserver(shifts => done(
        shifts.getEntries().filter(seen).map(shift => `${shift.value.toFixed(4)}: ${tell(shift)}`)));
    watch.observe({type: 'layout-shift', buffered: true});
    setTimeout(() => done([]), 50);
})"""
# What axe found that is serious; sending all that it looked at took three seconds of fifty.
_SERIOUS = """({violations}) => violations.filter(each => ['serious', 'critical'].includes(each.impact))
    .map(each => [each.id, each.nodes[0].html])"""
_TOO_LONG = "new Promise((_, fail) => setTimeout(() => fail(new Error('axe took a minute')), 60000))"


def search_box(page: Page, name: str) -> Locator:
    """The search box that a long list becomes when its script has run; until then the list itself has that role."""
    return page.get_by_role("combobox", name=name).and_(page.locator("input"))


class Visitor:
    """A user with a browser of a certain size, in light or dark mode."""

    def __init__(self, page: Page, root: str, width: int, scheme: str) -> None:
        self.page, self.root, self.width, self.scheme = page, root, width, scheme
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)

    def open(self, path: str) -> Page:
        answer = self.page.goto(self.root + path)
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"
        return self.page

    def refused(self, path: str) -> int:
        """Open a page that is not for this user, and return its status, which the console names as an error."""
        before = list(self.errors)
        with self.page.expect_console_message(lambda said: said.type == "error"):
            answer = self.page.goto(self.root + path)
        assert answer is not None
        self.errors[:] = before
        return answer.status

    def sign_in(self, email: str = "alice@alpha.example", *, to: str = "/dashboard/") -> None:
        """Open a page as this user, with a session that was made without pages."""
        client = Client()
        client.force_login(User.objects.get(email=email), backend="django.contrib.auth.backends.ModelBackend")
        session = client.cookies[settings.SESSION_COOKIE_NAME]
        self.page.context.add_cookies([{"name": session.key, "value": session.value, "url": self.root}])
        self.open(to)

    def sign_in_by_password(self, email: str = "alice@alpha.example", *, to: str = "/dashboard/") -> None:
        """Sign in with the password, and with a recovery code if a second factor is required."""
        self.open(f"/account/login/?next={to}")
        form = self.page.locator("form", has=self.page.locator("[type=password]"))
        form.locator("[type=email]").fill(email)  # by type, because labels are in the site's language
        form.locator("[type=password]").fill(PASSWORD)
        form.get_by_role("button").click()
        user = User.objects.get(email=email)
        if has_second_factor(user.pk):
            self.page.wait_for_url("**/account/2fa/authenticate/")
            code = renew_recovery_codes(actor=Actor.system(None), user=user)[0]
            form = self.page.locator("form", has=self.page.locator("[name=code]"))
            form.locator("[name=code]").fill(code)
            form.get_by_role("button").click()
        self.page.wait_for_url(f"**{to}")

    def look(self, picture: str) -> None:
        """Check that the page fits its window and axe finds no serious problem."""
        self.page.wait_for_load_state()
        self._examine(picture, self.width, self.scheme, rules=ALL_RULES)

    def look_everywhere(self, picture: str, *, unfolded: bool = False) -> None:
        """`look` at every width, in light and dark mode; the page is loaded once and its window resized.

        axe takes most of the time, so it examines only what can differ: every rule on the widest and the narrowest
        page, and in dark mode the contrast, whose colours are the same at every width. The other dark pages are drawn
        for pictures only. Nothing of a public or a partner's page may have moved while it loaded.
        ``unfolded`` opens what is folded after that.
        """
        self.page.wait_for_load_state()
        if "/admin/" not in self.page.url:
            assert self.page.evaluate(_MOVED) == [], f"{picture} moves while it loads"
        if unfolded:
            self.page.locator("details").evaluate_all("found => found.forEach(each => each.open = true)")
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            for scheme in SCHEMES:
                if scheme == "dark" and width != WIDEST and not PICTURES:
                    continue
                self.page.emulate_media(color_scheme=scheme)
                rules = {("light", WIDEST): ALL_RULES, ("light", NARROWEST): ALL_RULES, ("dark", WIDEST): CONTRAST}
                self._examine(picture, width, scheme, rules=rules.get((scheme, width)))
        self.page.set_viewport_size({"width": self.width, "height": HEIGHT})
        self.page.emulate_media(color_scheme=self.scheme)

    def _examine(self, picture: str, width: int, scheme: str, *, rules: str | None) -> None:
        assert self.page.evaluate(SETTLED), f"{picture} never stops moving at {width}, {scheme}"
        if PICTURES:
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(PICTURES) / f"{picture}-{width}-{scheme}.png", full_page=True)
        assert self.page.evaluate(TOO_WIDE) == [], f"{picture} is too wide at {width}"
        if rules is None:
            return
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        serious = self.page.evaluate(f"Promise.race([axe.run({rules}).then({_SERIOUS}), {_TOO_LONG}])")
        assert serious == [], f"{picture} at {width}, {scheme}"


@pytest.fixture
def visitor(browser, network, live_server):
    """`visitor(width=390, scheme="dark")` opens a new window; any error it logs fails the test."""
    windows, visitors = [], []
    root = f"http://bitrix24.localhost:{live_server.thread.port}"

    def open_window(*, width: int = 1440, scheme: str = "light", javascript: bool = True) -> Visitor:
        window = browser.new_context(
            viewport={"width": width, "height": HEIGHT}, color_scheme=scheme, java_script_enabled=javascript
        )
        windows.append(window)
        visitors.append(Visitor(window.new_page(), root, width, scheme))
        return visitors[-1]

    yield open_window
    for window in windows:
        window.close()
    assert [error for each in visitors for error in each.errors] == []


@pytest.fixture
def hands(browser, site):
    """`hands(alice, host=...)` seats a user without a mouse; any error of the page fails the test."""
    from tests.e2e.hands import Hands  # which knows this file

    opened = []

    def sit_down(user, *, host=site.host):
        window = browser.new_context(viewport={"width": WIDEST, "height": HEIGHT})
        opened.append((window, Hands(window, host, user)))
        return opened[-1][1]

    yield sit_down
    for window, person in opened:
        assert person.at.told() == []
        window.close()

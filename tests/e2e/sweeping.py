"""Looks at all pages of one person in every state they can be brought into, and undoes what that wrote."""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from axe_playwright_python.base import AXE_SCRIPT
from django.db import transaction
from django.db.models import Model
from playwright.sync_api import Browser, Error
from playwright.sync_api import TimeoutError as TookTooLong

from accounts.models import User
from common.tenancy import bind
from tests.e2e.conftest import HEIGHT, WIDEST
from tests.e2e.inprocess import InProcess, Session
from tests.e2e.looking import axe, faults, faults_in_dark, faults_right_to_left, too_wide, unlinked_mistakes
from tests.e2e.states import Enter, enters, reachable, shown, states
from tests.isolation.probe import ARGUMENTS, unprobed
from tests.isolation.routes import Route
from tests.isolation.stage import Stage
from tests.isolation.tenants import Tenant
from tests.samples import tally

# Shows how far a sweep is: `--log-file=sweep.log --log-file-level=INFO`.
log = logging.getLogger(__name__)
_NOT_PAGES = (
    "api/",
    "webhooks/",
    "admin/jsi18n",
    "admin/autocomplete",
    "account/logout",
    "admin/logout",
    "rotation/feed",
    "r/",
    "account/data/",
)
# Refusals are pages, too: a former partner's, one for people without the right, one for who is blocked.
SEEN = (200, 403)
# Forms that every page has, and that lead away from it.
_ELSEWHERE = re.compile("/logout/|/language/|/drafts/|/undo/")
_FORMS = "[...document.querySelectorAll('form[method=post]')].map(each => each.getAttribute('action') || '')"
_SEND_EMPTY = """number => {
    const form = [...document.querySelectorAll('form[method=post]')][number];
    form.noValidate = true;
    for (const field of form.elements) {
        if (field.matches('[type=hidden], [type=submit], button, [type=file], fieldset')) continue;
        if (field.matches('[type=checkbox], [type=radio]')) field.checked = false;
        else if (!field.matches('select')) field.value = '';
        else if (field.querySelector('option[value=""]')) field.value = '';
    }
    setTimeout(() => form.submit());
}"""


_CHOOSE_ACT = """act => {
    const box = document.querySelector('[name=_selected_action]');
    box.checked = true;
    document.querySelector('select[name=action]').value = act;
    setTimeout(() => HTMLFormElement.prototype.submit.call(box.form));
}"""
# What differs each time a page is made: the keys of its forms.
_KEYS = re.compile(rb'name="(?:csrfmiddlewaretoken|form_key)" value="[^"]*"')
_ACTS = "[...document.querySelectorAll('select[name=action] option')].map(each => each.value)"


@contextmanager
def rolled_back() -> Iterator[None]:
    """Undo what was written."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Sweep:
    """The pages of one person. ``found`` is what is wrong, by page and state; ``looked`` counts both.

    A page is left out if it is the same as one that was looked at: in another state, or a refusal in the same words.
    """

    def __init__(
        self,
        browser: Browser,
        stage: Stage,
        user: User | None = None,
        *,
        host: str = "",
        session: Session | None = None,
    ) -> None:
        self.tenant: Tenant = stage.tenants[0]
        with bind(self.tenant.partner.program_id):
            reachable(self.tenant)
        self.window = browser.new_context(viewport={"width": WIDEST, "height": HEIGHT})
        self.window.add_init_script(AXE_SCRIPT)  # much faster than to evaluate it on each page
        self.page_of = InProcess(self.window, host or stage.sites[0].host, user, session=session)
        self.page = self.page_of.page
        self.found: dict[str, list[str]] = {}
        self.looked = 0
        self.pages: set[str] = set()
        self.sent: set[str] = set()
        self.known: set[bytes] = set()

    def address(self, route: Route) -> str:
        """Return the route's path with the tenant's ids."""
        return route.fill({name: ARGUMENTS[name](self.tenant, route) for name in route.arguments})

    def pages_of(self, every: list[Route]) -> tuple[list[Route], list[Route]]:
        """The routes that answer this person with a page, and those that may do so in another state."""
        found, others = [], []
        for route in every:
            if route.pattern.startswith(_NOT_PAGES) or unprobed([route], self.tenant):
                continue
            with rolled_back():
                answer = self.page_of.ask(self.address(route))
            if is_page(answer):
                found.append(route)
            elif self.states_of(route):
                others.append(route)
        return found, others

    def open(self, path: str) -> bool:
        """Open a page; False if it is none."""
        try:
            answer = self.page.goto(self.page_of.root + path)
        except Error as error:
            if "Download is starting" in error.message or "ERR_ABORTED" in error.message:
                return False
            raise
        self.page.wait_for_load_state()
        return answer is not None and "html" in answer.headers.get("content-type", "")

    def begin_anew(self) -> None:
        """Use another page of the window, after one has stopped to answer."""
        self.page = self.page_of.begin_anew()

    def leaves(self, script: str, given: object) -> bool:
        """Run a script that sends a form; False if the answer is a file and the page stays."""
        try:
            with self.page.expect_navigation(timeout=10_000):
                self.page.evaluate(script, given)
        except TookTooLong:
            return False
        except Error as error:
            if "ERR_ABORTED" in error.message:
                return False
            raise
        self.page.wait_for_load_state()
        return True

    def note(self, where: str, faults: list[str]) -> None:
        """Count a look, and keep what it found."""
        self.looked += 1
        tally("pages looked at")
        faults = [*faults, *(f"console: {each}" for each in self.page_of.told())]
        log.info("%s %s", self.looked, where)
        for each in faults:
            log.warning("%s: %s", where, each)
            self.found.setdefault(where, []).append(each)

    def is_new(self, path: str) -> bool:
        """Whether a path shows a page that was not looked at under another address or in another state."""
        with rolled_back():
            answer = self.page_of.ask(path)
        if not is_page(answer):
            return False
        made = _KEYS.sub(b"", answer.content)
        for own in (path, quote(path, safe=""), quote(path)):
            made = made.replace(own.encode(), b"")
        digest = sha256(made).digest()
        if digest in self.known:
            return False
        self.known.add(digest)
        return True

    def look(self, path: str, *, state: str = "") -> bool:
        """Look at a page, thoroughly the first time; False if it is none, or not a new one."""
        if not self.is_new(path) or not self.open(path):
            return False
        page = path.partition("?")[0]
        first = page not in self.pages
        self.pages.add(page)
        self.note(f"{path} {state}".strip(), faults(self.page) if first else self.quick())
        return True

    def look_right_to_left(self, path: str) -> None:
        """Look at a page in Arabic."""
        arabic = f"{path}{'&' if '?' in path else '?'}lang=ar"
        if self.is_new(arabic) and self.open(arabic):
            self.note(f"{path} ar", faults_right_to_left(self.page))
        self.page_of.forget_language()

    def quick(self) -> list[str]:
        """Return what axe finds on a wide page, its contrast in dark mode, and whether it fits a narrow window."""
        return [*axe(self.page), *faults_in_dark(self.page), *too_wide(self.page)]

    def send_forms_empty(self, path: str) -> None:
        """Look at what each form of the page that is open answers when nothing was filled in."""
        for number, action in enumerate(self.page.evaluate(_FORMS)):
            pattern = re.sub(r"\d+", "#", action or path)
            if _ELSEWHERE.search(pattern) or pattern in self.sent:
                continue
            self.sent.add(pattern)
            with rolled_back():
                if not self.open(path):
                    return
                if self.leaves(_SEND_EMPTY, number):
                    self.note(f"{path} sent {action}", [*unlinked_mistakes(self.page), *self.quick()])

    def act_in_bulk(self, path: str) -> None:
        """Look at what the list that is open asks before it acts on many rows."""
        acts = self.page.evaluate(_ACTS)
        for act in filter(None, acts):
            with rolled_back():
                self.open(path)
                if self.leaves(_CHOOSE_ACT, act):
                    self.note(f"{path} bulk {act}", self.quick())

    def look_at_states(self, route: Route, most: int) -> None:
        """Look at a page in each state of the rows that it shows, or in ``most`` of them, where it is a page."""
        for model, name, enter in some(self.states_of(route), most):
            with rolled_back(), bind(self.tenant.partner.program_id):
                path = self.address(route)
                if enters(enter, self.tenant) and self.look(path, state=f"{model.__name__} {name}"):
                    self.send_forms_empty(path)

    def states_of(self, route: Route) -> list[tuple[type[Model], str, Enter]]:
        """The states of the rows that a page shows, with the model and the state's name."""
        models = [each for each in shown(route, self.tenant) if each in self.tenant.rows]
        return [(model, name, enter) for model in models for name, enter in states(model, self.tenant)]


def is_page(answer: Any) -> bool:
    """Whether Django's answer is a page that people see."""
    return answer.status_code in SEEN and not answer.streaming and b"<html" in answer.content


def some(every: list[Any], most: int) -> list[Any]:
    """All, or about ``most`` of them from everywhere in the list."""
    return every[:: max(1, len(every) // most)]


def _looks(sweep: Sweep, route: Route, most: int, deep: bool) -> Iterator[Callable[[], None]]:
    path = sweep.address(route)
    is_list = route.name.endswith("_changelist")
    acts = sweep.act_in_bulk if is_list else sweep.send_forms_empty

    def look_and_act() -> None:
        if sweep.look(path) and deep:
            acts(path)

    yield look_and_act
    if deep and is_list:
        yield lambda: sweep.look(path + "?q=zzqq", state="nothing found")
    if deep:
        yield lambda: sweep.look_at_states(route, most)
    yield lambda: sweep.look_right_to_left(path)


def look_at_all(sweep: Sweep, every: list[Route], *, most: int, deep: bool = True) -> None:
    """Look at every page and its states, or at ``most`` of the pages; fail with all that was found.

    With ``deep``, forms are sent empty, lists act in bulk, and rows are brought into their other states.
    """
    pages, others = sweep.pages_of(every)
    looks = [(route, look) for route in some(pages, most) for look in _looks(sweep, route, most, deep)]
    if deep:
        looks += [(route, partial(sweep.look_at_states, route, most)) for route in some(others, most)]
    for route, look in looks:
        try:
            with rolled_back():
                look()
        except Error as error:
            sweep.note(sweep.address(route), [f"browser: {error.message[:200]}"])
            sweep.begin_anew()
        sweep.page_of.told()
    sweep.window.close()
    told = [f"{where}: {each}" for where, faults in sweep.found.items() for each in faults]
    log.info("%s pages, %s looks", len(sweep.pages), sweep.looked)
    assert not told, "\n".join([f"{len(sweep.pages)} pages, {sweep.looked} looks", *told])
    assert sweep.looked

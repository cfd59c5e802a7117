"""Looks at all pages of one person in every state they can be brought into, and undoes what that wrote."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model
from playwright.sync_api import Browser, Error
from playwright.sync_api import TimeoutError as TookTooLong

from accounts.models import User
from common.tenancy import bind
from tests.e2e.conftest import HEIGHT, NARROWEST, TOO_WIDE, WIDEST
from tests.e2e.inprocess import InProcess, Session
from tests.e2e.looking import axe, faults, faults_in_dark, faults_right_to_left, unlinked_mistakes
from tests.e2e.states import Enter, enters, reachable, shown, states
from tests.isolation.probe import ARGUMENTS, unprobed
from tests.isolation.routes import Route
from tests.isolation.stage import Stage
from tests.isolation.tenants import Tenant
from tests.samples import tally

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
_ACTS = "[...document.querySelectorAll('select[name=action] option')].map(each => each.value)"


@contextmanager
def rolled_back() -> Iterator[None]:
    """Undo what was written."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Sweep:
    """The pages of one person. ``found`` is what is wrong, by page and state; ``looked`` counts both."""

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
        self.page_of = InProcess(self.window, host or stage.sites[0].host, user, session=session)
        self.page = self.page_of.page
        self.found: dict[str, list[str]] = {}
        self.looked = 0
        self.pages: set[str] = set()
        self.sent: set[str] = set()

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
        self.page.wait_for_load_state()
        return True

    def note(self, where: str, faults: list[str]) -> None:
        """Count a look, and keep what it found."""
        self.looked += 1
        tally("pages looked at")
        faults = [*faults, *(f"console: {each}" for each in self.page_of.told())]
        if faults:
            self.found.setdefault(where, []).extend(faults)

    def look(self, path: str, *, state: str = "", thorough: bool = True) -> None:
        """Look at a page; less thoroughly at one that differs from another only in its state."""
        if not self.open(path):
            return
        self.pages.add(path)
        self.note(f"{path} {state}".strip(), faults(self.page) if thorough else self.quick())

    def look_right_to_left(self, path: str) -> None:
        """Look at a page in Arabic."""
        if self.open(f"{path}{'&' if '?' in path else '?'}lang=ar"):
            self.note(f"{path} ar", faults_right_to_left(self.page))
        self.page_of.forget_language()

    def quick(self) -> list[str]:
        """Return what axe finds on a wide page, its contrast in dark mode, and whether it fits a narrow window."""
        found = [*axe(self.page), *faults_in_dark(self.page)]
        self.page.set_viewport_size({"width": NARROWEST, "height": HEIGHT})
        found += (f"320: too wide: {each}" for each in self.page.evaluate(TOO_WIDE))
        self.page.set_viewport_size({"width": WIDEST, "height": HEIGHT})
        return found

    def send_forms_empty(self, path: str) -> None:
        """Look at what each form of a page answers when nothing was filled in."""
        if not self.open(path):
            return
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
        """Look at what a list asks before it acts on many rows."""
        if not self.open(path):
            return
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
                if enters(enter, self.tenant) and is_page(self.page_of.ask(path)):
                    self.look(path, state=f"{model.__name__} {name}", thorough=False)
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
    yield lambda: sweep.look(path)
    if deep and route.name.endswith("_changelist"):
        yield lambda: sweep.act_in_bulk(path)
        yield lambda: sweep.look(path + "?q=zzqq", state="nothing found", thorough=False)
    elif deep:
        yield lambda: sweep.send_forms_empty(path)
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
    if told:
        raise AssertionError("\n".join([f"{len(sweep.pages)} pages, {sweep.looked} looks", *told]))
    assert sweep.looked

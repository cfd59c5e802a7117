"""The people of the demo whose pages are pictured, and how they sign in."""

from playwright.sync_api import Page

from common.actor import Actor
from demo.operations import DEMO_PASSWORD, renew_second_steps
from demo.plan import Login, Plan, demo_plans


def host() -> str:
    """Return the host of the first program."""
    return _plan().host


def email_of(person: str) -> str:
    """Return the login of the first program that a kind of person has; empty for a visitor."""
    for login in _plan().login:
        if _kind(login) == person:
            return login.email
    return ""


def sign_in(page: Page, root: str, email: str) -> None:
    """Sign in with the demo's password, and with a single-use code if one is asked for."""
    page.goto(f"{root}/account/login/")
    form = page.locator("form", has=page.locator("[type=password]"))
    form.locator("[type=email]").fill(email)
    form.locator("[type=password]").fill(DEMO_PASSWORD)
    form.get_by_role("button").click()
    page.wait_for_url(lambda url: not url.endswith("/account/login/"))
    if "/2fa/authenticate/" in page.url:
        form = page.locator("form", has=page.locator("[name=code]"))
        form.locator("[name=code]").fill(_code(email))
        form.get_by_role("button").click()
        page.wait_for_url(lambda url: "/2fa/" not in url)


def _plan() -> Plan:
    return demo_plans()[0]


def _kind(login: Login) -> str:
    if login.staff:
        return login.staff
    return "partner" if login.partner else "applicant"


def _code(email: str) -> str:
    steps = renew_second_steps(actor=Actor.system(None), plan=_plan())
    return next(step.codes[0] for step in steps if step.email == email)

"""Requests every URL in every role: answers match the tables, and no URL is missing from them."""

import pytest

from tests.isolation.routes import few, routes
from tests.permissions.table import table
from tests.permissions.walk import ROLES, Walk, address_of
from tests.samples import sample

pytestmark = [pytest.mark.campaign, pytest.mark.usefixtures("fixed_day", "no_template_records")]

METHODS = ("GET", "POST")
VENDOR = ("partner_manager", "administrator")
# Roles that open most pages like another one, which asks for all of them.
LIKE = {
    "applicant": "visitor",
    "manager": "main",
    "sales": "main",
    "readonly": "main",
    "other": "main",
    "blocked": "former",
}
# URLs left out of the tables, and the tests that cover them.
ELSEWHERE = {
    "account/": "a person's own account, the same for every role: tests/accounts",
    "api/": "asked with everybody's tokens: tests/api",
    "admin/login/": "leads to the portal's sign-in: tests/portal/admin/test_entrance.py",
    "admin/logout/": "ends the session: tests/portal/admin/test_entrance.py",
}


def tabled():
    return [route for route in routes() if not route.pattern.startswith(tuple(ELSEWHERE))]


@pytest.fixture(scope="module")
def written():
    return table("pages.txt", "admin.txt")


def asked(role, written):
    """Every address with its methods.

    Managers and administrators open most pages alike: in the suite, both ask for what the table answers them
    differently, managers for a third of the rest, and administrators for the other two.

    Of pages that the admin makes alike (history, deletion), each of the two asks for those of a third of the models.

    The admin refuses outsiders before it reaches a page: in the suite each of them asks for a sixth of its addresses,
    with POST (tests/isolation asks with GET). The roles begin at different ones, so that together they ask for all. Of
    the other pages, a role that is like another one asks for what the table answers it differently, and for a third of
    the rest.
    """
    addresses = [address_of(route) for route in tabled()]
    if role in VENDOR:
        asked = few(tabled(), VENDOR.index(role))
        every = [(method, address_of(route)) for route in asked for method in METHODS]
        alike = [each for each in every if len({written.get(each, {}).get(vendor) for vendor in VENDOR}) == 1]
        left_out = alike[::3] if role == "administrator" else sorted(set(alike) - set(alike[::3]))
        return every if sample(3, campaign=1) == 1 else sorted(set(every) - set(left_out))
    admin = [address for address in addresses if address.startswith("/admin/")]
    methods, some = METHODS[-sample(1, campaign=2) :], admin[ROLES.index(role) % 6 :: sample(6, campaign=1)]
    others = [(method, address) for address in addresses if address not in admin for method in METHODS]
    if role in LIKE:
        same = [each for each in others if len({written.get(each, {}).get(one) for one in (role, LIKE[role])}) == 1]
        still = same[ROLES.index(role) % 3 :: sample(3, campaign=1)]
        others = sorted(set(others) - set(same)) + still
    return others + [(method, address) for address in some for method in methods]


@pytest.mark.campaign
@pytest.mark.django_db
@pytest.mark.rule("B24-7.2")
@pytest.mark.parametrize("role", ROLES)
def test_answers_match_the_table(role, written, program, site):
    walk = Walk(role, program, site, tabled())
    wrong = []
    for method, address in asked(role, written):
        expected = written.get((method, address), {}).get(role, "405")
        if (answer := walk.ask(method, address)) != expected:
            wrong.append(f"{method} {address}: {answer}, the table says {expected}")
    assert "\n".join(wrong) == ""


def test_every_url_is_in_the_table(written):
    addresses = {address_of(route) for route in tabled()}
    listed = {address for _method, address in written}
    assert "\n".join(sorted(addresses - listed)) == ""


def test_table_has_no_removed_urls(written):
    addresses = {address_of(route) for route in routes()}
    assert "\n".join(sorted({address for _method, address in written} - addresses)) == ""


def test_every_role_has_an_answer_for_every_url(written):
    assert [key for key, cells in written.items() if set(cells) != set(ROLES)] == []


def test_left_out_urls_still_exist():
    patterns = [route.pattern for route in routes()]
    assert [start for start in ELSEWHERE if not any(pattern.startswith(start) for pattern in patterns)] == []


@pytest.mark.django_db
def test_control_an_unprotected_page_is_detected(program, site, written, monkeypatch):
    """The walk detects an unprotected page."""
    monkeypatch.setattr("partners.pages.access.may", lambda actor, permission: True)
    monkeypatch.setattr("partners.pages.access.require", lambda actor, permission, **fields: None)
    monkeypatch.setattr("accounts.permissions.may", lambda actor, permission: True)
    answer = Walk("readonly", program, site, tabled()).ask("GET", "/dashboard/tokens/")
    assert (answer, written["GET", "/dashboard/tokens/"]["readonly"]) == ("200", "403")

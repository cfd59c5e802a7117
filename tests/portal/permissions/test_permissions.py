"""Every address, asked by everybody: the answers are those of the tables, and no address is missing there."""

import pytest

from tests.isolation.routes import routes
from tests.portal.permissions.table import table
from tests.portal.permissions.walk import ROLES, Walk, address_of

pytestmark = pytest.mark.usefixtures("fixed_day")

METHODS = ("GET", "POST")
# Addresses that the tables leave out, and who asks them instead.
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


@pytest.mark.django_db
@pytest.mark.rule("B24-7.2")
@pytest.mark.parametrize("role", ROLES)
def test_everybody_is_answered_as_the_table_says(role, written, program, site):
    walk = Walk(role, program, site, tabled())
    wrong = []
    for route in tabled():
        address = address_of(route)
        for method in METHODS:
            expected = written.get((method, address), {}).get(role, "405")
            if (answer := walk.ask(method, address)) != expected:
                wrong.append(f"{method} {address}: {answer}, the table says {expected}")
    assert "\n".join(wrong) == ""


def test_every_address_stands_in_the_table(written):
    addresses = {address_of(route) for route in tabled()}
    listed = {address for _method, address in written}
    assert "\n".join(sorted(addresses - listed)) == ""


def test_the_table_names_no_address_that_is_gone(written):
    addresses = {address_of(route) for route in routes()}
    assert "\n".join(sorted({address for _method, address in written} - addresses)) == ""


def test_every_role_has_an_answer_everywhere(written):
    assert [key for key, cells in written.items() if set(cells) != set(ROLES)] == []


def test_what_is_left_out_still_exists():
    patterns = [route.pattern for route in routes()]
    assert [start for start in ELSEWHERE if not any(pattern.startswith(start) for pattern in patterns)] == []


@pytest.mark.django_db
def test_control_a_page_without_its_guard_is_seen(program, site, written, monkeypatch):
    """The walk does see a door that stands open."""
    monkeypatch.setattr("partners.pages.access.may", lambda actor, permission: True)
    monkeypatch.setattr("partners.pages.access.require", lambda actor, permission, **fields: None)
    monkeypatch.setattr("accounts.permissions.may", lambda actor, permission: True)
    answer = Walk("readonly", program, site, tabled()).ask("GET", "/dashboard/tokens/")
    assert (answer, written["GET", "/dashboard/tokens/"]["readonly"]) == ("200", "403")

"""Every form of every page carries a one-time key: pages of partners, of the admin and of accounts."""

import pytest
from django.test import Client

from tests.isolation.probe import ARGUMENTS, Viewer, unprobed
from tests.isolation.routes import routes
from tests.isolation.tenants import found
from tests.sent_forms.pages import forms_in
from web.sent_forms import FORM_KEY, SHORTEST

pytestmark = pytest.mark.django_db
LEAVES = {"account_logout", "admin:logout"}
FEWEST = {"visitor": 5, "member": 20, "staff": 40}


@pytest.fixture
def tenant(program, site, charlie):
    return found(program, site, "alpha")


@pytest.mark.parametrize("who", FEWEST)
def test_every_form_carries_its_own_key(who, tenant, site, root):
    users = {"visitor": None, "member": tenant.user, "staff": root}
    client = Viewer(who, users[who], site, (tenant,)).client()
    keys, without, posting = [], [], 0
    for address, page in pages(client, tenant):
        for form in forms_in(page, at=address):
            posting += 1
            key = form.fields.get(FORM_KEY, "")
            keys.append(key)
            if len(key) < SHORTEST:
                without.append(f"{address}: {form.action}")
    assert without == []
    assert posting >= FEWEST[who]
    assert len(set(keys)) == len(keys)


def pages(client: Client, tenant):
    """The address and body of every page."""
    for route in routes():
        if unprobed([route], tenant) or route.name in LEAVES:
            continue
        address = route.fill({name: ARGUMENTS[name](tenant, route) for name in route.arguments})
        response = client.get(address)
        if not response.streaming and "html" in response.headers.get("Content-Type", ""):
            yield address, response.content.decode()


def test_control_a_form_without_a_key_is_seen():
    (form,) = forms_in('<form method="post"><input type="hidden" name="x" value="1"></form>', at="/here/")
    assert (form.action, FORM_KEY in form.fields) == ("/here/", False)

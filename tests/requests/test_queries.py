"""No query parameter of any page breaks it: numbers of thousands of digits, half characters, dates that don't exist."""

from urllib.parse import quote_from_bytes

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.isolation.probe import Viewer
from tests.isolation.routes import routes
from tests.isolation.tenants import found
from tests.requests.parameters import names_in
from tests.samples import sample

pytestmark = [pytest.mark.usefixtures("fresh_cache"), pytest.mark.django_db, pytest.mark.campaign]

DIGITS = b"1" * 5000
# Names that pages read without showing them in a form or a link.
ALWAYS = {"page", "p", "q", "o", "e", "all", "next", "partner", "kind", "page_size", "cursor", "_facets", "_popup"}
ODD = (
    DIGITS,
    b"-" + DIGITS,
    b"0",
    b"-1",
    b"9223372036854775808",
    b"1e999",
    b"\0",
    b"\xed\xa0\x80",
    b"\xff\xfe",
    b"9999-12-31",
    b"0000-00-00",
    b"0001-01-01",
    b"[" * 2000,
    b"%s",
    b"'\"\\;--",
    b"a" * 3000,
    "１２３".encode(),
    "²".encode(),
    b"",
)
VALUES = st.one_of(st.sampled_from(ODD), st.text(max_size=20).map(lambda text: text.encode("utf-8", "surrogatepass")))


def viewer(who, tenant, site, root):
    users = {"visitor": None, "member": tenant.user, "staff": root}
    return Viewer(who, users[who], site, (tenant,)).client()


def lists(client, who) -> dict[str, set[str]]:
    """Every list that the viewer may open, with the names of its query parameters; the admin is the staff's."""
    pages = {}
    for route in routes():
        if route.arguments or route.name in {"account_logout", "admin:logout"}:
            continue
        if who != "staff" and route.name.startswith("admin:"):
            continue
        address = route.fill({})
        response = client.get(address)
        if response.status_code == 200 and not response.streaming:
            pages[address] = ALWAYS | names_in(response.content.decode(errors="replace"))
    return pages


@pytest.fixture
def tenant(program, site, charlie):
    return found(program, site, "alpha")


def ask(client, address: str, query: dict[str, bytes]) -> int:
    asked = "&".join(f"{quote_from_bytes(name.encode())}={quote_from_bytes(value)}" for name, value in query.items())
    return client.get(f"{address}?{asked}").status_code


@pytest.mark.parametrize("who", ["visitor", "member", "staff"])
def test_no_query_breaks_a_list(who, tenant, site, root):
    client = viewer(who, tenant, site, root)
    pages = lists(client, who)
    assert len(pages) >= {"visitor": 5, "member": 8, "staff": 20}[who]
    numbered = [
        (address, name) for address in pages for name in ("page", "p") if name == "p" or "/admin/" not in address
    ]
    assert [f"{address}?{name}" for address, name in numbered if ask(client, address, {name: DIGITS}) >= 500] == []

    @settings(
        max_examples=sample(10, campaign=1000),
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def asks(data):
        address = data.draw(st.sampled_from(sorted(pages)))
        query = data.draw(st.dictionaries(st.sampled_from(sorted(pages[address])), VALUES, min_size=1, max_size=4))
        assert ask(client, address, query) < 500

    asks()

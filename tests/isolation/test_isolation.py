"""Nobody can read another tenant's data: every route is tested as every kind of actor, with foreign ids.

The routes come from the resolver, so new pages are tested automatically. If the tests can't fill a page's arguments,
`test_every_route_can_be_probed` fails until `probe.ARGUMENTS` has values for them.
"""

from datetime import date

import pytest

from common.tenancy import bind
from tests import cast
from tests.applicants import applicant
from tests.isolation.probe import PUBLIC, Viewer, findings, unprobed
from tests.isolation.routes import few, routes
from tests.isolation.tenants import models_of_tenants, stored
from tests.samples import sample
from tests.web.api.tokens import partner_secret, vendor_secret

pytestmark = [pytest.mark.django_db, pytest.mark.campaign]

VIEWERS = (
    "visitor",
    "visitor of the other program",
    "member of Alpha",
    "read-only member of Alpha",
    "member of Beta",
    "member of Delta",
    "member of Delta on the wrong host",
    "staff",
    "staff of the other program",
    "staff on the wrong host",
    "superuser",
    "user of nothing",
    "applicant",
)
# They see what another viewer sees, or less: in the suite each of them asks for a sixth of the routes.
SIMILAR = {
    "visitor of the other program": "visitor",
    "read-only member of Alpha": "member of Alpha",
    "member of Beta": "member of Alpha",
    "member of Delta": "member of Alpha",
    "staff of the other program": "staff",
    "staff on the wrong host": "member of Delta on the wrong host",
    "superuser": "staff",
    "user of nothing": "visitor",
    "applicant": "visitor",
}

# Pages that some viewers see alike: in the suite each of them asks for a sixth. The admin refuses whoever is not on the
# staff before it reaches a page, and the API takes no notice of sessions, so that all see what a visitor sees.
ALIKE = {
    "admin:": tuple(label for label in VIEWERS if label not in {"staff", "staff of the other program", "superuser"}),
    "api:": VIEWERS[1:],
}

CALLERS = (
    "token of Alpha",
    "token of Beta",
    "token of Delta",
    "token of Alpha on the wrong host",
    "token of the vendor",
    "token of the other vendor",
    "token of the vendor on the wrong host",
)
SIMILAR |= {
    "token of Beta": "token of Alpha",
    "token of Delta": "token of Alpha",
    "token of the other vendor": "token of the vendor",
    "token of the vendor on the wrong host": "token of Alpha on the wrong host",
}


@pytest.fixture
def viewers(tenants, site, other_site, charlie, erin, root):
    alpha, beta, delta = tenants
    rita = cast.join(alpha.partner, "Rita", "readonly")
    nobody = cast.User.objects.create_user("nobody@echelon.example", name="Nobody")
    seen = (
        (None, site, ()),
        (None, other_site, ()),
        (alpha.user, site, (alpha,)),
        (rita, site, (alpha,)),
        (beta.user, site, (beta,)),
        (delta.user, other_site, (delta,)),
        (delta.user, site, ()),
        (charlie, site, (alpha, beta)),
        (erin, other_site, (delta,)),
        (erin, site, ()),
        (root, site, (alpha, beta)),
        (nobody, site, ()),
        (_applicant(site), site, ()),
    )
    return {label: Viewer(label, *who) for label, who in zip(VIEWERS, seen, strict=True)}


def _applicant(site):
    """A person whose application has preliminary approval, which gives an applicant the most access."""
    gil = applicant(site)
    application = gil.sends(date(2026, 2, 16))
    with bind(site.program_id):
        type(application).objects.filter(pk=application.pk).update(state="approved", due_on=None)
    return gil.user


@pytest.fixture
def callers(tenants, program, other_program, site, other_site, charlie, erin):
    """The owner of an API token."""
    alpha, beta, delta = tenants
    of_alpha, of_vendor = partner_secret(alpha.partner, alpha.user), vendor_secret(program, charlie)
    seen = (
        (site, (alpha,), of_alpha),
        (site, (beta,), partner_secret(beta.partner, beta.user)),
        (other_site, (delta,), partner_secret(delta.partner, delta.user)),
        (other_site, (), of_alpha),
        (site, (alpha, beta), of_vendor),
        (other_site, (delta,), vendor_secret(other_program, erin)),
        (other_site, (), of_vendor),
    )
    return {label: Viewer(label, None, *who) for label, who in zip(CALLERS, seen, strict=True)}


@pytest.mark.campaign
@pytest.mark.parametrize("label", CALLERS)
def test_no_token_reveals_another_tenant(label, callers, tenants, stage):
    caller = callers[label]
    foreign = [tenant for tenant in tenants if tenant not in caller.own]
    ours = [route for route in routes() if route.name.startswith("api:") and not unprobed([route], tenants[0])]
    probed = asked_by(label, CALLERS, ours)
    assert len(probed) > 10
    assert "\n".join(findings(caller, tenants, probed)) == ""
    assert [stored(tenant) for tenant in foreign] == [stage.stored[tenant.word] for tenant in foreign]


def test_control_a_token_reads_its_own_tenant(callers):
    for label, word in (("token of Alpha", "alphazqprivate"), ("token of the vendor", "betazqprivate")):
        address = "/api/v1/me/activities/" if "Alpha" in label else "/api/v1/vendor/activities/"
        assert word in callers[label].client().get(address).content.decode().lower()


@pytest.mark.campaign
@pytest.mark.parametrize("label", VIEWERS)
def test_no_route_reveals_another_tenant(label, viewers, tenants, stage):
    viewer = viewers[label]
    foreign = [tenant for tenant in tenants if tenant not in viewer.own]
    probed = [
        route
        for route in asked_by(label, VIEWERS, few(routes(), VIEWERS.index(label)))
        if not unprobed([route], tenants[0])
    ]
    assert "\n".join(findings(viewer, tenants, probed)) == ""
    assert [stored(tenant) for tenant in foreign] == [stage.stored[tenant.word] for tenant in foreign]


def asked_by(label, everybody, every):
    """The routes for one of everybody; who shares them begins at different ones, so that together they ask for all."""
    asked, rest = set(), every
    for start, alike in ALIKE.items():
        if label in alike:
            asked |= set(shared(label, alike, [route for route in rest if route.name.startswith(start)]))
            rest = [route for route in rest if not route.name.startswith(start)]
    asked |= set(shared(label, everybody, rest) if label in SIMILAR else rest)
    return [route for route in every if route in asked]


def shared(label, everybody, every):
    """A sixth of them in the suite; callers are few, so that a third is left to each."""
    parts = 6 if len(everybody) > 8 else 3
    return every[everybody.index(label) % parts :: sample(parts, campaign=1)]


def test_everybody_or_somebody_similar_asks_for_every_route():
    every = routes()
    for everybody in (VIEWERS, CALLERS):
        similar = [label for label in everybody if label in SIMILAR]
        assert {SIMILAR[label] for label in similar} <= set(everybody) - set(similar)
        assert {route for label in similar for route in shared(label, everybody, every)} == set(every)
    for start, alike in ALIKE.items():
        pages = {route for route in every if route.name.startswith(start)}
        assert {route for label in alike for route in asked_by(label, VIEWERS, every)} >= pages


@pytest.mark.parametrize(
    ("label", "address", "words"),
    [
        ("visitor", "/partners/alpha/", ["alphazqpublic"]),
        ("member of Alpha", "/dashboard/activities/", ["alphazqprivate"]),
        ("member of Delta", "/dashboard/notices/", ["deltazqprivate"]),
        ("staff", "/admin/activities/activity/", ["alphazqprivate", "betazqprivate"]),
        ("superuser", "/admin/partners/partner/", ["alphazqpublic", "betazqpublic"]),
        ("staff of the other program", "/admin/notices/notice/", ["deltazqprivate"]),
    ],
)
def test_control_owners_see_their_own_words(label, address, words, viewers):
    """The words that must not leak are on the pages of those who may see them."""
    body = viewers[label].client().get(address).content.decode().lower()
    assert [word for word in words if word not in body] == []


def test_every_route_can_be_probed(tenants):
    assert "\n".join(unprobed(routes(), tenants[0])) == ""


def test_every_tenant_model_has_a_row(tenants):
    for tenant in tenants:
        assert models_of_tenants() - set(tenant.rows) == set()


def test_public_pages_still_exist():
    assert set(PUBLIC) - {route.name for route in routes()} == set()


def test_all_routes_are_found():
    names = {route.name for route in routes()}
    assert {"statuses:directory", "admin:index", "account_login", "admin:partners_partner_change"} <= names

"""Requests every route as a viewer, with other tenants' ids, and reports what went wrong."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from accounts.models import User
from activities.models import Activity, Claim
from clients import models as clients
from leads.models import Deal, DealPrice, LeadFile, LeadRequest, Location, Offer, Reservation
from meetings.models import Meeting
from nfr.models import NfrGrant
from notices.models import Notice
from partners.models import ApiToken, Document, InformationRequest, Invitation, Member, Partner, TrademarkRequest
from programs.models import Site
from statuses.models import Certificate
from store.models import CartLine, ClientQuote, ExemptionRequest, Invoice, KycRequest, Order, Product
from tests.isolation.routes import Route
from tests.isolation.tenants import Tenant
from tests.samples import CAMPAIGN, tally

# A tenant's value for each route argument. `object_id` is the admin's.
ARGUMENTS = {
    "code": lambda tenant, route: tenant.partner.code,
    "serial": lambda tenant, route: tenant.rows[Certificate].serial,
    "track": lambda tenant, route: tenant.rows[Certificate].track,
    "object_id": lambda tenant, route: tenant.rows[route.model or Partner].pk,
    "notice_id": lambda tenant, route: tenant.rows[Notice].pk,
    "request_id": lambda tenant, route: (
        tenant.rows[InformationRequest if route.name == "partners:request_answer" else TrademarkRequest].pk
    ),
    "offer_id": lambda tenant, route: tenant.rows[Offer].pk,
    "lead_id": lambda tenant, route: tenant.rows[LeadRequest].pk,
    "file_id": lambda tenant, route: tenant.rows[LeadFile].pk,
    "reservation_id": lambda tenant, route: tenant.rows[Reservation].pk,
    "location_id": lambda tenant, route: tenant.rows[Location].pk,
    "deal_id": lambda tenant, route: tenant.rows[Deal].pk,
    "price_id": lambda tenant, route: tenant.rows[DealPrice].pk,
    "document_id": lambda tenant, route: tenant.rows[Document].pk,
    "invoice_id": lambda tenant, route: tenant.rows[Invoice].pk,
    "claim_id": lambda tenant, route: tenant.rows[Claim].pk,
    "number": lambda tenant, route: tenant.rows[Order].number,
    "line_id": lambda tenant, route: tenant.rows[CartLine].pk,
    "exemption_id": lambda tenant, route: tenant.rows[ExemptionRequest].pk,
    "kyc_id": lambda tenant, route: tenant.rows[KycRequest].pk,
    "quote_number": lambda tenant, route: tenant.rows[ClientQuote].number,
    "product": lambda tenant, route: tenant.rows[Product].code,
    "kind": lambda tenant, route: "evidence",
    "client_id": lambda tenant, route: tenant.rows[clients.Client].pk,
    "link_id": lambda tenant, route: tenant.rows[clients.ReferralLink].pk,
    "link_code": lambda tenant, route: tenant.rows[clients.ReferralLink].code,
    "licence_id": lambda tenant, route: tenant.rows[clients.ClientLicence].pk,
    "meeting_id": lambda tenant, route: tenant.rows[Meeting].pk,
    "grant_id": lambda tenant, route: tenant.rows[NfrGrant].pk,
    "licence_kind": lambda tenant, route: "cloud",
    "member_id": lambda tenant, route: tenant.rows[Member].pk,
    "invitation_id": lambda tenant, route: tenant.rows[Invitation].pk,
    "token_id": lambda tenant, route: tenant.rows[ApiToken].pk,
    "secret": lambda tenant, route: f"{tenant.word}-secret",
    "activity_id": lambda tenant, route: tenant.rows[Activity].pk,
    "content_type_id": lambda tenant, route: ContentType.objects.get_for_model(Partner).pk,
    "app_label": lambda tenant, route: "partners",
    "url": lambda tenant, route: f"partners/partner/{tenant.partner.pk}/nowhere/",
    "session_id": lambda tenant, route: _session(tenant).pk,
    "pk": lambda tenant, route: _passkey(tenant).pk,
    "uidb36": lambda tenant, route: "1",
    "key": lambda tenant, route: "0-0",
    "report": lambda tenant, route: "network",
}
# Ids that don't exist, to request the same route for nothing.
MISSING = {"code": "nobody-here", "serial": "none-0000", "link_code": "nobody8"}
MISSING |= dict.fromkeys(("number", "quote_number"), "none0000")
_IDS = "notice_id request_id object_id document_id claim_id kyc_id line_id grant_id meeting_id client_id licence_id pk"
_MORE = "link_id invoice_id offer_id lead_id reservation_id location_id file_id deal_id price_id member_id session_id"
MISSING |= dict.fromkeys([*_IDS.split(), *_MORE.split(), "invitation_id", "exemption_id", "token_id"], 987654321)
MISSING |= {"url": f"partners/partner/{MISSING['object_id']}/nowhere/", "secret": "nobody-asked"}
# Pages that show a partner to the public of its own program. On another program's host they give a 404.
PUBLIC = {
    "statuses:partner": "a listed partner's page in the directory",
    "clients:visit": "a partner shares its referral link with everybody",
    "clients:go_on": "a partner shares its referral link with everybody",
    "clients:forget": "a partner shares its referral link with everybody",
    "statuses:certificate": "anyone may check a certificate whose serial it holds",
    "statuses:badge": "the badge of a listed partner",
    "statuses:partner_logo": "the logo on a listed partner's card",
    "api:partner": "a listed partner's card in the directory",
    "api:certificate": "anyone may check a certificate whose serial it holds",
}
# What the admin answers to anybody: it leads to the portal's own sign-in and out, and holds the texts of its scripts.
OPEN_ADMIN = {"admin:login", "admin:logout", "admin:jsi18n"}
# Posting to these would end the viewer's session during the test.
SIGNS_OUT = {"account_logout", "admin:logout"}
# What stands on one page only, and the space that it leaves; a message tells of an earlier request.
_SINGLE_USE = re.compile(
    r'nonce="[^"]*"|name="(?:csrfmiddlewaretoken|form_key)" value="[^"]*"'
    r'|<div class="[^"]* messages">(?:.*?(?=<div class="empty")|.*?</div></div>)|\s+',
    re.S,
)
SIGN_IN = re.compile("/account/|(?:/admin/|#)login/")
_NUMBER = re.compile(r"[\d#]+")


def _somebody(tenant: Tenant) -> User:
    """A person whose sessions and passkeys belong to nobody else, whichever tenant the viewer is in."""
    return User.objects.get_or_create(email=f"somebody@{tenant.partner.code}.example")[0]


def _session(tenant: Tenant) -> UserSession:
    seen = {"user": _somebody(tenant), "ip": "192.0.2.1", "user_agent": "Firefox"}
    return UserSession.objects.get_or_create(session_key=f"of-{tenant.partner.pk}", defaults=seen)[0]


def _passkey(tenant: Tenant) -> Authenticator:
    data = {"name": tenant.private, "credential": {}}
    return Authenticator.objects.get_or_create(user=_somebody(tenant), type="webauthn", defaults={"data": data})[0]


@dataclass(frozen=True)
class Viewer:
    """A viewer on a host. `own` are the tenants whose private words the viewer may read."""

    label: str
    user: User | None
    site: Site
    own: tuple[Tenant, ...] = ()
    secret: str = ""  # an API token, if the viewer uses the API

    def client(self) -> Client:
        """A signed-in client that turns exceptions into 500 responses, as the server does."""
        bearer = {"authorization": f"Bearer {self.secret}"} if self.secret else {}
        client = Client(headers={"host": self.site.host, **bearer}, raise_request_exception=False)
        if self.user is not None:
            client.force_login(self.user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def refused_words(self, tenants: list[Tenant]) -> list[str]:
        """The words that must not appear in any response to this viewer, in lower case."""
        foreign = [tenant for tenant in tenants if tenant not in self.own]
        elsewhere = [tenant for tenant in foreign if tenant.site.program_id != self.site.program_id]
        words = [tenant.private for tenant in foreign] + [tenant.public for tenant in elsewhere]
        words += [tenant.person for tenant in foreign if tenant.user != self.user]
        return [word.lower() for word in words]


def unprobed(routes: list[Route], tenant: Tenant) -> list[str]:
    """The routes whose arguments the tests can't fill. Each needs a line in `ARGUMENTS` or a row in `found`."""
    return [f"{route.name} ({route.pattern}): {problem}" for route in routes if (problem := _unfillable(route, tenant))]


def _unfillable(route: Route, tenant: Tenant) -> str:
    unknown = set(route.arguments) - set(ARGUMENTS)
    if unknown:
        return f"no value for {', '.join(sorted(unknown))}"
    if route.model and "object_id" in route.arguments and route.model not in tenant.rows:
        return f"no row of {route.model.__name__}"
    return ""


def findings(viewer: Viewer, tenants: list[Tenant], routes: list[Route]) -> Iterator[str]:
    """Every leak to the viewer on any route, as text."""
    client, refused = viewer.client(), viewer.refused_words(tenants)
    foreign = {tenant.site.program_id: tenant for tenant in tenants if tenant not in viewer.own}.values()
    admitted = client.get("/admin/").status_code == 200
    for route in routes:
        tally("probes")
        if route.name.startswith("admin:") and not admitted:
            yield from _admin_findings(client, route, next(iter(foreign)), refused)
            continue
        if not route.arguments:
            yield from _list_findings(client, route, refused)
            for tenant in foreign:
                yield from _wrong_bodies(route, _with_parameters(client, route, tenant), refused)
            continue
        # A page refuses a method that it does not take before it looks for anything.
        missing = [each for each in _answers(client, route, None, next(iter(foreign))) if each.status != 405]
        for tenant in foreign:
            answers = _answers(client, route, tenant, tenant, [each.asked.split()[0].lower() for each in missing])
            yield from _wrong_bodies(route, answers, refused)
            if not (route.name in PUBLIC and tenant.site.program_id == viewer.site.program_id):
                yield from _differences(route, answers, missing)


def _admin_findings(client: Client, route: Route, tenant: Tenant, refused: list[str]) -> Iterator[str]:
    """The admin, asked by somebody it refuses: no page of it answers.

    One request with one tenant's ids is enough, because the refusal comes before any page is reached
    (tests/permissions asks with GET and POST in every role).
    """
    if route.name in OPEN_ADMIN:
        return
    answer = _answers(client, route, tenant, tenant, methods=("get",))[0]
    yield from _wrong_bodies(route, [answer], refused)
    signs_in = answer.status == 302 and SIGN_IN.match(answer.seen[1])
    if answer.status not in (403, 404) and not signs_in:
        yield f"{route.name}: {answer.asked} answers {answer.seen[:2]} to somebody outside the staff"


@dataclass(frozen=True)
class Answer:
    """The response. `seen` is its body without the requested ids, for comparing it with others."""

    asked: str
    status: int
    body: str
    seen: tuple


def _list_findings(client: Client, route: Route, refused: list[str]) -> Iterator[str]:
    """A page without arguments, and its results when searched for parts of the forbidden words."""
    for query in ("", "?q=zqp"):
        answer = _ask(client, "get", route.fill({}) + query, [])
        yield from _wrong_bodies(route, [answer], refused)
        if answer.status != 200:
            return


def _with_parameters(client: Client, route: Route, tenant: Tenant) -> Iterator[Answer]:
    """The responses to a tenant's ids as parameters; in the suite, the admin's lists take one of three ways."""
    offered = parameters(tenant, route)
    ways: list[Any] = [("get", "?" + urlencode(offered), None)]
    ways += [("get", f"?partner__id__exact={tenant.partner.pk}", None)] if route.model else []
    ways += [("post", "", offered)] if route.name not in SIGNS_OUT else []
    some = ways[len(route.name) % 3 :: 1 if CAMPAIGN else 3] if route.name.endswith("_changelist") else ways
    for method, query, data in some:
        yield _ask(client, method, route.fill({}) + query, [], data)


def parameters(tenant: Tenant, route: Route) -> dict[str, Any]:
    """Every parameter that a page may read from its query or form, with the tenant's values."""
    partner, row = tenant.partner.pk, tenant.rows.get(route.model, tenant.partner).pk
    return {
        **dict.fromkeys(("partner", "partner_id"), partner),
        **dict.fromkeys(("id", "pk", "object_id", "_selected_action"), row),
        "user": tenant.user.pk,
        "code": tenant.partner.code,
        "serial": tenant.rows[Certificate].serial,
        "action": "delete_selected",
        "post": "yes",
    }


def _answers(
    client: Client, route: Route, tenant: Tenant | None, like: Tenant, methods: Sequence[str] = ("get", "post")
) -> list[Answer]:
    """The responses to GET and POST with a tenant's ids or, without a tenant, with ids that don't exist."""
    values = {name: ARGUMENTS[name](like, route) for name in route.arguments}
    if tenant is None:
        values |= {name: value for name, value in MISSING.items() if name in values}
    ids = [str(values[name]) for name in route.arguments if name in MISSING]
    return [_ask(client, method, route.fill(values), ids) for method in methods]


def _ask(client: Client, method: str, path: str, ids: list[str], data: dict[str, Any] | None = None) -> Answer:
    if method == "get":
        response = client.get(path)
    elif path.startswith("/api/"):
        key = {"idempotency-key": str(uuid4())}
        response = client.post(path, data or {}, content_type="application/json", headers=key)
    else:
        response = client.post(path, data or {})
    content = b"".join(response.streaming_content) if response.streaming else response.content
    location, body = response.headers.get("Location", ""), content.decode("utf-8", errors="replace")
    told = _SINGLE_USE.sub("", body) if response.status_code == 404 else ""
    for asked in (path, *ids):
        location, told = location.replace(asked, "#"), told.replace(asked, "#")
    location, told = _NUMBER.sub("#", location), _NUMBER.sub("#", told)
    return Answer(
        f"{method.upper()} {path}", response.status_code, body.lower(), (response.status_code, location, told)
    )


def _wrong_bodies(route: Route, answers: Iterable[Answer], refused: list[str]) -> Iterator[str]:
    for answer in answers:
        if answer.status >= 500:
            yield f"{route.name}: {answer.asked} broke with {answer.status}"
        for word in refused:
            if word in answer.body:
                yield f"{route.name}: {answer.asked} shows {word}"


def _differences(route: Route, answers: list[Answer], missing: list[Answer]) -> Iterator[str]:
    """A foreign id must get the same response as one that does not exist, and never succeed."""
    if not set(route.arguments) & set(MISSING):
        return
    for answer, none in zip(answers, missing, strict=True):
        if answer.seen != none.seen:
            yield f"{route.name}: {answer.asked} answers {answer.seen[:2]}, {none.asked} {none.seen[:2]}"
        elif answer.status == 200:
            yield f"{route.name}: {answer.asked} answers 200"

"""What keeps a partner from buying a product for a client: its state, competences, territory, account and terms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clients.contacts import Contact
from clients.models import Client, ClientLicence
from clients.own_data import own_data_problems
from clients.queries import lapsed_keys
from common.actor import Actor
from common.countries import COUNTRY_CODES, country_name
from common.prepared import Prepared, PreparedFor, Slot, columns, made
from common.tenancy import bind
from partners.models import Partner
from programs.definition import Definition
from programs.definition.store import Market, Store
from statuses.models import Standing
from store.models import Product, ProductState
from store.pricing.asked import Wanted
from store.pricing.markets import account_host, is_account, market_of, territory

State = ProductState.State
_OWNERS = Prepared(
    lambda: Client.objects.filter(program_id=Slot("program"), account=Slot("account")).values_list("partner_id")
)
Problems = dict[str, str]


@dataclass
class KnownClients:
    """The partner's clients that lines are for: which products they hold, and until when they have paid.

    ``lapsed`` are the products of keys whose term is over, but not for too long to be renewed.
    """

    by_line: Mapping[int, Client] = field(default_factory=dict)
    products: Mapping[int, set[str]] = field(default_factory=dict)
    lapsed: Mapping[int, set[str]] = field(default_factory=dict)
    paid_until: Mapping[int, date] = field(default_factory=dict)


def known_clients(actor: Actor, wanted: Sequence[Wanted], on: date, late_days: int = 0) -> KnownClients:
    """Find the clients of these lines by their record, account, or company and country; two queries.

    A key can be renewed until ``late_days`` after its last day.
    """
    hosts = {account_host(each.client.account) for each in wanted} - {""}
    ids = {each.client.known for each in wanted if each.client.known}
    companies = {each.client.company for each in wanted if not each.client.account} - {""}
    if not hosts and not ids and not companies:
        return KnownClients()
    meant = Q(account__in=hosts) | Q(pk__in=ids) | Q(company__in=companies)
    found = _by_account(actor, hosts) if len(hosts) == 1 and not ids | companies else None
    if found is None:
        found = list(Client.objects.visible_to(actor).current().filter(meant).order_by("-pk"))
    by_account = {client.account: client for client in found if client.account}
    by_company = {(client.company, client.country): client for client in found}
    by_id = {client.pk: client for client in found}
    known = KnownClients({})
    for place, each in enumerate(wanted):
        client = by_id.get(each.client.known or 0) or by_account.get(account_host(each.client.account))
        if client is None and not each.client.account:
            client = by_company.get((each.client.company, each.client.country))
        if client:
            known.by_line = {**known.by_line, place: client}
    if not found:
        return known
    products: dict[int, set[str]] = {}
    lapsed: dict[int, set[str]] = {}
    paid: dict[int, date] = {}
    held = (
        ClientLicence.objects.visible_to(actor)
        .filter(client__in=by_id)
        .filter(Q(state=ClientLicence.State.ACTIVE) | lapsed_keys(on, late_days))
    )
    for client_id, product, ends_on, state in held.values_list("client_id", "product", "ends_on", "state"):
        of_state = products if state == ClientLicence.State.ACTIVE else lapsed
        of_state.setdefault(client_id, set()).add(product)
        if ends_on and ends_on >= on:
            paid[client_id] = max(paid.get(client_id, ends_on), ends_on)
    known.products, known.lapsed, known.paid_until = products, lapsed, paid
    return known


_CURRENT = PreparedFor(
    lambda actor: (
        Client.objects.visible_to(actor).current().filter(account=Slot("account")).values_list(*columns(Client))
    )
)


def _by_account(actor: Actor, hosts: set[str]) -> list[Client]:
    return [made(Client, row) for host in hosts for row in _CURRENT.rows(actor, account=host)]


def tracks_held(actor: Actor, partner: Partner) -> frozenset[str]:
    """The tracks on which the partner has a level; one query."""
    rows = Standing.objects.visible_to(actor).filter(partner=partner).exclude(level="")
    return frozenset(rows.values_list("track", flat=True))


def product_problems(
    product: Product,
    state: str,
    *,
    definition: Definition,
    held: frozenset[str],
    client: Client | None,
    known: KnownClients,
) -> Problems:
    """Why the product can't be sold to this client by this partner (B24-2.1.2a, KKV-3)."""
    said = {"product": definition.worded(product.name)}
    holds = known.products.get(client.pk, set()) if client else set()
    if state == State.ARCHIVED and product.code not in holds:
        return {"": _("%(product)s is an archived plan. Only clients that have it can renew it.") % said}
    if state not in ProductState.RENEWED:
        return {"": _("%(product)s is no longer sold. Remove it from the cart.") % said}
    if product.competence and product.competence not in held:
        track = next((each.name for each in definition.tracks if each.code == product.competence), product.competence)
        return {"": _("%(product)s is sold by holders of “%(track)s” only.") % {**said, "track": track}}
    if client and product.kind == Product.Kind.MAINTENANCE:
        holds = holds | known.lapsed.get(client.pk, set())
    if state == State.EXISTING_CLIENTS and not (holds & set(product.requires) if product.requires else holds):
        return {"": _("%(product)s is sold to clients that already have the product only.") % said}
    paid = known.paid_until.get(client.pk) if client else None
    if product.barred_while_paid and paid:
        words = _("%(product)s can be bought for this client once its paid term ends on %(day)s.")
        return {"": words % {**said, "day": date_format(paid)}}
    return {}


def client_problems(
    store: Store, definition: Definition, partner: Partner, wanted: Wanted, on: date
) -> tuple[Problems, Market | None]:
    """What is wrong with the client of a line, and its market (B24-2.3.1, B24-2.3.2, B24-2.4, R7)."""
    client = wanted.client
    host = account_host(client.account)
    found = _account_problems(store, wanted, host)
    if not client.company and (host or wanted.product.kind == Product.Kind.CLOUD):
        found["company"] = _("Enter the client's company.")
    if client.country not in COUNTRY_CODES:
        found["country"] = _("Choose the client's country.")
    elif territory(store.exclusions, client.country, on) == "excluded":
        words = _("Sales to %(country)s aren't possible: the territory is excluded (%(clause)s).")
        clause = store.exclusions.clause if store.exclusions else ""
        found["country"] = words % {"country": country_name(client.country), "clause": clause}
    if not client.known:
        found |= own_data_problems(
            partner=partner,
            rules=definition,
            contact=Contact("", client.email, client.phone),
            client_tax_id=client.tax_id,
            country=client.country,
        )
    if host and "account" not in found and _taken(partner, host):
        words = _("This account is already linked to another partner. To move it, ask your partner manager.")
        found["account"] = words
    return found, market_of(store, host=host if "account" not in found else "", country=client.country)


def _account_problems(store: Store, wanted: Wanted, host: str) -> Problems:
    ending = store.cloud_account.hosts[0] if store.cloud_account else "example.com"
    account = wanted.client.account
    if account and not host:
        return {"account": _("Enter the account's address, for example https://acme.%(ending)s.") % {"ending": ending}}
    if host and store.cloud_account and not is_account(host, store.cloud_account.hosts):
        words = _("%(host)s isn't an account. Accounts look like acme.%(ending)s.")
        return {"account": words % {"host": host, "ending": ending}}
    if not account and store.cloud_account and wanted.product.kind == Product.Kind.CLOUD:
        words = _("Enter the client's account address, for example https://acme.%(ending)s.")
        return {"account": words % {"ending": ending}}
    return {}


def _taken(partner: Partner, host: str) -> bool:
    """Whether the account is another partner's client, whom this partner can't see; only that is told."""
    with bind(partner.program_id, savepoint=False):
        return any(owner != partner.pk for (owner,) in _OWNERS.rows(program=partner.program_id, account=host))

"""Reads of clients and their licenses, for pages and other apps."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Max, Q, QuerySet

from clients.keys import digests_of
from clients.models import Client, ClientLicence, ClientLook, ClientMove
from clients.rules import SeatsRun, Term, account_host, pending, runs_of
from common.actor import Actor
from common.dates import DAY
from common.prepared import Prepared, PreparedFor, Slot, columns, made
from programs.definition import Definition
from programs.rulebook import Rulebook


def clients_of(actor: Actor, *, text: str = "", origin: str = "", kind: str = "") -> QuerySet[Client]:
    """Clients the actor may see, newest first. ``text`` searches company and account."""
    rows = Client.objects.visible_to(actor).current()
    if text:
        host = account_host(text)
        rows = rows.filter(Q(company__icontains=text) | Q(account__icontains=host or text))
    if origin:
        rows = rows.filter(origin=origin)
    if kind:
        rows = rows.filter(kind=kind)
    return rows.order_by("-linked_on", "-pk")


def client_of_account(actor: Actor, account: str) -> Client | None:
    """The client with this account address, however it is spelled; None if it isn't known or not visible."""
    host = account_host(account)
    row = _BY_ACCOUNT.first(actor, account=host) if host else None
    return made(Client, row) if row else None


_BY_ACCOUNT = PreparedFor(
    lambda actor: (
        Client.objects.visible_to(actor).filter(account=Slot("account")).order_by("pk").values_list(*columns(Client))
    )
)


def licences_of(actor: Actor, *, kind: str = "", text: str = "") -> QuerySet[ClientLicence]:
    """Licenses the actor may see, the latest first. ``text`` finds a company, an order, or a whole key."""
    rows = ClientLicence.objects.visible_to(actor).select_related("client")
    if kind:
        rows = rows.filter(kind=kind)
    if text:
        rows = rows.filter(Q(registered_to__icontains=text) | Q(reference=text) | Q(key_digest__in=digests_of(text)))
    return rows.order_by("-starts_on", "-pk")


def licence_of_key(actor: Actor, key: str) -> ClientLicence | None:
    """The license with this activation key, however it is spelled."""
    return ClientLicence.objects.visible_to(actor).filter(key_digest__in=digests_of(key)).first()


def is_new_client(client: Client) -> bool:
    """Whether the client never had a paid license (B24-9b)."""
    return client.first_paid_on is None and not client.known_before


def had_commercial_subscription(program_id: int, account: str) -> bool:
    """Whether the account ever had a paid subscription (B24-8.1a). Bind the whole program: it reads every partner's."""
    host = account_host(account)
    rows = Client.objects.filter(program_id=program_id, account=host)
    return rows.filter(Q(first_paid_on__isnull=False) | Q(known_before=True)).exists()


def paid_until(client: Client, *, on: date) -> date | None:
    """The last day of the client's paid terms that hold on a day or later; None if it pays for none."""
    return next((last for (last,) in _PAID.rows(client=client.pk, day=on)), None)


def paid_until_of(client_ids: Collection[int], *, on: date) -> dict[int, date]:
    """The same of several clients, by their id; one query."""
    rows = ClientLicence.objects.filter(client__in=client_ids, state=ClientLicence.State.ACTIVE, ends_on__gte=on)
    return dict(rows.order_by().values("client").annotate(last=Max("ends_on")).values_list("client", "last"))


_PAID = Prepared(
    lambda: (
        ClientLicence.objects.filter(
            client_id=Slot("client"), state=ClientLicence.State.ACTIVE, ends_on__gte=Slot("day")
        )
        .order_by("-ends_on")
        .values_list("ends_on")[:1]
    )
)


def terms_of(client_ids: Collection[int]) -> dict[int, list[Term]]:
    """The paid terms of clients by their id; one query. A client without any has an empty list."""
    found: dict[int, list[Term]] = defaultdict(list)
    rows = ClientLicence.objects.filter(client__in=client_ids, counts=True)
    columns = ("client_id", "starts_on", "ends_on", "ended_on", "seats")
    for client_id, starts_on, ends_on, ended_on, seats in rows.values_list(*columns):
        last = min((day for day in (ends_on, ended_on and ended_on - DAY) if day is not None), default=None)
        if last is None or last >= starts_on:
            found[client_id].append(Term(starts_on, last, seats))
    return found


def pending_seats(client_ids: Collection[int], *, rules: Definition, today: date) -> dict[int, SeatsRun]:
    """The seats that are still on their way to count, by client; two queries for any number of clients (B24-g)."""
    seats = rules.clients.new_seats if rules.clients else None
    if seats is None:
        return {}
    new = Client.objects.filter(pk__in=client_ids, known_before=False, seats_activity=None)
    found = {}
    for client_id, terms in terms_of(list(new.values_list("pk", flat=True))).items():
        runs = runs_of(terms, months=seats.paid_months, today=today)
        covered = any(term.start <= today and (term.end is None or today <= term.end) for term in terms)
        if run := pending(runs, today=today, covered=covered):
            found[client_id] = run
    return found


def moves_of(actor: Actor, client: Client) -> QuerySet[ClientMove]:
    """The client's history, latest first; the vendor's only."""
    return ClientMove.objects.visible_to(actor).filter(client=client).select_related("from_partner", "to_partner", "by")


def looks(actor: Actor) -> QuerySet[ClientLook]:
    """Who looked at what, latest first."""
    return ClientLook.objects.visible_to(actor).select_related("by", "client", "licence")


def unregistered(actor: Actor) -> QuerySet[ClientLicence]:
    """Active keys that wait for their end user, the most urgent first (B24-2.3a)."""
    rows = ClientLicence.objects.visible_to(actor).filter(
        state=ClientLicence.State.ACTIVE, registered_on=None, register_by__isnull=False
    )
    return rows.order_by("register_by", "pk")


def registration_days(rulebook: Rulebook, on: date) -> int | None:
    """In how many days a key sold without its client is registered; None if the program doesn't ask for it."""
    store = rulebook.on(on).store
    return store.registration.days if store and store.registration else None


def lapsed_keys(on: date, days: int) -> Q:
    """Keys whose term ended at most so many days before a day: they can still be renewed."""
    ended = Q(state=ClientLicence.State.ENDED, kind=ClientLicence.Kind.KEY, counts=True)
    return ended & Q(ends_on__gte=on - timedelta(days=days), ends_on__lt=on)


def expiring(actor: Actor, *, start: date, end: date) -> QuerySet[ClientLicence]:
    """Active licenses whose last day lies in the days, the first one first."""
    rows = ClientLicence.objects.visible_to(actor).filter(state=ClientLicence.State.ACTIVE, ends_on__range=(start, end))
    return rows.select_related("client").order_by("ends_on", "pk")

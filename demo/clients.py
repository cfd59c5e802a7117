"""The demo's clients: what partners with logins have sold and seats they earned, as clients with licenses.

The imported log names the clients of every sale and of every new seat. Each becomes a record here, each sale a
license with the sale's reference, so that the pages agree with the log. Some clients came by a referral link.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from activities.models import Activity
from clients.daily import open_day
from clients.models import Client, ClientLicence, ReferralLink
from clients.operations.adding import add_client
from clients.operations.licences import open_licence
from clients.referral.daily import open_day as forget_visits
from clients.referral.operations.links import make_link
from clients.referral.operations.signing_up import report_sign_up
from clients.referral.operations.visiting import record_visit
from clients.referral.visitors import new_visitor
from common.actor import Actor
from common.dates import DAY, months_after
from common.tenancy import bind_actor
from demo.companies import plain
from demo.plan import Plan
from partners.models import Member
from programs.models import Program
from programs.rulebook import Rulebook, rulebook_of
from store.models import Product
from store.orders.fulfilment import KINDS

PLACED = "order-"  # how the references of the demo's own orders begin; those have their licenses
CAMPAIGNS = ("", "Newsletter", "Trade fair")
MONTHS = 11  # of visits, before this one
NEW_FOR = 6  # months; clients whose first sale is older had a license before, unless their seats were counted
PEOPLE = ("Ana Costa", "Ben Weber", "Chloe Martin", "Dan Novak", "Eva Rossi", "Finn Larsen")


def send_clients(*, actor: Actor, program: Program, plan: Plan, today: date, now: datetime) -> int:
    """Give partners with logins the clients that their history names; returns how many.

    Does nothing if there are any but those of the demo's orders, or if the rules have no store.
    """
    with bind_actor(actor), transaction.atomic():
        rulebook = rulebook_of(program)
        there = ClientLicence.objects.visible_to(actor).exclude(reference__startswith=PLACED).exists()
        if rulebook.on(today).store is None or there:
            return 0
        members = Member.objects.filter(program=program, role=Member.Role.MAIN, partner__ended_on=None)
        done = 0
        for member in members.select_related("partner", "user").order_by("pk"):
            done += _Desk(program, rulebook, member, today, now).play()
        system = Actor.system(program.pk)
        open_day(actor=system, rulebook=rulebook, today=today, now=now)
        forget_visits(actor=system, rulebook=rulebook, today=today, now=now)
        return done


class _Desk:
    """One partner's clients; the same for the same partner and day."""

    def __init__(self, program: Program, rulebook: Rulebook, member: Member, today: date, now: datetime) -> None:
        self.program, self.rulebook, self.member, self.partner = program, rulebook, member, member.partner
        self.today, self.now, self.system = today, now, Actor.system(program.pk)
        self.chance = Random(f"{program.code}/{member.partner.code}/clients")  # noqa: S311 - invention
        store = rulebook.on(today).store
        becomes = {rule.kind: KINDS[rule.becomes] for rule in (store.deliveries if store else [])}
        products = Product.objects.filter(program=program, kind__in=becomes, months__isnull=False).order_by("pk")
        self.products = [(product, becomes[product.kind]) for product in products]  # type: ignore[index]
        self.hosts = store.cloud_account.hosts if store and store.cloud_account else []

    def play(self) -> int:
        """Make the links, then the clients in the order of their first sale or seats."""
        if not self.products:
            return 0
        log = Activity.objects.filter(partner=self.partner, kind__in=self._kinds(), retracts=None).effective()
        rows = list(log.exclude(reference__startswith=PLACED).exclude(subject="").order_by("on", "pk"))
        links = self._links(rows[0].on if rows else self.today)
        clients: dict[str, Client] = {}
        for row in rows:
            if row.subject not in clients:
                clients[row.subject] = self._client(row, rows, links)
            self._licence(row, clients[row.subject])
        if links and self.hosts:
            self._visits(links)
            self._refused(links[0])
        return len(clients)

    def _kinds(self) -> list[str]:
        rules = self.rulebook.on(self.today)
        seats = rules.clients.new_seats.activity if rules.clients and rules.clients.new_seats else None
        return [kind for kind in ("sale", seats) if kind]

    def _links(self, first: date) -> list[ReferralLink]:
        rules = self.rulebook.on(self.today)
        if rules.clients is None or rules.clients.referral is None or self.rulebook.on(first).clients != rules.clients:
            return []
        made: dict[str, Any] = {"actor": self.system, "partner": self.partner, "rules": rules, "now": self._at(first)}
        return [make_link(**made, campaign=campaign) for campaign in CAMPAIGNS]

    def _client(self, row: Activity, rows: list[Activity], links: list[ReferralLink]) -> Client:
        """A client from the day of its first sale, by referral or by purchase."""
        start = min(self._start(one) for one in rows if one.subject == row.subject)
        counted = next((one for one in rows if one.subject == row.subject and one.kind != "sale"), None)
        known = counted is None and start <= months_after(self.today + 2 * DAY, -NEW_FOR)
        about = self._about(row.subject)
        if links and about["account"] and self.chance.random() < 0.4:
            client = self._signed_up(about, known, start, self.chance.choice(links))
        else:
            kind = Client.Kind.CLOUD if about["account"] else Client.Kind.ON_PREMISE
            client = add_client(
                actor=self.system,
                partner=self.partner,
                kind=kind,
                origin=Client.Origin.PURCHASE,
                known_before=known,
                today=start,
                now=self._at(start),
                **about,
            )
        if counted is not None and client.seats_activity_id is None:
            client.seats_activity = counted
            client.save(update_fields=["seats_activity"])
        return client

    def _signed_up(self, about: dict[str, Any], known: bool, start: date, link: ReferralLink) -> Client:
        """The client visited the link, signed up some days later, and bought on its first day."""
        signed = max(start - timedelta(days=self.chance.randrange(1, 10)), self.partner.accepted_on)
        visitor = new_visitor()
        visited = max(signed - timedelta(days=self.chance.randrange(0, 20)), self.partner.accepted_on)
        self._visit(link, visited, visitor)
        row = report_sign_up(
            actor=self.system,
            rulebook=self.rulebook,
            visitor=visitor,
            known_before=known,
            today=signed,
            now=self._at(signed),
            **about,
        )
        assert row.client is not None, "the demo's companies are not the partner's own"
        return row.client

    def _licence(self, row: Activity, client: Client) -> None:
        """The license that a sale delivered, or the one whose seats were counted."""
        start = self._start(row)
        product, kind = self._product(row)
        open_licence(
            actor=self.system,
            client=client,
            partner=self.partner,
            kind=kind,
            product=product.code,
            plan=product.name,
            seats=(product.seats if row.kind == "sale" else row.quantity) or 0,
            starts_on=start,
            ends_on=months_after(start, product.months or 12) - DAY,
            reference=row.reference or f"import-{row.pk}",
            today=start,
            now=self._at(start),
        )

    def _product(self, row: Activity) -> tuple[Product, str]:
        """A product; seats that were counted need a term in which six months fit."""
        long_enough = [one for one in self.products if row.kind == "sale" or (one[0].months or 0) >= NEW_FOR]
        return self.chance.choice(long_enough or self.products)

    def _start(self, row: Activity) -> date:
        return row.on if row.kind == "sale" else months_after(row.on + DAY, -NEW_FOR)

    def _about(self, company: str) -> dict[str, Any]:
        stem = plain(company) or f"client-{self.chance.randrange(1000, 9999)}"
        account = ""
        if self.hosts:
            account = f"{stem}.{self.hosts[0]}"
            if Client.objects.filter(program=self.program, account=account).exists():
                account = f"{stem}-{self.partner.code}"[:60].rstrip("-") + f".{self.hosts[0]}"
        return {
            "account": account,
            "company": company,
            "country": self.partner.country,
            "name": self.chance.choice(PEOPLE),
            "email": f"office@{stem}.example",
        }

    def _visits(self, links: list[ReferralLink]) -> None:
        """Visits of the last months by people who didn't agree to be remembered: only counted."""
        for link in links:
            for ago in range(MONTHS + 1):
                on = months_after(self.today.replace(day=1), -ago)
                for _each in range(self.chance.randrange(4)):
                    if on >= self.partner.accepted_on:
                        self._visit(link, on, None)

    def _refused(self, link: ReferralLink) -> None:
        """A sign-up by the partner's own team, and one of another partner's client."""
        elsewhere = Client.objects.filter(program=self.program).exclude(partner=self.partner).exclude(account="")
        other = elsewhere.order_by("pk").first()
        wanted = [(f"{self.partner.code}-trial.{self.hosts[0]}", self.partner.name, self.member.user.email)]
        if other is not None:
            wanted.append((other.account, other.company, ""))
        for account, company, email in wanted:
            visitor = new_visitor()
            self._visit(link, self.today - 3 * DAY, visitor)
            report_sign_up(
                actor=self.system,
                rulebook=self.rulebook,
                visitor=visitor,
                account=account,
                company=company,
                country=self.partner.country,
                email=email,
                today=self.today - DAY,
                now=self._at(self.today - DAY),
            )

    def _visit(self, link: ReferralLink, on: date, visitor: str | None) -> None:
        stranger = Actor.visitor(self.program.pk)
        given: dict[str, Any] = {"rulebook": self.rulebook, "today": on, "now": self._at(on)}
        record_visit(actor=stranger, link=link, visitor=visitor, **given)

    def _at(self, on: date) -> datetime:
        """A moment on a past day, never after the present."""
        return min(datetime.combine(on, time(10, 30), ZoneInfo(self.program.time_zone)), self.now)

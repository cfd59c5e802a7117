"""The demo's requests of clients, made and worked on through the regular operations."""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from common.actor import Actor
from common.dates import DAY
from common.tenancy import bind_actor
from demo.plan import Plan
from leads.board.operations.reserving import UnableToReserve, release_reservation, reserve_request
from leads.board.operations.working import add_note, lose_request, plan_next, win_request
from leads.models import LeadRequest, Offer, Reservation
from leads.requests.operations.deciding import merge_request
from leads.requests.operations.following import close_request, rate_partner
from leads.requests.operations.receiving import receive_request
from leads.rotation.operations.answering import accept_offer, decline_offer
from leads.rotation.operations.joining import accept_rules
from partners.models import Member, Partner
from programs.models import Program
from programs.rulebook import Rulebook, rulebook_of

NEEDS = (
    "We want to replace spreadsheets in sales by one system for 25 people.",
    "Our license ends next month. We need help with the renewal and an upgrade.",
    "Training for our support team, two days, on site or online.",
    "Connect our accounting software and the website's forms.",
    "Move our portal to a new server and look after it.",
)
DECLINED = ("No capacity this month", "Not our field")
EARLIEST = timedelta(days=12)  # before today, a request may have come
MERGED, ALONE = 9, 19  # of 25: one is a duplicate, and one comes from a country without partners
NOBODYS = "IS"
PEOPLE = ("Ana Costa", "Ben Weber", "Chloe Martin", "Dan Novak", "Eva Rossi", "Finn Larsen")


def send_leads(*, actor: Actor, program: Program, plan: Plan, today: date, now: datetime) -> int:
    """Send the plan's number of requests and take them to every state; returns how many.

    Each is a transaction of its own, so that nobody waits for all of them; a load that was killed is completed on the
    same day. Does nothing if there are as many already, or if the rules of those days had no such form: the network of
    an older release keeps its history.
    """
    with bind_actor(actor):
        rulebook = rulebook_of(program)
        leads, before = rulebook.on(today).leads, rulebook.on(today - EARLIEST).leads
        done = _done(actor, now)
        if leads is None or before != leads or done >= plan.leads:
            return 0
        crowd = _Crowd(program, rulebook, today, now, fresh=not done)
        crowd.play(done)
    for number in range(done + 1, plan.leads):
        with bind_actor(actor):
            crowd.play(number)
    return plan.leads - done


def _done(actor: Actor, now: datetime) -> int:
    """How many an earlier start has sent: all of them come from days before; an older network has enough."""
    requests = LeadRequest.objects.visible_to(actor)
    if requests.filter(received_at__lt=now - EARLIEST - DAY).exists():
        return sys.maxsize
    return requests.filter(received_at__lte=now - DAY).count()


class _Crowd:
    """The partners that have people, and what they do with requests; the same for the same plan and day."""

    def __init__(self, program: Program, rulebook: Rulebook, today: date, now: datetime, *, fresh: bool) -> None:
        self.program, self.rulebook, self.today, self.now = program, rulebook, today, now
        leads = rulebook.on(today).leads
        assert leads is not None, "only programs with leads have demo requests"
        self.before: int | None = None
        self.leads, self.chance = leads, Random(f"{program.code}/leads")  # noqa: S311 - invention
        members = Member.objects.filter(program=program, role=Member.Role.MAIN, partner__ended_on=None)
        self.actors = {
            one.partner_id: Actor("partner", one.user_id, program.pk, one.partner_id, one.role)
            for one in members.order_by("pk")
        }
        self.partners = Partner.objects.filter(pk__in=self.actors).in_bulk()
        if leads.rules and fresh:
            for partner_id, who in self.actors.items():
                version = next(
                    one.version for one in rulebook.on(today).agreements if one.code == leads.rules.agreement
                )
                given: dict[str, Any] = {"rulebook": rulebook, "today": today, "now": now}
                accept_rules(actor=who, partner=self.partners[partner_id], version=version, **given)

    def play(self, number: int) -> None:
        """Send one request and take it some steps further."""
        past = self.now - timedelta(days=self.chance.randrange(1, EARLIEST.days), minutes=number)
        kinds = [kind.code for kind in self.leads.kinds.items] if self.leads.kinds else [""]
        sources = [one.code for one in self.leads.sources] or [""]
        partner = self.chance.choice(list(self.partners.values())) if self.partners else None
        name = self.chance.choice(PEOPLE)
        answers = {
            "client": name,
            "company": f"{name.split()[1]} Ltd",
            "email": f"{name.split()[0].lower()}{number}@client.example",
            "country": NOBODYS if number % 25 == ALONE or not partner else partner.country,
            "budget": str(self.chance.randrange(5, 200) * 100),
            "request": self.chance.choice(NEEDS),
        }
        asked = {field.code for field in self.leads.form}
        received = receive_request(
            actor=Actor.visitor(self.program.pk),
            rulebook=self.rulebook,
            kind=self.chance.choice(kinds),
            answers={code: text for code, text in answers.items() if code in asked},
            consent=True,
            source=sources[number % len(sources)],
            currency=partner.currency if partner and "budget" in asked else "",
            now=past,
        )
        if number % 25 == MERGED and self.before is not None:
            self._merge(received.lead.pk, past + timedelta(hours=2))
            return
        if number % 25 != ALONE:
            self.before = received.lead.pk
        self._go_on(received.lead.pk, number % 8, past + timedelta(hours=2), partner)

    def _merge(self, lead_id: int, at: datetime) -> None:
        """The same client asked twice; the vendor merges the later request into the earlier one."""
        rows = LeadRequest.objects.in_bulk([lead_id, self.before])
        if Reservation.objects.filter(lead=lead_id).exists():
            return
        about: dict[str, Any] = {"rulebook": self.rulebook, "today": self.today, "now": at}
        system = Actor.system(self.program.pk)
        merge_request(actor=system, lead=rows[lead_id], into=rows[self.before], **about)

    def _go_on(self, lead_id: int, fate: int, at: datetime, partner: Partner | None) -> None:
        lead = LeadRequest.objects.get(pk=lead_id)
        offer = Offer.objects.filter(lead=lead, state=Offer.State.WAITING, partner_id__in=self.actors).first()
        held: Reservation | None = None
        if fate == 0:
            return
        if offer is not None:
            if fate == 1:
                decline_offer(**self._by(offer.partner_id, at), offer=offer, reason=self.chance.choice(DECLINED))
                return
            held = accept_offer(**self._by(offer.partner_id, at), offer=offer, today=self.today)
        elif lead.state == LeadRequest.State.OPEN and partner is not None:
            try:
                held = reserve_request(**self._by(partner.pk, at), partner=partner, lead=lead, today=self.today)
            except UnableToReserve:
                return
        if held is not None:
            self._work(held, fate, at)

    def _work(self, held: Reservation, fate: int, at: datetime) -> None:
        given = self._by(held.partner_id, at) | {"reservation": held}
        dated = given | {"today": self.today}
        undated: dict[str, Any] = {"actor": given["actor"], "reservation": held, "now": at}
        match fate:
            case 1 | 2:
                add_note(**undated, text="Called, sent an introduction.")
                step: dict[str, Any] = {
                    "step": "Send a quote",
                    "on": self.today + timedelta(days=3),
                    "today": self.today,
                }
                plan_next(**undated, **step)
            case 3 | 4 if not (self.leads.work and self.leads.work.proof):
                win_request(**dated)
                rate_partner(**self._client(held, at), reservation_id=held.pk, stars=5, text="Quick and friendly.")
            case 5:
                reasons = self.leads.work.lost_reasons if self.leads.work else []
                if reasons:
                    lose_request(**dated, reason=self.chance.choice(reasons))
            case 6:
                release_reservation(**dated, reason="No capacity")
            case 7:
                close_request(**self._client(held, at), reason="Found a solution")

    def _by(self, partner_id: int, at: datetime) -> dict[str, Any]:
        return {"actor": self.actors[partner_id], "rulebook": self.rulebook, "now": at}

    def _client(self, held: Reservation, at: datetime) -> dict[str, Any]:
        lead = LeadRequest.objects.get(pk=held.lead_id)
        about = {"rulebook": self.rulebook, "today": self.today, "now": at}
        return {"actor": Actor.visitor(self.program.pk), "lead": lead, **about}

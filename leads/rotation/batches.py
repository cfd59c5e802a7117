"""Decides a batch of requests of one territory, and writes offers, places and the chain."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from common.among import is_among
from common.events import publish
from leads.requests.contacts import lead_digest
from leads.requests.events import LeadUnplaced
from leads.requests.models import LeadContact, LeadRequest
from leads.rotation.eligible import Candidate, candidates, chosen_candidates
from leads.rotation.events import Offered, OffersMade
from leads.rotation.models import Offer, Territory, Turn
from leads.rotation.rows import Held, NewEntry, NewOffer, write_entries, write_offers, write_turns
from leads.rotation.rules import Place, Rotation, business_due, link
from programs.definition.leads import Leads
from programs.rulebook import Rulebook

BATCH = 5000
SHOWN = 10  # aliases of the order that an offer keeps
State = LeadRequest.State


class Waiting(NamedTuple):
    """What a turn depends on of a request; a model's instance would take five times as long."""

    pk: int
    kind: str
    region: str
    wanted_id: int | None
    salt: str


def hold_waiting(territory: Territory, most: int) -> list[Waiting]:
    """Lock the requests of a territory that wait for their turn, the earliest first."""
    here = {"program_id": territory.program_id, "mode": territory.mode, "country": territory.country}
    new = LeadRequest.objects.filter(**here, state=State.NEW).order_by("received_at", "pk")
    rows = list(new.select_for_update(no_key=True).values_list("pk", "kind", "region", "wanted_id")[:most])
    contacts = LeadContact.objects.filter(is_among("lead_id", (row[0] for row in rows)))
    salts = dict(contacts.values_list("lead_id", "salt"))
    return [Waiting(*row, salts.get(row[0], "")) for row in rows]


def hold_territory(program_id: int, mode: str, country: str) -> Territory:
    """Lock the territory until the transaction ends; its row is created with its first request."""
    key = {"program_id": program_id, "mode": mode, "country": country}
    Territory.objects.bulk_create([Territory(**key)], ignore_conflicts=True)
    return Territory.objects.select_for_update(no_key=True).get(**key)


@dataclass
class Batch:
    """Requests of one territory that are decided together, and what is written for them."""

    rulebook: Rulebook
    territory: Territory
    leads: Leads
    revision: int
    now: datetime
    today: date
    known: Mapping[str, Candidate]
    chosen: Mapping[int, Candidate]
    rotation: Rotation
    turns: dict[str, Held]
    seen: Mapping[int, set[int]]
    entries: list[NewEntry] = field(default_factory=list)
    offers: list[NewOffer] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    moved: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    touched: set[str] = field(default_factory=set)
    times: dict[str, tuple[datetime, datetime | None]] = field(default_factory=dict)

    @classmethod
    def read(cls, rulebook: Rulebook, territory: Territory, requests: Sequence[Waiting], now: datetime) -> "Batch":
        """Read everything that the requests' turns depend on: a fixed number of queries."""
        today = now.astimezone(ZoneInfo(rulebook.program.time_zone)).date()
        revision, definition = rulebook.revisions.at(today)
        leads = definition.leads
        assert leads is not None, "requests wait only where the rules give leads"
        known = candidates(rulebook, mode=territory.mode, country=territory.country, on=today)
        ids = [lead.pk for lead in requests]
        wanted = {lead.wanted_id for lead in requests if lead.wanted_id}
        seen: dict[int, set[int]] = defaultdict(set)
        for lead_id, partner_id in Offer.objects.filter(is_among("lead_id", ids)).values_list("lead_id", "partner_id"):
            seen[lead_id].add(partner_id)
        columns = ("partner__lead_participant__alias", "partner_id", "last", "present", "offers")
        rows = Turn.objects.filter(territory=territory).values_list(*columns)
        turns = {alias: Held(*held) for alias, *held in rows}
        batch = cls(
            rulebook,
            territory,
            leads,
            revision,
            now,
            today,
            known,
            chosen_candidates(rulebook, mode=territory.mode, among=wanted, on=today),
            Rotation({alias: Place(row.last, row.present) for alias, row in turns.items()}),
            turns,
            seen,
        )
        batch._attend()
        return batch

    def decide(self, lead: Waiting) -> None:
        """Offer one request: to the partner that the client chose, else to the one whose turn it is, else to nobody."""
        chosen = self.chosen.get(lead.wanted_id) if lead.wanted_id else None
        if chosen and chosen.partner_id not in self.seen[lead.pk]:
            self._offer(lead, chosen, self._link("direct", lead, to=chosen.alias), {"kind": "direct"})
        elif not self._by_turns:
            self.moved[State.OPEN].append(lead.pk)
        else:
            self._take_turn(lead)

    def _take_turn(self, lead: Waiting) -> None:
        seen = self.seen[lead.pk]
        excluded = (
            {alias for alias, one in self.known.items() if one.partner_id in seen or not one.covers(lead.region)}
            if seen or self._regional
            else set()
        )
        order = self.rotation.order[:SHOWN]
        alias, passed = self.rotation.choose(excluded=excluded)
        number = self._link("turn" if alias else "nobody", lead, to=alias, passed=passed)
        if alias is None:
            kept = self.leads.turns.then == "manager"
            self.moved[State.UNPLACED if kept else State.OPEN].append(lead.pk)
            return
        turn = self.turns[alias]
        why = {
            "kind": "turn",
            "eligible": len(self.rotation.order),
            "order": order,
            "passed": len(passed),
            "waited_since": self.rotation.places[alias].last,
            "offers_before": turn.offers,
        }
        self.rotation.offered(alias, number)
        turn.last, turn.offers = number, turn.offers + 1
        self.touched.add(alias)
        self._offer(lead, self.known[alias], number, why)

    def write(self) -> None:
        """Store what was decided: one statement for each table."""
        made = write_offers(self.offers)
        write_entries(self.entries)
        write_turns(self.territory, [self.turns[alias] for alias in sorted(self.touched)])
        self.territory.save(update_fields=["number", "head"])
        for state, ids in self.moved.items():
            LeadRequest.objects.filter(is_among("pk", ids)).update(state=state)
        if made:
            publish(OffersMade(self.rulebook, self._told(made), self.today, self.now))
        for lead_id in self.moved.get(State.UNPLACED, ()):
            publish(LeadUnplaced(self.rulebook, lead_id, self.now))

    def _attend(self) -> None:
        """Note in the chain who joined and who left since the last request."""
        joined, left = self.rotation.attend(set(self.known))
        for alias in joined:
            if alias not in self.turns:
                partner_id = self.known[alias].partner_id
                self.turns[alias] = Held(partner_id)
        for alias in (*joined, *left):
            turn, place = self.turns[alias], self.rotation.places[alias]
            turn.last, turn.present = place.last, place.present
            self.touched.add(alias)
        if joined or left:
            self._link("members", None, joined=joined, left=left)

    def _offer(self, lead: Waiting, to: Candidate, number: int, why: dict[str, Any]) -> None:
        why = why | {"revision": self.revision}
        if to.country not in self.times:
            self.times[to.country] = answer_times(self.rulebook, self.leads, to.country, self.now)
        times = self.times[to.country]
        self.kinds.append(lead.kind)
        self.offers.append(new_offer(lead.pk, to, self.territory, number, why, self.now, times))
        self.moved[State.OFFERED].append(lead.pk)

    def _link(self, kind: str, lead: Waiting | None, **body: object) -> int:
        if lead is not None:
            body["request"] = lead_digest(lead.pk, lead.salt)
        self.entries.append(next_entry(self.territory, kind, self.revision, self.now, body))
        return self.territory.number

    def _told(self, ids: Sequence[int]) -> list[Offered]:
        rows = zip(ids, self.offers, self.kinds, strict=True)
        country = self.territory.country
        return [Offered(one.partner_id, pk, one.lead_id, kind, country, one.due_at) for pk, one, kind in rows]

    @cached_property
    def _by_turns(self) -> bool:
        return self.leads.mode(self.territory.mode).distribution == "by_turns"

    @cached_property
    def _regional(self) -> bool:
        return any(one.regions is not None for one in self.known.values())


def next_entry(territory: Territory, kind: str, revision: int, now: datetime, body: Mapping[str, object]) -> NewEntry:
    """Return the next link of a territory that is locked, and move its head; the caller stores both."""
    territory.number += 1
    about = {"number": territory.number, "kind": kind, "rules": revision, "at": now.isoformat(timespec="seconds")}
    text, territory.head = link(territory.head, {**about, **body})
    return NewEntry(territory.program_id, territory.pk, territory.number, text, territory.head, now)


def answer_times(rulebook: Rulebook, leads: Leads, country: str, now: datetime) -> tuple[datetime, datetime | None]:
    """Until when a partner of a country answers, and when it is reminded, in business hours there."""
    turns = leads.turns
    about: dict[str, Any] = {
        "opens": turns.opens,
        "closes": turns.closes,
        "country": country,
        "time_zone": rulebook.program.time_zone,
    }
    early = turns.answer_hours - turns.reminder_hours
    remind = business_due(now, hours=early, **about) if 0 < early < turns.answer_hours else None
    return business_due(now, hours=turns.answer_hours, **about), remind


def new_offer(
    lead_id: int,
    to: Candidate,
    territory: Territory,
    number: int,
    why: Mapping[str, Any],
    now: datetime,
    times: tuple[datetime, datetime | None],
    *,
    by_hand: bool = False,
) -> NewOffer:
    """Return an offer with its `answer_times`; the caller stores it."""
    due, remind = times
    about = (territory.program_id, to.partner_id, lead_id, territory.pk, number)
    return NewOffer(*about, by_hand, why, now, remind, due)

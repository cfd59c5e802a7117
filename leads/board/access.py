"""What a partner may do with requests today: see the board, where, and how many it may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leads.board.models import Reservation
from leads.board.rules import Explained, explained, most_open
from leads.requests.models import LeadRequest
from leads.rotation.eligible import barred, participants, rules_to_accept
from leads.rotation.models import Location, Participant
from partners.models import Partner
from programs.definition.admission import Agreement
from programs.definition.leads import Leads
from programs.rulebook import Rulebook
from statuses.benefits import lead_modes

READABLE = timedelta(days=7)  # after new rules came into force (R30)


@dataclass(frozen=True)
class Access:
    """A partner's access to requests. ``regions`` maps countries to regions, None for the whole country."""

    leads: Leads
    participant: Participant
    rules: Agreement | None
    modes: frozenset[str]
    barred: bool
    regions: Mapping[str, frozenset[str] | None]
    open: int
    most: int | None
    readable_until: date | None = None
    today: date | None = None

    @property
    def accepted(self) -> bool:
        """Whether the partner accepted the present rules of the lead program (B24-6.1)."""
        return self.rules is None or self.participant.rules_version == self.rules.version

    @property
    def may_read(self) -> bool:
        """Whether the partner may read the requests that it holds: with new rules to accept, for 7 more days (R30)."""
        if self.accepted:
            return True
        return self.readable_until is not None and self.today is not None and self.today <= self.readable_until

    @property
    def boards(self) -> frozenset[str]:
        """The modes whose requests the partner may reserve on the board."""
        return self.modes & {mode.code for mode in self.leads.modes if mode.distribution == "offered_to_all"}

    @property
    def problem(self) -> str:
        """Why the partner may not reserve at all; empty if it may."""
        if self.barred:
            return _("You can't take requests at the moment because of a restriction.")
        if not self.accepted:
            return _("Accept the rules of the lead program first.")
        if not self.boards:
            return _("Your level doesn't include requests from the board.")
        return ""

    @property
    def limit_problem(self) -> str:
        """Why the partner may not reserve one more now; empty if it may (B24-6.2e)."""
        if self.most is None or self.open < self.most:
            return ""
        said = ngettext(
            "You can hold %(most)s open reservation. Close or release it first.",
            "You can hold %(most)s open reservations. Close or release one first.",
            self.most,
        )
        return said % {"most": self.most}

    @property
    def rating(self) -> Explained | None:
        """How the partner's rating comes about and what it unlocks (B24-6.2e)."""
        return explained(self.leads, won=self.participant.won, lost=self.participant.lost)

    def covers(self, lead: LeadRequest) -> bool:
        """Whether the request is of a mode and a place of the partner."""
        if lead.mode not in self.modes or lead.country not in self.regions:
            return False
        regions = self.regions[lead.country]
        return regions is None or lead.region in regions


def access_of(partner: Partner, rulebook: Rulebook, *, on: date) -> Access:
    """Read a partner's access in three queries; the transaction is bound to the program.

    Raises KeyError where there are no leads.
    """
    definition = rulebook.on(on)
    leads = definition.leads
    if leads is None:
        raise KeyError("leads")
    participant = _participant(partner, on)
    is_barred: bool = participant.is_barred
    modes = set() if is_barred else lead_modes(partner=partner, revisions=rulebook.revisions, on=on)
    regions: dict[str, frozenset[str] | None] = {}
    for country, region in Location.objects.in_force().filter(partner=partner).values_list("country", "region"):
        known = regions.get(country, frozenset())
        regions[country] = None if known is None or not region else known | {region}
    regions[partner.country] = None
    return Access(
        leads=leads,
        participant=participant,
        rules=rules_to_accept(definition),
        modes=frozenset(modes & {mode.code for mode in leads.modes}),
        barred=is_barred,
        regions=regions,
        open=participant.held_now,
        most=most_open(leads, won=participant.won, lost=participant.lost),
        readable_until=_readable_until(rulebook, participant, on),
        today=on,
    )


def _readable_until(rulebook: Rulebook, participant: Participant, on: date) -> date | None:
    """The last day on which a partner that accepted an earlier version reads what it holds (R30); None without one."""
    if not participant.rules_version:
        return None
    rules = rules_to_accept(rulebook.on(on))
    since = None
    for start, _revision, definition in reversed(rulebook.revisions.items):
        if start > on:
            continue
        known = rules_to_accept(definition)
        if rules is None or known is None or known.version != rules.version:
            break
        since = start
    return since + READABLE if since else None


def _participant(partner: Partner, on: date) -> Any:
    """The partner's row in the lead program, with whether it is barred and how many reservations it holds."""
    held = Reservation.objects.open().filter(partner=OuterRef("partner")).order_by().values("partner")
    rows = Participant.objects.filter(program_id=partner.program_id, partner=partner).annotate(
        is_barred=Exists(barred(partner.program_id, on).filter(partner=OuterRef("partner"))),
        held_now=Coalesce(Subquery(held.annotate(number=Count("*")).values("number")), 0),
    )
    found = rows.first()
    if found is None:
        participants(partner.program_id, [partner.pk])
        found = rows.get()
    return found

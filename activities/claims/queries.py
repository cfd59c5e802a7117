"""Reads of claims: what partners may claim, how much of each cap is used, and what the vendor must review."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import Claim
from common.actor import Actor
from common.dates import expires_on, years_before
from common.prepared import PreparedFor, columns, made
from programs.definition import Definition
from programs.definition.activities import ActivityKind, Cap

_OPEN = PreparedFor(
    lambda actor: Claim.objects.visible_to(actor).filter(state__in=Claim.OPEN).values_list(*columns(Claim))
)


@dataclass(frozen=True)
class Claimable:
    """A kind that partners may claim; ``approved`` are the days that count against its cap."""

    code: str
    kind: ActivityKind
    approved: Sequence[date]

    @property
    def cap(self) -> Cap | None:
        return self.kind.claim.cap if self.kind.claim else None

    @property
    def used(self) -> int:
        return len(self.approved)

    @property
    def full(self) -> bool:
        return self.cap is not None and self.used >= self.cap.at_most

    @property
    def free_on(self) -> date | None:
        """The first day with room under the cap; None when there is room now or never will be."""
        if self.cap is None or not self.full or self.cap.window == "ever":
            return None
        return expires_on(sorted(self.approved)[self.used - self.cap.at_most])

    @property
    def left(self) -> int | None:
        """How many more can be approved; None without a cap."""
        return max(self.cap.at_most - self.used, 0) if self.cap else None

    @property
    def full_words(self) -> str:
        """Why no more can be claimed, with the cap and the first free day; empty when there is room."""
        if not self.full:
            return ""
        words = cap_words(self.kind, self.cap)
        if self.free_on:
            words += " " + _("You can claim again from %(day)s.") % {"day": date_format(self.free_on)}
        return words


def waiting_claims(actor: Actor) -> QuerySet[Claim]:
    """Plans and claims waiting for the vendor, oldest first."""
    return Claim.objects.visible_to(actor).filter(state__in=Claim.WAITING).order_by("waits_since", "pk")


def open_claims(actor: Actor) -> list[Claim]:
    """Claims not decided yet, newest first; one query."""
    return [made(Claim, row) for row in _OPEN.rows(actor)]


def claimable_kinds(actor: Actor, partner_id: int, definition: Definition, *, on: date) -> list[Claimable]:
    """What the rules let the partner claim, in the order of the program file; one query."""
    kinds = {code: kind for code, kind in definition.activities.items() if kind.claim}
    approved = _approved(actor, partner_id, kinds, on)
    return [Claimable(code, kind, approved[code]) for code, kind in kinds.items()]


def claimable(actor: Actor, partner_id: int, code: str, kind: ActivityKind, *, on: date) -> Claimable:
    """One claimable kind; one query."""
    return Claimable(code, kind, _approved(actor, partner_id, {code: kind}, on)[code])


def cap_words(kind: ActivityKind | None, cap: Cap | None) -> str:
    """A message that a cap is reached, naming it."""
    most, name = cap.at_most if cap else 0, kind.name if kind else ""
    if cap and cap.window == "ever":
        words = ngettext(
            "The limit is reached: the program approves %(most)s claim of “%(kind)s” for a partner.",
            "The limit is reached: the program approves %(most)s claims of “%(kind)s” for a partner.",
            most,
        )
    else:
        words = ngettext(
            "The limit is reached: the program approves %(most)s claim of “%(kind)s” within a year.",
            "The limit is reached: the program approves %(most)s claims of “%(kind)s” within a year.",
            most,
        )
    return words % {"most": most, "kind": name}


def _approved(actor: Actor, partner_id: int, kinds: Mapping[str, ActivityKind], on: date) -> dict[str, list[date]]:
    """The approval days that count against each kind's cap; kinds without a cap are left out."""
    found: dict[str, list[date]] = {code: [] for code in kinds}
    caps = {code: kind.claim.cap for code, kind in kinds.items() if kind.claim and kind.claim.cap}
    if not caps:
        return found
    rows = Claim.objects.visible_to(actor).filter(partner_id=partner_id, kind__in=caps, state=Claim.State.APPROVED)
    year_ago = years_before(on, 1)
    for code, day in rows.values_list("kind", "approved_on"):
        if day is not None and (caps[code].window == "ever" or day > year_ago):
            found[code].append(day)
    return found


def claim_rows(actor: Actor) -> QuerySet[Claim]:
    """Claims the actor may see, newest first."""
    return Claim.objects.visible_to(actor).select_related("submitted_by")

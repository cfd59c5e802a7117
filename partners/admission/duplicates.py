"""Finds companies with the same tax ID, registration number, domain or phone as an applicant (B24-1.7.3)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Q

from common.actor import Actor
from partners.models import Application, Identifier, Partner
from programs.definition import Definition
from programs.definition.admission import Affiliates

Kind = Identifier.Kind
# A domain matches whether it comes from a website or an email address.
_DOMAINS = (Kind.WEBSITE, Kind.MAIL)
_NUMBERS = frozenset({Kind.TAX_ID, Kind.REGISTRATION})


@dataclass(frozen=True, slots=True)
class Common:
    """An identifier that two companies share. ``kind`` says in which field the applicant gave it."""

    kind: str
    value: str

    @property
    def label(self) -> str:
        return str(Kind(self.kind).label)


@dataclass(frozen=True, slots=True)
class Match:
    """A partner or another applicant, and the identifiers it shares with the applicant."""

    partner: Partner | None
    application: Application | None
    common: tuple[Common, ...]

    @property
    def duplicate(self) -> bool:
        """Whether the numbers show that it is the same legal entity, not just an affiliate."""
        return any(shared.kind in _NUMBERS for shared in self.common)

    @property
    def name(self) -> str:
        return str(self.partner or self.application)

    @property
    def keys(self) -> frozenset[str]:
        """The keys that a manager's review of this match covers."""
        whom = f"partner/{self.partner.pk}" if self.partner else f"application/{self.application.pk}"  # type: ignore[union-attr]
        return frozenset(f"{whom}/{shared.kind}/{shared.value}" for shared in self.common)


def matches(applications: Sequence[Application], *, definition: Definition, actor: Actor) -> dict[int, list[Match]]:
    """The matches of each application by its id, duplicates first. At most four queries for any number of them.

    Only the vendor may see matches; other actors get none. Applications that were never submitted match nobody.
    """
    affiliates = definition.admission.affiliates if definition.admission else None
    if affiliates is None or not applications:
        return {}
    mine = _speaking(Identifier.objects.visible_to(actor).filter(application__in=applications), affiliates)
    theirs = _others(mine, actor)
    partners = Partner.objects.visible_to(actor).in_bulk({row.partner_id for row in theirs if row.partner_id})
    others = Application.objects.visible_to(actor).in_bulk({row.application_id for row in theirs if row.application_id})
    by_value = defaultdict(list)
    for row in theirs:
        by_value[row.value].append(row)
    found = {}
    for application in applications:
        pairs: dict[tuple[int | None, int | None], set[Common]] = defaultdict(set)
        for row in (row for row in mine if row.application_id == application.pk):
            for other in by_value[row.value]:
                whose = (other.partner_id, other.application_id)
                own = (application.partner_id, None), (None, application.pk)
                if other.kind in _like(row.kind) and whose not in own:
                    pairs[whose].add(Common(row.kind, row.value))
        found[application.pk] = sorted(
            (
                Match(partners.get(partner_id), others.get(application_id), _shortest(common))
                for (partner_id, application_id), common in pairs.items()
            ),
            key=lambda match: (not match.duplicate, match.partner is None, match.name),
        )
    return found


def uncleared(application: Application, found: Iterable[Match]) -> frozenset[str]:
    """What a manager still has to review: matches, and the affiliates that the applicant declared."""
    asked = frozenset().union(*(match.keys for match in found), _declared(application))
    return asked - set(application.matches_cleared)


def _declared(application: Application) -> Set[str]:
    text = application.affiliates.strip()
    return {f"declared/{sha256(text.encode()).hexdigest()[:16]}"} if text else frozenset()


def _speaking(rows: Iterable[Identifier], affiliates: Affiliates) -> list[Identifier]:
    """The identifiers that the program matches on, without domains of public email providers."""
    shared = set(affiliates.shared_domains)
    return [row for row in rows if row.kind in affiliates.matched_on and row.value not in shared]


def _others(mine: Sequence[Identifier], actor: Actor) -> list[Identifier]:
    """Rows with the same values, from partners and submitted applications."""
    if not mine:
        return []
    same = Q()
    for kind in {row.kind for row in mine}:
        same |= Q(kind__in=_like(kind), value__in={row.value for row in mine if row.kind == kind})
    sent = Q(application=None) | Q(application__submitted_at__isnull=False)
    return list(Identifier.objects.visible_to(actor).filter(same & sent))


def _like(kind: str) -> Sequence[str]:
    return _DOMAINS if kind in _DOMAINS else (kind,)


def _shortest(common: Iterable[Common]) -> tuple[Common, ...]:
    """Drop hosts whose registrable domain already matches."""
    known = set(common)
    longer = {one for one in known for other in known if one.value.endswith(f".{other.value}")}
    return tuple(sorted(known - longer, key=lambda one: (one.kind not in _NUMBERS, one.kind, one.value)))

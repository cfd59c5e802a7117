"""Who can take requests: level, location, rules accepted, no restriction, not away."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from secrets import token_hex

from django.db.models import Q, QuerySet

from common.among import is_among
from common.tenancy import bind
from leads.rotation.models import Location, MemberAbsence, Participant
from partners.models import Member, Partner, Restriction
from programs.definition import Definition
from programs.definition.admission import Agreement
from programs.rulebook import Rulebook
from statuses.benefits import lead_holders

# Effects of restrictions that keep a partner from requests; one that concerns a single person does not.
BARRING = ("access", "lead_requests")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A partner that can take a territory's requests; ``regions`` is None for the whole country (R25)."""

    partner_id: int
    alias: str
    country: str
    regions: frozenset[str] | None

    def covers(self, region: str) -> bool:
        """Whether the partner covers a request's region; one without a region needs the whole country."""
        return self.regions is None or region in self.regions


def candidates(rulebook: Rulebook, *, mode: str, country: str, on: date) -> dict[str, Candidate]:
    """Everybody who can take a territory's requests today, by alias. The transaction is bound to the program."""
    covering = _covering(rulebook.program.pk, country, on)
    able = able_partners(rulebook, mode=mode, on=on, among=covering)
    aliases = _aliases(rulebook, able, on)
    return {alias: Candidate(partner_id, alias, *covering[partner_id]) for partner_id, alias in sorted(aliases.items())}


def chosen_candidates(rulebook: Rulebook, *, mode: str, among: Iterable[int], on: date) -> dict[int, Candidate]:
    """Those partners that can take a request whose client asked for them, wherever the client is; by partner."""
    ids = set(among)
    if not ids:
        return {}
    program_id = rulebook.program.pk
    here = Partner.objects.filter(is_among("pk", ids), program_id=program_id, accepted_on__lte=on)
    countries = dict(here.filter(Q(ended_on=None) | Q(ended_on__gt=on)).values_list("pk", "country"))
    able = able_partners(rulebook, mode=mode, on=on, among=countries)
    aliases = _aliases(rulebook, able, on)
    return {one: Candidate(one, alias, countries[one], None) for one, alias in aliases.items()}


def suggested(rulebook: Rulebook, *, mode: str, country: str, region: str, on: date) -> set[int]:
    """Partners that cover the request's place, may have requests, and aren't away: first when one is chosen by hand.

    Whether they accepted the rules of the lead program is not asked: a manager may offer a request to any partner.
    """
    program_id = rulebook.program.pk
    with bind(program_id):
        covering = _covering(program_id, country, on)
        near = [one for one, (_own, regions) in covering.items() if regions is None or region in regions]
        able = able_partners(rulebook, mode=mode, on=on, among=near)
        gone = Participant.objects.filter(program_id=program_id, away_until__gte=on).values_list(
            "partner_id", flat=True
        )
        return able - set(gone) - _all_away(program_id, on)


def takes_requests(rulebook: Rulebook, *, mode: str, partner_id: int, on: date) -> bool:
    """Whether a client may ask for this partner: the same, without a row for who isn't in the lead program yet."""
    program_id = rulebook.program.pk
    with bind(program_id):
        able = able_partners(rulebook, mode=mode, on=on, among=[partner_id])
        if not able or able & _all_away(program_id, on):
            return False
        mine = Participant.objects.filter(program_id=program_id, partner_id=partner_id).first()
        rules = rules_to_accept(rulebook.on(on))
        accepted = rules is None or (mine is not None and mine.rules_version == rules.version)
        return accepted and not (mine and mine.away_until and mine.away_until >= on)


def able_partners(rulebook: Rulebook, *, mode: str, on: date, among: Iterable[int]) -> set[int]:
    """Those whose level gives requests in the mode, and whom no restriction bars; two queries or more."""
    ids = list(among)
    if not ids:
        return set()
    program_id = rulebook.program.pk
    able = lead_holders(program_id=program_id, mode=mode, revisions=rulebook.revisions, on=on, among=ids)
    return able - set(barred(program_id, on).filter(is_among("partner_id", able)).values_list("partner_id", flat=True))


def barred(program_id: int, on: date) -> QuerySet[Restriction]:
    """Restrictions in force that keep partners from requests."""
    return Restriction.objects.filter(program_id=program_id, effect__in=BARRING, user=None).in_force(on)


def rules_to_accept(definition: Definition) -> Agreement | None:
    """The rules of the lead program that partners accept, if there are any (B24-6.1)."""
    rules = definition.leads.rules if definition.leads else None
    return next((one for one in definition.agreements if rules and one.code == rules.agreement), None)


def participants(program_id: int, partner_ids: Iterable[int]) -> dict[int, Participant]:
    """Each partner's row in the lead program, created if it has none. The transaction is bound to the program."""
    ids = set(partner_ids)
    found = Participant.objects.filter(program_id=program_id, partner_id__in=ids).in_bulk(field_name="partner_id")
    known = dict(found)
    missing = sorted(ids - set(known))
    if missing:
        Participant.objects.bulk_create(
            [Participant(program_id=program_id, partner_id=one, alias=token_hex(6)) for one in missing],
            ignore_conflicts=True,
        )
        rows = Participant.objects.filter(program_id=program_id, partner_id__in=missing)
        known |= {row.partner_id: row for row in rows}
    return known


def _covering(program_id: int, country: str, on: date) -> dict[int, tuple[str, frozenset[str] | None]]:
    """Partners that cover the country, with their own country and their regions of it."""
    here = Partner.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on), program_id=program_id, accepted_on__lte=on)
    found: dict[int, tuple[str, frozenset[str] | None]] = {}
    found |= dict.fromkeys(here.filter(country=country).values_list("pk", flat=True), (country, None))
    asked = Location.objects.in_force().filter(program_id=program_id, country=country, partner__in=here)
    for partner_id, own, region in asked.values_list("partner_id", "partner__country", "region"):
        _own, regions = found.get(partner_id, (own, frozenset()))
        whole = regions is None or not region
        found[partner_id] = (own, None if whole else (regions or frozenset()) | {region})
    return found


def _aliases(rulebook: Rulebook, able: set[int], on: date) -> Mapping[int, str]:
    rules = rules_to_accept(rulebook.on(on))
    program_id = rulebook.program.pk
    if rules is None:
        participants(program_id, able)
    known = Participant.objects.filter(is_among("partner_id", able), program_id=program_id)
    known = known if rules is None else known.filter(rules_version=rules.version)
    here = known.exclude(away_until__gte=on).values_list("partner_id", "alias")
    absent = _all_away(program_id, on)
    return {partner_id: alias for partner_id, alias in here if partner_id not in absent}


def _all_away(program_id: int, on: date) -> set[int]:
    """Partners whose people who work on requests are all away on the day."""
    away = MemberAbsence.objects.filter(program_id=program_id, until__gte=on)
    partners = set(away.values_list("partner_id", flat=True))
    if not partners:
        return set()
    gone = set(away.values_list("partner_id", "user_id"))
    team = Member.objects.filter(partner_id__in=partners).exclude(role=Member.Role.READONLY)
    here = {
        partner_id
        for partner_id, user_id in team.values_list("partner_id", "user_id")
        if (partner_id, user_id) not in gone
    }
    return partners - here

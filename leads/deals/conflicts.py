"""What conflicts with a deal, by the program's rules. The vendor's only."""

from datetime import date

from leads.deals.company_keys import shared_domains
from leads.deals.duplicates import Match, matches
from leads.deals.models import Deal
from programs.rulebook import Rulebook


def conflicts(deal: Deal, *, rulebook: Rulebook, today: date) -> list[Match]:
    """What conflicts with the deal or duplicates it; for the vendor only. Bind the whole program."""
    rules = rulebook.on(today)
    percent = rules.deals.similar_percent if rules.deals else 100
    return matches(deal, similar_percent=percent, shared=shared_domains(rules))


def blocks(deal: Deal, match: Match) -> bool:
    """Whether the match is surely the same client, protected for another partner."""
    return match.blocks and match.hit.partner_id != deal.partner_id

"""Finds who already has a company: other partners' deals, clients, open requests. The vendor's only.

One statement reads at most ``_MOST`` rows of each key from its index, so that a name that very many companies begin
with costs no more than any other.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from clients.models import Client
from leads.deals.contacts import unseal
from leads.deals.identity import asked_keys, domain_keys, likeness, tax_keys
from leads.deals.models import CompanyKey, Deal
from leads.requests.contacts import unseal as unseal_lead
from leads.requests.models import LeadContact, LeadRequest
from partners.models import Partner

Source = CompanyKey.Source
_MOST = 30
_SHOWN = 20
# The array's order numbers the keys: whatever stands before %(exact)s is a domain or a tax ID.
_FIND = """
WITH hits AS (
    SELECT found.source, found.row_id, bool_or(asked.place <= %(domains)s) AS domain,
           bool_or(asked.place > %(domains)s AND asked.place <= %(exact)s) AS tax, count(*) AS shared
    FROM unnest(%(keys)s::bigint[]) WITH ORDINALITY AS asked (key, place),
         LATERAL (SELECT source, row_id FROM leads_companykey
                  WHERE program_id = %(program)s AND key = asked.key LIMIT %(most)s) AS found
    GROUP BY found.source, found.row_id
    ORDER BY domain DESC, tax DESC, shared DESC, row_id DESC LIMIT 200
)
SELECT source, row_id, domain, tax, coalesce(deal.company, client.company, '') AS company,
       coalesce(deal.partner_id, client.partner_id) AS partner_id
FROM hits
LEFT JOIN leads_deal deal ON source = 1 AND deal.id = row_id
LEFT JOIN clients_client client ON source = 2 AND client.id = row_id
"""


@dataclass(frozen=True, slots=True)
class Company:
    """What is known of a company that is looked for."""

    name: str
    country: str
    addresses: Sequence[str] = ()
    tax_id: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that may be the same company. ``percent`` is how much the names are alike."""

    source: int
    row_id: int
    company: str
    partner_id: int | None
    domain: bool
    tax: bool
    percent: int

    @property
    def exact(self) -> bool:
        """Whether more than the name says so."""
        return self.domain or self.tax


@dataclass(frozen=True)
class Match:
    """A hit with what the vendor decides on: whose it is, its state, and until when it is protected."""

    hit: Hit
    partner: Partner | None
    deal: Deal | None = None
    client: Client | None = None
    lead: LeadRequest | None = None

    @property
    def protected_until(self) -> date | None:
        """The last day of another partner's protection."""
        return self.deal.protected_until if self.deal and self.deal.state == Deal.State.APPROVED else None

    @property
    def blocks(self) -> bool:
        """Whether it is surely the same client, and protected for another partner."""
        return self.hit.exact and self.protected_until is not None


def company_of(deal: Deal) -> Company:
    """What is known of a deal's client."""
    addresses = [text for text in (deal.website, unseal(deal.contact).email) if text]
    return Company(deal.company, deal.country, addresses, deal.tax_id)


def find_hits(program_id: int, company: Company, *, similar_percent: int, shared: Collection[str] = ()) -> list[Hit]:
    """Rows that may be the same company, the surest first; one statement. Bind the whole program."""
    domains = sorted(domain_keys(company.addresses, shared=shared))
    tax = sorted(tax_keys(company.tax_id, company.country))
    asked: dict[str, Any] = {
        "program": program_id,
        "keys": [*domains, *tax, *asked_keys(company.name)],
        "domains": len(domains),
        "exact": len(domains) + len(tax),
        "most": _MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FIND, asked)
        rows = cursor.fetchall()
    if any(source == Source.LEAD for source, *_rest in rows):
        rows = _with_names(rows)
    hits = [
        Hit(source, row_id, name, partner_id, domain, tax_id, likeness(company.name, name))
        for source, row_id, domain, tax_id, name, partner_id in rows
    ]
    found = [hit for hit in hits if hit.exact or hit.percent >= similar_percent]
    return sorted(found, key=lambda hit: (not hit.tax, not hit.domain, -hit.percent, hit.source, -hit.row_id))


def matches(deal: Deal, *, similar_percent: int, shared: Collection[str] = ()) -> list[Match]:
    """What conflicts with a deal or duplicates it: live deals of anybody, others' clients, open requests.

    Bind the whole program.
    """
    hits = find_hits(deal.program_id, company_of(deal), similar_percent=similar_percent, shared=shared)
    by_source = {source: [hit.row_id for hit in hits if hit.source == source] for source in Source}
    deals = Deal.objects.filter(pk__in=by_source[Source.DEAL], state__in=Deal.CONFLICTING).exclude(pk=deal.pk)
    known_deals = deals.select_related("partner").in_bulk()
    clients = _clients(by_source[Source.CLIENT])
    leads = LeadRequest.objects.filter(pk__in=by_source[Source.LEAD], state__in=LeadRequest.LIVE).in_bulk()
    found = []
    for hit in hits:
        if hit.source == Source.DEAL and (other := known_deals.get(hit.row_id)):
            found.append(Match(hit, other.partner, deal=other))
        elif hit.source == Source.CLIENT and (client := clients.get(hit.row_id)):
            found.append(Match(hit, client.partner, client=client))
        elif hit.source == Source.LEAD and (lead := leads.get(hit.row_id)):
            found.append(Match(hit, None, lead=lead))
    return found[:_SHOWN]


def _clients(ids: Iterable[int]) -> dict[int, Client]:
    return Client.objects.filter(pk__in=list(ids)).current().select_related("partner").in_bulk()


def _with_names(rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows with the companies of requests, which are stored encrypted."""
    ids = [row_id for source, row_id, *_rest in rows if source == Source.LEAD]
    contacts = LeadContact.objects.filter(pk__in=ids).in_bulk()
    names = {pk: unseal_lead(contact).get("company", "") for pk, contact in contacts.items()}
    return [
        (source, row_id, domain, tax, names.get(row_id, "") if source == Source.LEAD else company, partner_id)
        for source, row_id, domain, tax, company, partner_id in rows
    ]

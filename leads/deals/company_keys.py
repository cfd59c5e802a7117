"""Keeps the keys of companies: of deals, clients and requests. Nothing else writes them.

Partners may not see these rows, so they are written with the vendor's access, whoever caused the change.
"""

from collections.abc import Iterable

from clients.contacts import unseal as unseal_client
from clients.models import Client
from common.bulk import insert_rows
from common.tenancy import bind
from leads.deals.contacts import unseal as unseal_deal
from leads.deals.identity import domain_keys, name_keys, tax_keys
from leads.deals.models import CompanyKey, Deal
from leads.requests.contacts import unseal as unseal_lead
from leads.requests.models import LeadContact
from programs.definition import Definition

Source = CompanyKey.Source
_COLUMNS = ("program_id", "key", "source", "row_id")
_BATCH = 2_000


def note_deal(deal: Deal, *, rules: Definition) -> None:
    """Rebuild the keys of a deal."""
    shared = shared_domains(rules)
    addresses = [deal.website, unseal_deal(deal.contact).email]
    keys = company_keys(deal.company, deal.country, addresses, deal.tax_id, shared=shared)
    _replace(deal.program_id, Source.DEAL, {deal.pk: keys})


def note_client(client: Client, *, rules: Definition) -> None:
    """Rebuild the keys of a client; a record that was merged has none."""
    _replace(client.program_id, Source.CLIENT, {client.pk: _of_client(client, shared_domains(rules))})


def note_lead(contact: LeadContact, *, rules: Definition, country: str) -> None:
    """Rebuild the keys of a request from its contact data; none where the program registers no deals."""
    if rules.deals is None:
        return
    answers = unseal_lead(contact)
    addresses = [answers.get("email", ""), answers.get("website", "")]
    shared = shared_domains(rules)
    keys = company_keys(answers.get("company", ""), country, addresses, answers.get("tax_id", ""), shared=shared)
    _replace(contact.program_id, Source.LEAD, {contact.pk: keys})


def forget(program_id: int, source: int, row_ids: Iterable[int]) -> None:
    """Delete the keys of rows whose data are erased."""
    with bind(program_id):
        CompanyKey.objects.filter(program_id=program_id, source=source, row_id__in=list(row_ids)).delete()


def rebuild(program_id: int, *, rules: Definition) -> int:
    """Write the keys of all deals, clients and requests anew; returns how many companies have some."""
    shared, done = shared_domains(rules), 0
    with bind(program_id):
        clients = Client.objects.filter(program_id=program_id, merged_into=None).order_by("pk")
        for batch in _batches(clients.iterator(chunk_size=_BATCH)):
            _replace(program_id, Source.CLIENT, {row.pk: _of_client(row, shared) for row in batch})
            done += len(batch)
        for deal in Deal.objects.filter(program_id=program_id, erased_at=None).order_by("pk").iterator():
            note_deal(deal, rules=rules)
            done += 1
        contacts = LeadContact.objects.filter(program_id=program_id).exclude(sealed="").select_related("lead")
        for contact in contacts.order_by("pk").iterator():
            note_lead(contact, rules=rules, country=contact.lead.country)
            done += 1
    return done


def rebuild_missing(program_id: int, *, rules: Definition) -> int:
    """Write the keys where a program begins to register deals and has clients or requests already."""
    with bind(program_id):
        rows = CompanyKey.objects.filter(program_id=program_id)
        there = Client.objects.filter(program_id=program_id).exists() and not rows.filter(source=Source.CLIENT).exists()
        there |= LeadContact.objects.filter(program_id=program_id).exclude(sealed="").exists() and not (
            rows.filter(source=Source.LEAD).exists()
        )
    return rebuild(program_id, rules=rules) if there else 0


def company_keys(
    name: str, country: str, addresses: Iterable[str], tax_id: str, *, shared: Iterable[str] = ()
) -> set[int]:
    """All keys of a company."""
    return set(name_keys(name)) | domain_keys(filter(None, addresses), shared=shared) | tax_keys(tax_id, country)


def shared_domains(rules: Definition) -> frozenset[str]:
    """Domains that many companies share, such as a public mail provider's."""
    affiliates = rules.admission.affiliates if rules.admission else None
    return frozenset(affiliates.shared_domains if affiliates else ())


def _of_client(client: Client, shared: frozenset[str]) -> set[int]:
    if client.merged_into_id is not None:
        return set()
    addresses = [unseal_client(client.contact).email]
    return company_keys(client.company, client.country, addresses, client.tax_id, shared=shared)


def _replace(program_id: int, source: int, keys: dict[int, set[int]]) -> None:
    with bind(program_id):
        CompanyKey.objects.filter(program_id=program_id, source=source, row_id__in=list(keys)).delete()
        rows = [(program_id, key, int(source), row_id) for row_id, found in keys.items() for key in sorted(found)]
        if rows:
            insert_rows("leads_companykey", _COLUMNS, rows, conflict="ON CONFLICT DO NOTHING")


def _batches(rows: Iterable[Client]) -> Iterable[list[Client]]:
    batch: list[Client] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch

"""What clients' records hold of people: the contact of each client, stored encrypted."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from clients.contacts import Contact, seal, unseal
from clients.models import (
    AcceptedRules,
    Client,
    ClientLicence,
    ClientMove,
    ReferralLink,
    ReferralSignUp,
    ReferralVisit,
)
from common.mailboxes import address_key
from common.personal.registry import Person, hold, mention, plain


def _clients(person: Person) -> QuerySet[Client]:
    """Clients whose contact is the person; each is decrypted, because an encrypted address can't be looked up."""
    rows = Client.objects.filter(program_id=person.program_id).exclude(contact="")
    named = [pk for pk, sealed in rows.values_list("pk", "contact") if _is(unseal(sealed), person.address)]
    return Client.objects.filter(pk__in=named)


def _is(contact: Contact, address: str) -> bool:
    return bool(contact.email) and address_key(contact.email) == address


def _forget(rows: QuerySet[Client], today: date, now: datetime) -> int:
    return rows.update(contact=seal(Contact()))


def _read(row: Client) -> dict[str, str]:
    found = unseal(row.contact)
    return {"company": row.company, "name": found.name, "email": found.email, "phone": found.phone}


def _known(row: Client) -> Iterable[str]:
    found = unseal(row.contact)
    return (found.name, found.email, found.phone)


hold(
    Client,
    "contact",
    code="client_contacts",
    title=_("Contact of a client"),
    rows=_clients,
    erase=_forget,
    read=_read,
    known=_known,
)
mention(Client, "account tax_id")
plain(Client, "company")
mention(ClientLicence, "reason reference registered_to")
plain(ClientLicence, "product plan sealed_key key_digest")
mention(ClientMove, "reason")
plain(AcceptedRules, "version")
mention(ReferralLink, "campaign")
plain(ReferralLink, "code")
plain(ReferralVisit, "visitor")
mention(ReferralSignUp, "account reason")

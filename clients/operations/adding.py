"""Adding a client and changing its data."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import Sentence, sentence
from clients.checking import account_of, contact_of
from clients.contacts import seal
from clients.events import ClientChanged, ClientLinked
from clients.models import Client
from clients.own_data import own_data_problems
from clients.queries import client_of_account
from common.actor import Actor
from common.constraints import violated
from common.countries import COUNTRY_CODES
from common.events import publish
from common.prepared import insert
from common.refusals import Refused
from common.text import read_into
from partners.models import Partner
from programs.queries import definition
from programs.rulebook import Rulebook, read_rulebook


class UnableToAddClient(Refused):
    """The client cannot be added; ``problems`` says why, by field: ``account``, ``company``, ``country``, ``tax_id``,
    ``name``, ``email``, ``phone``.
    """


def add_client(
    *,
    actor: Actor,
    partner: Partner,
    kind: str,
    company: str,
    country: str,
    origin: str,
    today: date,
    now: datetime,
    account: str = "",
    tax_id: str = "",
    name: str = "",
    email: str = "",
    phone: str = "",
    known_before: bool = False,
    rulebook: Rulebook | None = None,
) -> Client:
    """Link a client to a partner (B24-5.2). ``country`` is an ISO code, ``account`` any spelling of its address.

    A client of this partner with the same account is returned unchanged, so a second order for it finds it. Raises
    UnableToAddClient for a malformed account, one linked to another partner, data that are the partner's own
    (B24-2.3.2), and a missing company or country; PermissionDenied for anyone but the partner's salespeople, the
    program's staff and the system. ``rulebook`` is read if it isn't given.
    """
    require(actor, "clients.add", program_id=partner.program_id)
    rulebook = rulebook or read_rulebook(partner.program_id)
    rules = rulebook.on(today)
    found: dict[str, str] = {}
    host = account_of(account, kind=kind, rules=rules, problems=found)
    company = read_into(found, "company", company)
    if not company and "company" not in found:
        found["company"] = _("Enter the client's company name.")
    country = country.upper()
    if country not in COUNTRY_CODES:
        found["country"] = _("Choose the client's country.")
    tax_id = read_into(found, "tax_id", tax_id, joiners=False)
    contact = contact_of(name=name, email=email, phone=phone, problems=found)
    own = own_data_problems(partner=partner, rules=rules, contact=contact, client_tax_id=tax_id, country=country)
    if found := own | found:
        raise UnableToAddClient(found)
    known = client_of_account(actor, host) if host else None
    if known is not None and known.partner_id == partner.pk:
        return known
    try:
        with transaction.atomic():
            client = Client(
                program_id=partner.program_id,
                partner=partner,
                kind=kind,
                account=host,
                company=company,
                country=country,
                tax_id=tax_id,
                contact=seal(contact),
                origin=origin,
                linked_on=today,
                known_before=known_before,
                added_at=now,
            )
            insert(client)
            _note(
                actor, client, sentence("Linked %(client)s to %(partner)s", client=company, partner=partner.name), now
            )
            publish(ClientChanged(client.program_id, client.pk, rules))
            if origin == Client.Origin.BY_HAND:
                publish(ClientLinked(rulebook, partner.pk, client.pk, today, now))
    except IntegrityError as error:
        if not violated(error, "clients_client_account"):
            raise
        said = _("This account is already linked to another partner. To move it, ask your partner manager.")
        raise UnableToAddClient({"account": said}) from error
    return client


def change_contact(
    *, actor: Actor, client: Client, name: str, email: str, phone: str, today: date, now: datetime
) -> None:
    """Replace the contact of a client. Raises UnableToAddClient for what is refused when adding one."""
    require(actor, "clients.contact", program_id=client.program_id)
    found: dict[str, str] = {}
    contact = contact_of(name=name, email=email, phone=phone, problems=found)
    rules = definition(client.program, today)
    found |= own_data_problems(
        partner=client.partner,
        rules=rules,
        contact=contact,
        client_tax_id="",
        country=client.country,
    )
    if found:
        raise UnableToAddClient(found)
    with transaction.atomic():
        row = Client.objects.visible_to(actor).select_for_update(no_key=True, of=("self",)).get(pk=client.pk)
        row.contact = seal(contact)
        row.save(update_fields=["contact"])
        _note(actor, row, sentence("Changed the contact of %(client)s", client=row.company), now)
        publish(ClientChanged(row.program_id, row.pk, rules))


def _note(actor: Actor, client: Client, summary: Sentence, now: datetime) -> None:
    note_act(
        actor=actor, action="clients.manage", subject=client, partner_id=client.partner_id, now=now, summary=summary
    )

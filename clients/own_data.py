"""Recognizes client data that is the partner's own, so not the end user's (B24-2.3.2)."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from clients.contacts import Contact
from common.mailboxes import address_key
from partners.admission.identity import mail_domains, phone, tax_id, web_domains
from partners.models import Member, Partner
from programs.definition import Definition


def own_data_problems(
    *, partner: Partner, rules: Definition, contact: Contact, client_tax_id: str, country: str
) -> dict[str, str]:
    """Why the data can't be the end user's, by field; empty when the program has no such rule.

    Reads the partner's team: bind the partner or the program. Domains that many companies share, such as a public mail
    provider's, prove nothing.
    """
    refused: Collection[str] = rules.store.client_data.refused if rules.store and rules.store.client_data else ()
    found: dict[str, str] = {}
    if "team_address" in refused and contact.email and address_key(contact.email) in _team(partner):
        found["email"] = _("This is the address of a member of your team. Enter the client's own email address.")
    elif "mail_domain" in refused and mail_domains(contact.email) & _domains(partner, rules):
        found["email"] = _("This email address is your company's own. Enter the client's own email address.")
    if "phone" in refused and _same(phone(contact.phone, country), phone(partner.phone, partner.country)):
        found["phone"] = _("This phone number is your company's own. Enter the client's phone number.")
    own_tax_id = partner.legal.get("tax_id")
    own_tax_id = tax_id(own_tax_id, partner.country) if isinstance(own_tax_id, str) else ""
    if "tax_id" in refused and _same(tax_id(client_tax_id, country), own_tax_id):
        found["tax_id"] = _("This tax ID is your company's own. Enter the client's tax ID.")
    return found


def _same(one: str, other: str) -> bool:
    return bool(one) and one == other


def _team(partner: Partner) -> set[str]:
    addresses = Member.objects.filter(partner=partner).values_list("user__email", flat=True)
    return {address_key(address) for address in addresses} | {address_key(partner.email)} - {""}


def _domains(partner: Partner, rules: Definition) -> set[str]:
    affiliates = rules.admission.affiliates if rules.admission else None
    shared = set(affiliates.shared_domains) if affiliates else set()
    domains = mail_domains(partner.email) | web_domains(partner.website)
    return {domain for domain in domains if domain not in shared}

"""Looking at a client's contact or a key: the rules of use come first, and each view is logged (B24-5.3)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import require
from clients.contacts import Contact, unseal
from clients.keys import unsealed
from clients.models import AcceptedRules, Client, ClientLicence, ClientLook
from clients.use import has_accepted, rules_version
from common.actor import Actor
from common.refusals import Refused
from partners.models import Partner
from programs.definition import Definition

What = ClientLook.What


class UnableToLook(Refused):
    """The rules of use weren't accepted, or there is no key."""


def accept_rules(*, actor: Actor, partner: Partner, rules: Definition, now: datetime) -> None:
    """Accept the rules of use for oneself; accepting them again changes nothing. PermissionDenied."""
    require(actor, "clients.contact", program_id=partner.program_id)
    version = rules_version(rules)
    if version and actor.user_id is not None:
        AcceptedRules.objects.get_or_create(
            partner=partner,
            by_id=actor.user_id,
            version=version,
            defaults={"program_id": partner.program_id, "at": now},
        )


def view_contact(*, actor: Actor, client: Client, rules: Definition, now: datetime) -> Contact:
    """Return the contact of a client, and log who saw it.

    Raises UnableToLook before the rules of use are accepted; PermissionDenied for read-only members.
    """
    require(actor, "clients.contact", program_id=client.program_id)
    if not has_accepted(actor, rules):
        raise UnableToLook({"": _("Accept the rules of use to see contacts.")})
    with transaction.atomic():
        row = Client.objects.visible_to(actor).get(pk=client.pk)
        _log(actor, row.program_id, row.partner_id, What.CONTACT, now, client=row)
    return unseal(row.contact)


def view_key(*, actor: Actor, licence: ClientLicence, now: datetime) -> str:
    """Return the activation key of an active license, and log who saw it.

    Raises UnableToLook for a license without a key, and a deactivated one; PermissionDenied for anyone but the
    partner's leaders and the vendor.
    """
    require(actor, "clients.key", program_id=licence.program_id)
    with transaction.atomic():
        row = ClientLicence.objects.visible_to(actor).get(pk=licence.pk)
        if not row.sealed_key or row.state != ClientLicence.State.ACTIVE:
            raise UnableToLook({"": _("This license has no active key.")})
        _log(actor, row.program_id, row.partner_id, What.KEY, now, licence=row)
    return unsealed(row.sealed_key)


def _log(
    actor: Actor,
    program_id: int,
    partner_id: int,
    what: str,
    now: datetime,
    **about: Client | ClientLicence,
) -> None:
    if actor.user_id is not None:
        ClientLook.objects.create(
            program_id=program_id, partner_id=partner_id, what=what, by_id=actor.user_id, at=now, **about
        )

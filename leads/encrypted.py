"""What this app stores encrypted: the contact data of clients, in requests and deals."""

from common.encryption import add_stored, reencrypt
from common.tenancy import bind
from leads.models import Deal, LeadContact
from programs.models import Program


def reencrypt_contacts() -> int:
    """Encrypt all contact data with the first key; returns how many. Raises InvalidToken without their key."""
    done = 0
    for program in Program.objects.order_by("pk"):
        with bind(program.pk):
            rows = LeadContact.objects.exclude(sealed="").filter(program=program).select_for_update(no_key=True)
            for contact in rows.order_by("pk"):
                done += LeadContact.objects.filter(pk=contact.pk).update(sealed=reencrypt(contact.sealed))
    return done


def reencrypt_deals() -> int:
    """Encrypt the contacts of all deals with the first key, likewise."""
    done = 0
    for program in Program.objects.order_by("pk"):
        with bind(program.pk):
            rows = Deal.objects.exclude(contact="").filter(program=program).select_for_update(no_key=True)
            for deal in rows.order_by("pk"):
                done += Deal.objects.filter(pk=deal.pk).update(contact=reencrypt(deal.contact))
    return done


add_stored("contacts of requests", reencrypt_contacts)
add_stored("contacts of deals", reencrypt_deals)

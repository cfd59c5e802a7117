"""The rules of use for contacts: their version, and who has accepted it (B24-5.3)."""

from hashlib import sha256

from clients.models import AcceptedRules
from common.actor import Actor
from programs.definition import Definition


def rules_version(rules: Definition) -> str:
    """The version of the rules of use: it changes with their text; "" for a program without them."""
    contacts = rules.clients.contacts if rules.clients else None
    text = "\n".join(contacts.rules) if contacts else ""
    return sha256(text.encode()).hexdigest()[:16] if text else ""


def has_accepted(actor: Actor, rules: Definition) -> bool:
    """Whether the person may see contacts as far as the rules of use go; the vendor's staff always may."""
    version = rules_version(rules)
    if not version or actor.is_vendor:
        return True
    return AcceptedRules.objects.visible_to(actor).filter(by_id=actor.user_id, version=version).exists()

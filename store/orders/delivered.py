"""The activation keys in the email to the billing address: the outbox names the order, the sent email has the keys."""

from collections.abc import Mapping
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.translation import gettext as _

from clients.keys import unsealed
from clients.models import ClientLicence
from notices.models import Mail
from notices.rendering import message
from notices.sealed import add_writer, seal
from programs.homes import Homes
from store.models import Delivery, Order

KEYS = "keys"


def keys_of(order: Order) -> str:
    """The sealed content of an email that carries the order's keys; "" for an order without keys (R15)."""
    delivered = Delivery.objects.filter(line__order=order, licence__kind=ClientLicence.Kind.KEY)
    return seal(KEYS, {"order": order.pk}) if delivered.exists() else ""


def _write_with_keys(mail: Mail, homes: Homes, values: Mapping[str, Any]) -> EmailMultiAlternatives:
    """Add the keys that are active now to this object only; the row never has them."""
    rows = Delivery.objects.filter(
        program_id=mail.program_id,
        line__order=values["order"],
        licence__kind=ClientLicence.Kind.KEY,
        licence__state=ClientLicence.State.ACTIVE,
    ).select_related("licence")
    keys = [f"- {row.licence.plan}: {unsealed(row.licence.sealed_key)}" for row in rows.order_by("line__place", "unit")]
    if keys:
        with translation.override(mail.language):
            mail.text = "\n\n".join([mail.text, _("Activation keys:"), "\n".join(keys)])
    return message(mail, homes)


add_writer(KEYS, _write_with_keys)

"""A tenant's webhook and a message to it, with words that nobody else may read."""

from datetime import UTC, datetime

from django.db import models

from clients.keys import sealed
from clients.models import ClientLicence
from common.encryption import encrypt
from partners.models import Partner
from store.models import ProvisioningEndpoint, ProvisioningMessage
from store.provisioning.rules import new_secret

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def endpoint(partner: Partner, name: str = "License server", **given) -> ProvisioningEndpoint:
    """A webhook of the partner's program."""
    values = {"url": f"https://{partner.code}.example/hook", "sealed_secret": encrypt(new_secret()), **given}
    return ProvisioningEndpoint.objects.create(program=partner.program, name=name[:80], added_at=NOW, **values)


def message(partner: Partner, text: str = "Acme", **given) -> ProvisioningMessage:
    """A message about one of the partner's licenses that the product refused."""
    values = {"endpoint": given.get("endpoint") or endpoint(partner, text), "state": "failed", **given}
    licence = ClientLicence.objects.filter(partner=partner).order_by("pk").first() or _licence(partner)
    return ProvisioningMessage.objects.create(
        program=partner.program,
        partner=partner,
        subject=f"license-{licence.pk}",
        licence=licence,
        sequence=77,
        kind="license.activated",
        content={"company": text},
        failure=text[:200],
        queued_at=NOW,
        **values,
    )


def _licence(partner: Partner) -> ClientLicence:
    return ClientLicence.objects.create(
        program=partner.program,
        partner=partner,
        seller=partner,
        kind="key",
        product="on_premise_50",
        plan="Business",
        seats=50,
        starts_on=NOW.date(),
        reference=partner.code,
        opened_at=NOW,
        **sealed(f"AAAAA-BBBBB-CCCCC-EEEEE-{partner.code}"),
    )


def provisioning_rows(partner: Partner, private: str) -> list[models.Model]:
    """A message of the partner's license, and its webhook."""
    found = message(partner, private)
    return [found.endpoint, found]

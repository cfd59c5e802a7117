"""What a manager does about webhooks: add, resume, pause, close, change the secret, send a message again."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import Sentence, says, sentence
from common.actor import Actor
from common.constraints import violated
from common.encryption import encrypt
from common.public_addresses import UnfitAddress, place
from common.refusals import Refused
from common.sending import LIMITS
from store.models import ProvisioningEndpoint, ProvisioningMessage
from store.provisioning.rules import OVERLAP, new_secret
from store.provisioning.wakeup import wake_after_commit

PERMISSION = "provisioning.manage"
State = ProvisioningEndpoint.State


class UnableToProvision(Refused):
    """The webhook or the message can't be changed; ``problems`` says why, by field."""


def add_endpoint(
    *, actor: Actor, program_id: int, name: str, url: str, now: datetime
) -> tuple[ProvisioningEndpoint, str]:
    """Add a webhook; returns it with its secret. From now on it hears of every license.

    Raises UnableToProvision for an address that isn't https (outside production http is allowed) or is known already;
    PermissionDenied.
    """
    require(actor, PERMISSION, program_id=program_id)
    url, secret = _address(url), new_secret()
    try:
        with transaction.atomic():
            row = ProvisioningEndpoint.objects.create(
                program_id=program_id,
                name=name,
                url=url,
                sealed_secret=encrypt(secret),
                added_by_id=actor.user_id,
                added_at=now,
            )
            _note(actor, row, sentence("Added webhook %(name)s", name=name), now)
    except IntegrityError as error:
        if not violated(error, "store_provisioning_url"):
            raise
        raise UnableToProvision({"url": _("There's already a webhook with this address.")}) from error
    return row, secret


def change_secret(*, actor: Actor, endpoint: ProvisioningEndpoint, now: datetime) -> tuple[ProvisioningEndpoint, str]:
    """Make a new secret; for a day the old one signs too, so that the product can change over. PermissionDenied."""
    require(actor, PERMISSION, program_id=endpoint.program_id)
    with transaction.atomic():
        row, secret = _hold(actor, endpoint), new_secret()
        row.sealed_previous, row.previous_until = row.sealed_secret, now + OVERLAP
        row.sealed_secret = encrypt(secret)
        row.save(update_fields=["sealed_secret", "sealed_previous", "previous_until"])
        _note(actor, row, sentence("Changed the secret of webhook %(name)s", name=row.name), now)
    return row, secret


def resume_endpoint(*, actor: Actor, endpoint: ProvisioningEndpoint, now: datetime) -> ProvisioningEndpoint:
    """Send again to a paused webhook; what waited goes out first. Raises UnableToProvision, PermissionDenied."""
    return _set_state(actor, endpoint, (State.PAUSED,), State.ACTIVE, says("Resumed webhook %(name)s"), now)


def pause_endpoint(*, actor: Actor, endpoint: ProvisioningEndpoint, now: datetime) -> ProvisioningEndpoint:
    """Stop sending to a webhook; its messages wait. Raises UnableToProvision, PermissionDenied."""
    return _set_state(actor, endpoint, (State.ACTIVE,), State.PAUSED, says("Paused webhook %(name)s"), now)


def close_endpoint(*, actor: Actor, endpoint: ProvisioningEndpoint, now: datetime) -> ProvisioningEndpoint:
    """Take a webhook out of use for good; its waiting messages are never sent. Raises UnableToProvision."""
    with transaction.atomic():
        row = _set_state(
            actor, endpoint, (State.ACTIVE, State.PAUSED), State.CLOSED, says("Closed webhook %(name)s"), now
        )
        waiting = ProvisioningMessage.objects.visible_to(actor).filter(endpoint=row, state="waiting")
        waiting.update(state="failed", retry_at=None, failure="The webhook was closed.")
    return row


def send_again(*, actor: Actor, message: ProvisioningMessage, now: datetime) -> ProvisioningMessage:
    """Send a message once more, with the same id and sequence. Raises UnableToProvision, PermissionDenied."""
    require(actor, PERMISSION, program_id=message.program_id)
    with transaction.atomic():
        rows = ProvisioningMessage.objects.visible_to(actor).select_for_update(no_key=True, of=("self",))
        row = rows.select_related("endpoint").get(pk=message.pk)
        if row.endpoint is None or row.endpoint.state == State.CLOSED:
            raise UnableToProvision({"": _("There's no webhook to send this message to.")})
        row.state, row.attempts, row.retry_at, row.done_at = "waiting", 0, None, None
        row.save(update_fields=["state", "attempts", "retry_at", "done_at"])
        note_act(
            actor=actor,
            action=PERMISSION,
            subject=row,
            partner_id=row.partner_id,
            now=now,
            summary=sentence("Sent message %(number)s again", number=row.message_id),
        )
        wake_after_commit()
    return row


def _set_state(
    actor: Actor, endpoint: ProvisioningEndpoint, before: tuple[str, ...], after: str, said: str, now: datetime
) -> ProvisioningEndpoint:
    require(actor, PERMISSION, program_id=endpoint.program_id)
    with transaction.atomic():
        row = _hold(actor, endpoint)
        if row.state not in before:
            raise UnableToProvision({"": _("The webhook is “%(state)s”.") % {"state": row.get_state_display()}})
        row.state, row.failures, row.failure, row.retry_at = after, 0, "", None
        row.paused_at = now if after == State.PAUSED else None
        row.save(update_fields=["state", "failures", "failure", "retry_at", "paused_at"])
        _note(actor, row, sentence(said, name=row.name), now)
        wake_after_commit()
    return row


def _hold(actor: Actor, endpoint: ProvisioningEndpoint) -> ProvisioningEndpoint:
    rows = ProvisioningEndpoint.objects.visible_to(actor).select_for_update(no_key=True, of=("self",))
    return rows.get(pk=endpoint.pk)


def _address(url: str) -> str:
    try:
        place(url, ports=LIMITS.ports)
    except UnfitAddress as error:
        said = _("Enter a web address, for example https://licenses.example.com/webhook.")
        raise UnableToProvision({"url": said}) from error
    if settings.PRODUCTION and urlsplit(url).scheme != "https":
        raise UnableToProvision({"url": _("Enter an address that begins with https://, because keys are sent to it.")})
    return url


def _note(actor: Actor, row: ProvisioningEndpoint, summary: Sentence, now: datetime) -> None:
    note_act(actor=actor, action=PERMISSION, subject=row, now=now, summary=summary)

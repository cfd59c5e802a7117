"""Showing an NFR key to the partner: each view is logged."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import require
from clients.keys import unsealed
from common.actor import Actor
from common.refusals import Refused
from common.tenancy import bind
from nfr.models import NfrGrant, NfrKeyLook
from programs.definition.nfr import Nfr


class UnableToShowKey(Refused):
    """There is no key to show, or the uses weren't accepted."""


def show_key(*, actor: Actor, grant: NfrGrant, accepted: bool, nfr: Nfr | None, now: datetime) -> str:
    """Return the key of an active license, and log who saw it.

    A license that came with the level has its uses accepted first (B24-8u). Raises UnableToShowKey if they aren't, or
    the license has no key or isn't active; PermissionDenied for anyone but the partner's leaders and the vendor.
    """
    require(actor, "nfr.claim", program_id=grant.program_id)
    with transaction.atomic():
        row = NfrGrant.objects.visible_to(actor).get(pk=grant.pk)
        if row.state != NfrGrant.State.ACTIVE or not row.sealed_key:
            raise UnableToShowKey({"": _("This license has no active key.")})
        if row.accepted_at is None:
            if not accepted:
                raise UnableToShowKey({"accepted": _("Accept the allowed uses to see the key.")})
            with bind(row.program_id):
                row.accepted_at, row.accepted_by_id = now, actor.user_id
                row.purposes = list(nfr.purposes.allowed) if nfr and nfr.purposes else []
                row.save(update_fields=["accepted_at", "accepted_by", "purposes"])
        if actor.user_id is not None:
            NfrKeyLook.objects.create(
                program_id=row.program_id, partner_id=row.partner_id, grant=row, by_id=actor.user_id, at=now
            )
    return unsealed(row.sealed_key)

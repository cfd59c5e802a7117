"""The audit log: every act of the vendor's staff is written down inside the operation that does it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model

from accounts.models import AuditEntry
from common.actor import Actor


def note_act(
    *,
    actor: Actor,
    action: str,
    subject: Model,
    summary: str,
    now: datetime,
    partner_id: int | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write down what a member of the staff did; nothing for anybody else, whose acts are their own records.

    ``action`` is the permission's name it was done with (accounts/permissions.py). ``summary`` is plain English and
    names no secret. Call it inside the transaction of the act: either both are stored or neither is.
    """
    if actor.kind != "staff" or actor.program_id is None or actor.user_id is None:
        return
    AuditEntry.objects.create(
        program_id=actor.program_id,
        partner_id=partner_id,
        at=now,
        user_id=actor.user_id,
        role=actor.role,
        action=action,
        subject=subject._meta.label_lower,
        subject_id=subject.pk,
        summary=summary[:400],
        details=dict(details or {}),
    )

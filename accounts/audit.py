"""The audit log: operations add an entry for every staff action."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model

from accounts.models import AuditEntry
from accounts.sentences import Sentence
from common.actor import Actor


def note_act(
    *,
    actor: Actor,
    action: str,
    subject: Model,
    summary: str | Sentence,
    now: datetime,
    partner_id: int | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Add an audit entry for a staff action; other people's actions need none, since their records show them.

    ``action`` is the name of the permission used (accounts/permissions.py). ``summary`` contains no secret. A sentence
    is kept with its values, so that people read the log in their language; a search reads the English text. Call this
    in the transaction of the action, so that both are stored or neither is.
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
        summary=str(summary)[:400],
        details={**(details or {}), **(summary.kept() if isinstance(summary, Sentence) else {})},
    )

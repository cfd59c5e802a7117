"""Keeping, reading and forgetting drafts of forms."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from common.actor import Actor
from common.encryption import InvalidToken, decrypt, encrypt
from partners.drafts.models import FormDraft

MOST_FIELDS, MOST_CHARACTERS, MOST_DRAFTS = 400, 60_000, 60
"""Limits of one draft, and of the drafts of one person; a form that is longer is not kept."""
Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed, by field, and when it was kept."""

    typed: Typed
    at: datetime


def sealed(typed: Typed) -> str:
    """What was typed, encrypted; empty if it is nothing or too much."""
    if not any(text for texts in typed.values() for text in texts) or len(typed) > MOST_FIELDS:
        return ""
    text = json.dumps({name: list(texts) for name, texts in typed.items()}).replace("\\u0000", "")
    return encrypt(text) if len(text) <= MOST_CHARACTERS else ""


def unsealed(token: str, at: datetime) -> Draft | None:
    """What was typed; None if the keys it was encrypted with are gone."""
    try:
        return Draft(json.loads(decrypt(token)), at)
    except InvalidToken:
        return None


def typed_into(row: FormDraft) -> dict[str, str]:
    """What a draft holds, for its person's own data."""
    draft = unsealed(row.sealed, row.at)
    return {name: "\n".join(texts) for name, texts in draft.typed.items() if any(texts)} if draft else {}


def keep_draft(*, actor: Actor, form: str, typed: Typed, now: datetime) -> bool:
    """Keep what the person typed so far, instead of what was kept before. Returns whether it was kept."""
    assert actor.user_id is not None, "a visitor's drafts are in the session"
    token = sealed(typed)
    if not token:
        return False
    mine = FormDraft.objects.visible_to(actor)
    if not mine.filter(form=form).exists():
        _make_room(actor)
    FormDraft.objects.update_or_create(
        program_id=actor.program_id,
        partner_id=actor.partner_id,
        user_id=actor.user_id,
        form=form,
        defaults={"sealed": token, "at": now},
    )
    return True


def kept_draft(*, actor: Actor, form: str) -> Draft | None:
    """What the person typed into the form before, or None."""
    row = FormDraft.objects.visible_to(actor).filter(form=form).first()
    return unsealed(row.sealed, row.at) if row else None


def discard_draft(*, actor: Actor, form: str) -> None:
    """Forget the person's draft of the form."""
    FormDraft.objects.visible_to(actor).filter(form=form).delete()


def forget_drafts(*, actor: Actor, before: datetime) -> int:
    """Delete the drafts of the program that nobody changed since. Returns how many."""
    return FormDraft.objects.visible_to(actor).filter(at__lt=before).delete()[0]


def _make_room(actor: Actor) -> None:
    """Forget the person's oldest drafts, so that a new one has room."""
    old = FormDraft.objects.visible_to(actor).order_by("-at").values_list("pk", flat=True)[MOST_DRAFTS - 1 :]
    if found := list(old):
        FormDraft.objects.filter(pk__in=found).delete()

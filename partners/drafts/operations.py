"""Keeping, reading and forgetting drafts of forms."""

from datetime import datetime, timedelta

from common.actor import Actor
from partners.drafts.models import FormDraft
from partners.drafts.sealing import Draft, Typed, sealed, unsealed

MOST_DRAFTS = 60  # of one person; the oldest goes for a new one
KEPT = timedelta(days=14)  # how long a form that isn't sent keeps what was typed


def keep_draft(*, actor: Actor, form: str, typed: Typed, now: datetime) -> bool:
    """Keep what the person typed so far, instead of what was kept before. Returns whether it was kept."""
    assert actor.user_id is not None, "a visitor's drafts are in the session"
    assert actor.program_id is not None, "drafts belong to a program"
    token = sealed(typed)
    if not token:
        return False
    mine = FormDraft.objects.visible_to(actor)
    if not mine.filter(form=form).exists():
        _make_room(actor)
    FormDraft.objects.update_or_create(  # type: ignore[misc]  # staff and applicants have no partner
        program_id=actor.program_id,
        partner_id=actor.partner_id,
        user_id=actor.user_id,
        form=form,
        defaults={"sealed": token, "at": now},
    )
    return True


def kept_drafts(*, actor: Actor) -> dict[str, FormDraft]:
    """All drafts of the person by form, in one query: a page may have many forms."""
    return {row.form: row for row in FormDraft.objects.visible_to(actor)}


def kept_draft(*, actor: Actor, form: str) -> Draft | None:
    """What the person typed into the form before, or None."""
    row = kept_drafts(actor=actor).get(form)
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

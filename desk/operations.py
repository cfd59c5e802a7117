"""Operations of the desk: save and remove a view, and assign rows of a queue."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import Code, sentence
from common.actor import Actor
from common.refusals import Refused
from desk.models import Assignment, SavedView
from programs.models import Staff

KEEP = "views.keep"
ASSIGN = "work.assign"
MOST_VIEWS = 100  # of one person
MOST_ROWS = 200  # assigned at once


class UnableToSaveView(Refused):
    """The view cannot be saved; ``problems`` says why, by field."""


class UnableToRemoveView(Refused):
    """The view is somebody else's."""


class UnableToAssign(Refused):
    """The rows cannot be assigned; ``problems`` says why, by field."""


def save_view(
    *, actor: Actor, program_id: int, listed: str, query: str, name: str, shared: bool, now: datetime
) -> SavedView:
    """Save a list's filters, order and columns under a name; the same name replaces the person's earlier view.

    Raises UnableToSaveView beyond 100 views or for filters of more than 500 characters; PermissionDenied.
    """
    require(actor, KEEP, program_id=program_id)
    if actor.user_id is None:
        raise PermissionDenied(KEEP)
    if len(query) > (SavedView._meta.get_field("query").max_length or 0):
        raise UnableToSaveView({"": _("These filters are too long to save. Remove some of them.")})
    own = SavedView.objects.visible_to(actor).filter(user_id=actor.user_id)
    if own.exclude(page=listed, name=name).count() >= MOST_VIEWS:
        raise UnableToSaveView({"": _("You already have 100 views. Remove one first.")})
    with transaction.atomic():
        view, _is_new = SavedView.objects.update_or_create(
            program_id=program_id,
            user_id=actor.user_id,
            page=listed,
            name=name,
            defaults={"query": query, "shared": shared, "saved_at": now},
        )
        note_act(
            actor=actor,
            action=KEEP,
            subject=view,
            now=now,
            summary=sentence("Saved the view %(name)s of %(listed)s", name=name, listed=Code("list", listed)),
        )
    return view


def remove_view(*, actor: Actor, savedview: SavedView, now: datetime) -> None:
    """Remove a view. Raises UnableToRemoveView unless it is the actor's own; PermissionDenied."""
    require(actor, KEEP, program_id=savedview.program_id)
    if savedview.user_id != actor.user_id:
        raise UnableToRemoveView({"": _("Only the person who saved this view can remove it.")})
    with transaction.atomic():
        note_act(
            actor=actor,
            action=KEEP,
            subject=savedview,
            now=now,
            summary=sentence("Removed the view %(name)s", name=savedview.name),
        )
        SavedView.objects.visible_to(actor).filter(pk=savedview.pk).delete()


def assign(
    *,
    actor: Actor,
    program_id: int,
    listed: str,
    row_ids: Sequence[int],
    assignee: Staff | None,
    now: datetime,
    queued: Collection[int] = (),
) -> int:
    """Assign rows of a list to a person of the staff, or to nobody; returns how many rows.

    ``queued`` are those that are in a queue now: their assignment ends when they leave it (desk/settling.py).

    Raises UnableToAssign for no rows, for more than 200, and for a person who left; PermissionDenied.
    """
    require(actor, ASSIGN, program_id=program_id)
    if not row_ids or len(row_ids) > MOST_ROWS:
        raise UnableToAssign({"": _("Choose between 1 and %(most)s rows.") % {"most": MOST_ROWS}})
    if assignee is not None and assignee.program_id != program_id:
        raise UnableToAssign({"assignee": _("This person doesn't work in the program.")})
    with transaction.atomic():
        held = Assignment.objects.visible_to(actor).filter(page=listed, row_id__in=row_ids)
        subject = held.first() or Assignment(program_id=program_id, page=listed)
        if assignee is None:
            held.delete()
        else:
            rows = [
                Assignment(
                    program_id=program_id,
                    page=listed,
                    row_id=pk,
                    user_id=assignee.user_id,
                    assigned_at=now,
                    queued=pk in queued,
                )
                for pk in sorted(set(row_ids))
            ]
            Assignment.objects.bulk_create(
                rows,
                update_conflicts=True,
                unique_fields=("program", "page", "row_id"),
                update_fields=("user", "assigned_at", "queued"),
            )
            subject = rows[0]
        whom = f"user {assignee.user_id}" if assignee else "nobody"
        done = sentence(
            "Assigned %(count)s of %(listed)s to %(whom)s", count=len(row_ids), listed=Code("list", listed), whom=whom
        )
        details = {"rows": ", ".join(map(str, row_ids))}
        note_act(actor=actor, action=ASSIGN, subject=subject, now=now, summary=done, details=details)
    return len(row_ids)

"""Attaching files to the work on a request."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from common.actor import Actor
from common.tenancy import bind
from common.uploads import Upload
from leads.board.models import LeadFile, LeadNote, Reservation
from leads.board.operations.working import UnableToWork
from leads.board.places import note, require_own

MOST_FILES = 20


def attach_file(*, actor: Actor, reservation: Reservation, upload: Upload, now: datetime) -> LeadFile:
    """Attach a file that passed ``read_upload``; the partner's team and the vendor read it.

    Raises UnableToWork for a reservation that has ended, and beyond `MOST_FILES`.
    """
    require_own(actor, reservation)
    if actor.user_id is None:
        raise PermissionDenied("leads.work")
    with bind(reservation.program_id):
        row = Reservation.objects.open().select_for_update(no_key=True).filter(pk=reservation.pk).first()
        if row is None:
            raise UnableToWork({"": _("This reservation ended before.")})
        if LeadFile.objects.filter(reservation=row).count() >= MOST_FILES:
            raise UnableToWork({"file": _("Attach at most %(number)s files to a request.") % {"number": MOST_FILES}})
        Reservation.objects.filter(pk=row.pk).update(touched_at=now, escalated_at=None)
        note(row, LeadNote.Kind.FILE, actor=actor, now=now, text=upload.name)
        return LeadFile.objects.create(
            program_id=row.program_id,
            partner_id=row.partner_id,
            reservation=row,
            name=upload.name,
            content_type=upload.content_type,
            size=len(upload.content),
            content=upload.content,
            by_id=actor.user_id,
            at=now,
        )

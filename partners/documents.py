"""Stores uploaded files (B24-1.2.2a)."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from common.actor import Actor
from common.uploads import Upload
from partners.models import Application, Document


def store_document(
    *,
    actor: Actor,
    program_id: int,
    upload: Upload,
    purpose: str,
    now: datetime,
    partner_id: int | None = None,
    application_id: int | None = None,
    request_id: int | None = None,
) -> Document:
    """Store a file that passed ``read_upload``, for a partner or for the actor's own application.

    ``request_id`` is the vendor's question that the file answers.

    Who may upload depends on the file's purpose, so the calling operation checks that permission. Raises
    PermissionDenied if nobody is signed in, or the partner or application is not the actor's.
    """
    if actor.user_id is None or actor.program_id != program_id:
        raise PermissionDenied("Files are kept for people who are signed in.")
    if not actor.is_vendor and partner_id != actor.partner_id:
        raise PermissionDenied("Files are kept for one's own company.")
    with transaction.atomic():
        if application_id and not Application.objects.visible_to(actor).filter(pk=application_id).exists():
            raise PermissionDenied("Files are kept for one's own application.")
        return Document.objects.create(
            program_id=program_id,
            partner_id=partner_id,
            application_id=application_id,
            request_id=request_id,
            purpose=purpose,
            name=upload.name,
            content_type=upload.content_type,
            size=len(upload.content),
            digest=upload.digest,
            content=upload.content,
            uploaded_by_id=actor.user_id,
            uploaded_at=now,
        )

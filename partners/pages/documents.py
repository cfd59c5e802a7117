"""Serves uploaded files to people who may see them, always as attachments."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.permissions import may
from partners.models import Document
from programs.requests import ProgramRequest
from web.attachments import attachment


@require_safe
@never_cache
@login_required
def document(request: ProgramRequest, document_id: int) -> HttpResponse:
    """Serve a file as an attachment. Access is checked every time, so links stop working for people who leave.

    Application documents need the permission to read the agreement. Documents that the actor may not see give a 404.
    """
    row = Document.objects.visible_to(request.actor).filter(pk=document_id).first()
    if row is None or not _may_read(request, row):
        raise Http404
    return attachment(name=row.name, content_type=row.content_type, content=bytes(row.content))


def _may_read(request: ProgramRequest, row: Document) -> bool:
    """Whether the role may open files for this purpose. Blocked members may open none."""
    if request.actor.is_vendor:
        return True
    if request.actor.kind == "visitor" or row.application_id is not None:
        return may(request.actor, "agreement.download")
    return may(request.actor, "records.view")

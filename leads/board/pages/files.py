"""Files that a partner attached to its requests: for its team and the vendor (R29)."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.permissions import may
from leads.board.models import LeadFile
from programs.requests import ProgramRequest
from web.attachments import attachment


@require_safe
@never_cache
@login_required
def lead_file(request: ProgramRequest, file_id: int) -> HttpResponse:
    """The file, always as an attachment; 404 for whoever may not see it."""
    row = LeadFile.objects.visible_to(request.actor).filter(pk=file_id).first()
    if row is None or not may(request.actor, "leads.decide" if request.actor.is_vendor else "leads.view"):
        raise Http404
    return attachment(name=row.name, content_type=row.content_type, content=bytes(row.content))

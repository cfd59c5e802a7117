"""Files that a partner attached to its requests."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from leads.board.models import LeadFile
from partners.pages.access import partner_page
from partners.requests import PartnerRequest


@require_safe
@partner_page("leads.view")
def lead_file(request: PartnerRequest, file_id: int) -> HttpResponse:
    """The file, always as an attachment."""
    row = LeadFile.objects.visible_to(request.actor).filter(pk=file_id).first()
    if row is None:
        raise Http404
    answer = HttpResponse(bytes(row.content), content_type=row.content_type)
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=row.name) or ""
    return answer

"""Serves the agreement that a company accepted as a PDF (B24-1.3b)."""

import structlog
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.permissions import require
from partners.admission.agreement import accepted_agreement, printed
from programs.pages import with_rules
from programs.requests import ProgramRequest
from web.fonts import UnableToPrint

log = structlog.get_logger("echelon.agreements")


@require_safe
@never_cache
@login_required
@with_rules
def agreement(request: ProgramRequest) -> HttpResponse:
    """The agreement of the user's partner, or of an applicant who has submitted the second form."""
    require(request.actor, "agreement.download")
    filled = accepted_agreement(actor=request.actor, revisions=request.revisions)
    if filled is None:
        raise Http404
    try:
        pdf = printed(filled, language=request.LANGUAGE_CODE)
    except UnableToPrint as trouble:
        log.error("agreement_not_printed", reason=str(trouble))
        return render(request, "partners/admission/unable.html", status=503)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="agreement.pdf"'
    return answer

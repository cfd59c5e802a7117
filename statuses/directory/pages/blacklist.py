"""The public blacklist of partners (B24-14.7)."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.clock import today
from partners.measures.queries import blacklisted
from partners.measures.rules import penalty_for
from programs.pages import with_rules
from programs.requests import ProgramRequest
from web.privacy import public_page


@public_page
@require_safe
@with_rules
def blacklist(request: ProgramRequest) -> HttpResponse:
    """Partners on the blacklist today; 404 where the program's rules have no blacklist."""
    if penalty_for(request.definition, "blacklist") is None:
        raise Http404
    rows = blacklisted(request.program.pk, today(request.program.time_zone))
    return render(request, "statuses/directory/blacklist.html", {"place": "directory", "rows": rows})

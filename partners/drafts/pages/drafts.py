"""Saving a draft while a person types, and discarding one."""

from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.limits import within
from common.clock import now
from partners.drafts.kit import discard, keep, named
from programs.requests import ProgramRequest
from web.requests import signed_in


@require_POST
@never_cache
def save(request: ProgramRequest) -> HttpResponse:
    """Keep what was typed so far: 204 if it was kept, 400 for a form that no page of ours showed to this person."""
    sent = named(request)
    if sent is None:
        return HttpResponseBadRequest(_("This form can't be saved."))
    if not signed_in(request) and not within(request, "draft"):
        return HttpResponse(status=429)
    keep(request, sent.form, now=now())
    return HttpResponse(status=204)


@require_POST
@never_cache
def forget(request: ProgramRequest) -> HttpResponse:
    """Discard a draft, and show the form as it was."""
    sent = named(request)
    if sent is None:
        return HttpResponseBadRequest(_("This form can't be saved."))
    discard(request, sent.form)
    here = url_has_allowed_host_and_scheme(sent.back, allowed_hosts={request.get_host()})
    return redirect(sent.back if here else "/")

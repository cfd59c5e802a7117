"""Takes back what a person did a few seconds ago (web/undo.py)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from common.refusals import Refused
from partners.requests import PartnerRequest
from programs.pages import with_rules
from web.undo import asked_to_undo


@require_POST
@never_cache
@login_required
@with_rules
def undo(request: PartnerRequest) -> HttpResponse:
    """Undo one act, and return to where it was done."""
    done = asked_to_undo(request)
    if done is None:
        messages.error(request, _("It's too late to undo this."))
        return redirect("portal:dashboard" if request.actor.kind == "partner" else "/")
    if request.actor.kind == "partner":
        request.partner = request.own_partner
    try:
        done.inverse(request, **done.given)
    except Refused as refusal:
        messages.error(request, str(refusal))
    except ObjectDoesNotExist:
        messages.error(request, _("This can't be undone: it has changed since."))
    else:
        messages.success(request, _("Undone."))
    return redirect(done.back)

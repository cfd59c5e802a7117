"""A partner's tax exemption: what is in force, its requests with their answers, and asking (B24-2.1.1b)."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from common.clock import now
from partners.drafts.kit import restore
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from programs.answers import UploadField
from store.exemptions.operations import UnableToExempt
from store.exemptions.queries import exemption_requests, lasting_exemptions, waiting_exemptions
from store.exemptions.requests import ASK, ask_exemption, withdraw_exemption
from store.models import ExemptionRequest
from web.fields import Line, day_input
from web.forms import RefusableForm
from web.paging import page_number, page_of
from web.tabs import has_section

MOST_IN_FORCE = 20


class ExemptionForm(RefusableForm):
    """The certificate, and the days for which it holds."""

    proof = Line(label=gettext_lazy("Certificate number"), max_length=200)
    file = UploadField(label=gettext_lazy("Certificate"))
    starts_on = forms.DateField(label=gettext_lazy("Valid from"), widget=day_input())
    ends_on = forms.DateField(
        label=gettext_lazy("Valid to"),
        required=False,
        widget=day_input(),
        help_text=gettext_lazy("Leave it empty if the certificate has no end."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page(ASK)
def exemption(request: PartnerRequest) -> HttpResponse:
    """What is in force, the requests, newest first, and the form while none is pending."""
    _with_exemptions(request)
    form = None
    rows = exemption_requests(request.actor)
    if request.method == "POST" or not waiting_exemptions(request.actor).exists():
        posted = request.method == "POST"
        form = ExemptionForm(request.POST if posted else None, request.FILES if posted else None)
        restore(request, form, "exemption")
    if request.method == "POST" and form and form.is_valid():
        with form.refusals():
            ask_exemption(
                actor=request.actor,
                partner=request.partner,
                rulebook=request.rulebook,
                today=request.today,
                now=now(),
                **form.cleaned_data,
            )
            messages.success(request, _("Your request was sent. Orders bear tax until we approve it."))
            return redirect("store:exemption")
    return dashboard_page(
        request,
        "store/exemptions/exemption.html",
        form=form,
        page=page_of(rows, page_number(request.GET)),
        lasting=list(lasting_exemptions(request.actor, request.today)[:MOST_IN_FORCE]),
    )


@require_POST
@partner_page(ASK)
def withdraw(request: PartnerRequest, exemption_id: int) -> HttpResponse:
    """Withdraw a pending request."""
    _with_exemptions(request)
    asked = get_object_or_404(ExemptionRequest.objects.visible_to(request.actor), pk=exemption_id)
    try:
        withdraw_exemption(
            actor=request.actor, request=asked, rulebook=request.rulebook, today=request.today, now=now()
        )
    except UnableToExempt as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The request is withdrawn."))
    return redirect("store:exemption")


def _with_exemptions(request: PartnerRequest) -> None:
    if not has_section("store:exemption", request.definition):
        raise Http404

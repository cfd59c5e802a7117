"""A partner's requests for client documents: the list, and handing in what is asked for (B24-2.3.3)."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import may, require
from common.clock import now
from partners.drafts.kit import restore
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from programs.uploads import UploadsField
from store.kyc.operations import answer_request
from store.kyc.queries import kyc_requests
from store.models import KycRequest
from web.fields import Lines
from web.forms import RefusableForm
from web.paging import page_number, page_of


class AnswerForm(RefusableForm):
    """What the vendor asked for."""

    answer = Lines(label=gettext_lazy("Answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    attached = UploadsField(
        label=gettext_lazy("Documents"), required=False, help_text=gettext_lazy("PDF, JPEG or PNG, up to 10 MB each.")
    )


@require_safe
@partner_page("kyc.view")
def kyc_list(request: PartnerRequest) -> HttpResponse:
    """Requests for documents, newest first."""
    page = page_of(kyc_requests(request.actor), page_number(request.GET))
    return dashboard_page(request, "store/kyc/list.html", page=page)


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page("kyc.view")
def kyc_request(request: PartnerRequest, kyc_id: int) -> HttpResponse:
    """One request, with the form to answer it while it waits for that."""
    row = kyc_requests(request.actor).filter(pk=kyc_id).prefetch_related("files__document").first()
    if row is None:
        raise Http404
    form = None
    if row.state in KycRequest.OPEN and may(request.actor, "kyc.answer"):
        posted = request.method == "POST"
        form = AnswerForm(request.POST if posted else None, request.FILES if posted else None)
        restore(request, form, f"documents.{row.pk}")
    if request.method == "POST":
        require(request.actor, "kyc.answer")
        if form is None:
            messages.error(request, _("This request doesn't need an answer."))
            return redirect("store:kyc_request", row.pk)
        if form.is_valid():
            with form.refusals():
                answer_request(
                    actor=request.actor,
                    request=row,
                    answer=form.cleaned_data["answer"],
                    files=form.cleaned_data["attached"],
                    now=now(),
                )
                messages.success(request, _("Your answer was sent."))
                return redirect("store:kyc_request", row.pk)
    return dashboard_page(request, "store/kyc/request.html", asked=row, form=form)

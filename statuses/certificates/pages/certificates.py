"""The public check of a certificate, and a partner's download (B24-12.3)."""

import structlog
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.limits import refusal, within
from common import clock
from partners.pages.access import partner_page
from partners.requests import PartnerRequest
from statuses.certificates.identity import UnableToSign
from statuses.certificates.operations import UnableToIssueCertificate, issue_certificate
from statuses.certificates.queries import check as find
from statuses.certificates.queries import printed
from statuses.certificates.serials import as_typed
from web.fields import TypedCode
from web.fonts import UnableToPrint
from web.privacy import public_page

log = structlog.get_logger("echelon.certificates")


class CertificateNumber(forms.Form):
    """A serial number as typed from a certificate."""

    serial = TypedCode(
        label=_("Serial number"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=_("Four groups of four letters and digits."),
    )
    unknown = _("No certificate has this number. Compare it with the one on the certificate.")

    def clean_serial(self) -> str:
        """The number in its printed form."""
        serial = as_typed(self.cleaned_data["serial"])
        if not serial:
            raise ValidationError(_("A serial number has four groups of four letters and digits: 7KQ0-9D2M-XW4T-B6PC."))
        return serial


@public_page
@require_safe
def ask(request: PartnerRequest) -> HttpResponse:
    """The form for entering a certificate number."""
    form = CertificateNumber(request.GET or None)
    if form.is_valid():
        return redirect("statuses:certificate", serial=form.cleaned_data["serial"])
    return render(request, "statuses/certificates/ask.html", {"form": form})


@require_safe
@never_cache
def check(request: PartnerRequest, serial: str) -> HttpResponse:
    """The page behind the QR code: whether a certificate is valid, expired or replaced, and what it says."""
    if not within(request, "certificate"):
        return refusal(request)
    found = find(site=request.site, serial=serial, on=clock.today(request.program.time_zone))
    if found is None:
        form = CertificateNumber({"serial": serial})
        if form.is_valid():
            form.add_error("serial", form.unknown)
        return render(request, "statuses/certificates/ask.html", {"form": form}, status=404)
    return render(request, "statuses/certificates/check.html", {"check": found})


@require_safe
@never_cache
@partner_page("certificate.download")
def download(request: PartnerRequest, track: str) -> HttpResponse:
    """Download the current partner's signed certificate, in the reader's language."""
    try:
        certificate = issue_certificate(actor=request.actor, partner=request.partner, track=track, on=request.today)
        pdf = printed(
            certificate,
            check_url=request.build_absolute_uri(reverse("statuses:certificate", args=[certificate.serial])),
            language=request.LANGUAGE_CODE,
            now=clock.now(),
        )
    except UnableToIssueCertificate as refusal:
        return render(request, "statuses/certificates/unable.html", {"reason": refusal}, status=409)
    except (UnableToPrint, UnableToSign) as trouble:
        log.error("certificate_not_printed", reason=str(trouble))
        return render(request, "statuses/certificates/unable.html", status=503)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="certificate-{certificate.serial}.pdf"'
    return answer

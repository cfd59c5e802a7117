"""The public check of a certificate, and a partner's download of its own (B24-12.3)."""

import logging

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common import clock
from partners.models import Partner
from portal.forms import CertificateNumber
from portal.rates import asks_too_often
from statuses.certificates.fonts import UnableToPrint
from statuses.certificates.identity import UnableToSign
from statuses.certificates.operations import UnableToIssueCertificate, issue_certificate
from statuses.certificates.queries import check as find
from statuses.certificates.queries import printed

_CHECKS, _CHECKS_SECONDS = 60, 600

log = logging.getLogger(__name__)


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Where somebody with a certificate in hand types its number."""
    form = CertificateNumber(request.GET or None)
    if form.is_valid():
        return redirect("certificate", serial=form.cleaned_data["serial"])
    return render(request, "portal/certificates/ask.html", {"form": form})


@require_safe
@never_cache
def check(request: HttpRequest, serial: str) -> HttpResponse:
    """Whether a certificate is valid, expired or replaced, and what it says: the page its QR code opens."""
    if asks_too_often(request, what="certificate", times=_CHECKS, seconds=_CHECKS_SECONDS):
        answer = render(request, "portal/certificates/later.html", status=429)
        answer["Retry-After"] = str(_CHECKS_SECONDS)
        return answer
    found = find(program=request.program, serial=serial, on=clock.today(request.program.time_zone))
    if found is None:
        form = CertificateNumber({"serial": serial})
        form.add_error("serial", form.unknown)
        return render(request, "portal/certificates/ask.html", {"form": form}, status=404)
    return render(request, "portal/certificates/check.html", {"check": found})


@require_safe
@never_cache
@login_required
def download(request: HttpRequest, track: str) -> HttpResponse:
    """The signed certificate of the partner that the user acts for, in the language of the site."""
    if request.actor.partner_id is None:
        raise Http404
    partner = Partner.objects.visible_to(request.actor).select_related("program").get(pk=request.actor.partner_id)
    try:
        certificate = issue_certificate(
            actor=request.actor, partner=partner, track=track, on=clock.today(request.program.time_zone)
        )
        pdf = printed(
            certificate,
            check_url=request.build_absolute_uri(reverse("certificate", args=[certificate.serial])),
            language=request.site.language,
            now=clock.now(),
        )
    except UnableToIssueCertificate as refusal:
        return render(request, "portal/certificates/unable.html", {"reason": refusal}, status=409)
    except (UnableToPrint, UnableToSign) as trouble:
        log.error("certificate.unprinted: %s", trouble)
        return render(request, "portal/certificates/unable.html", status=503)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="certificate-{certificate.serial}.pdf"'
    return answer

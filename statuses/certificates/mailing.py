"""Attaches a new certificate to the email about the level that it certifies (BSM-mail)."""

from datetime import datetime
from functools import lru_cache

import structlog
from django.urls import reverse

from common.actor import Actor
from notices.attachments import Attachment, add_reader
from notices.models import Mail
from programs.homes import Homes, address
from programs.models import Site
from statuses.certificates.identity import UnableToSign
from statuses.certificates.queries import printed
from statuses.models import Certificate
from web.fonts import UnableToPrint

KIND = "certificate"

log = structlog.get_logger("echelon.certificates")


def read_certificate(serial: str, mail: Mail, homes: Homes, site: Site | None) -> Attachment | None:
    """The signed PDF, in the email's language; None if it can't be printed or signed, which the log says."""
    check_url = address(site, reverse("statuses:certificate", args=[serial]))
    try:
        content = _printed(homes.program.pk, serial, check_url, mail.language, mail.queued_at)
    except (UnableToPrint, UnableToSign, Certificate.DoesNotExist) as trouble:
        log.error("certificate_not_mailed", serial=serial, reason=str(trouble))
        return None
    return Attachment(f"certificate-{serial}.pdf", content, "application/pdf")


@lru_cache(maxsize=8)
def _printed(program_id: int, serial: str, check_url: str, language: str, queued_at: datetime) -> bytes:
    """Kept for the next recipients: several people of a company get the same email, one after the other."""
    rows = Certificate.objects.visible_to(Actor.system(program_id)).select_related("program")
    certificate = rows.get(program_id=program_id, serial=serial)
    return printed(certificate, check_url=check_url, language=language, now=queued_at)


add_reader(KIND, read_certificate)

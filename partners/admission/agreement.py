"""The agreement that a company accepted, filled with its data (B24-1.3b): what stands in it, and its PDF.

The text is the one that was agreed to, word for word; names in braces are replaced once by plain text and nothing in
the text or in the data is ever evaluated.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format

from accounts.permissions import may
from common.actor import Actor
from partners.admission.consents import AGREEMENT, agreement_named, consent_asked
from partners.models import Application, Consent
from programs.answers import as_read, readable
from programs.definition import Definition
from programs.definition.admission import Agreement
from programs.definition.forms import FormField
from programs.definition.revisions import Revisions
from programs.definition.sites import Entity
from web import fonts

_NAME = re.compile(r"\{([a-z0-9_]+)\}")
# What stands in the place of something that was never given.
_BLANK = "—"
_COUNTRY = FormField(code="country", label="Country", type="country")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """An accepted agreement. ``legal`` are the company's data as they were handed in, with their labels."""

    name: str
    version: str
    program: str
    paragraphs: list[str]
    company: str
    legal: list[tuple[str, str]]
    entity: str
    entity_address: list[str]
    entity_email: str
    accepted: str
    by: str
    by_email: str

    @property
    def text(self) -> str:
        """Everything that is printed, to know which letters are needed."""
        pairs = [part for pair in self.legal for part in pair]
        return "".join([*self.paragraphs, *pairs, *self.entity_address, self.company, self.entity, self.by, self.name])


def accepted_agreement(*, actor: Actor, revisions: Revisions) -> Filled | None:
    """The agreement that the actor's company accepted, in the reader's language of dates; None when there is none.

    An applicant's is the one of its newest application.
    """
    consents = Consent.objects.visible_to(actor).filter(code=AGREEMENT).select_related("applicant", "program")
    consent = consents.select_related("application").order_by("-id").first()
    if consent is None or consent.application is None:
        return None
    if actor.partner_id is None and consent.application_id != _newest(actor):
        return None
    day = consent.given_at.astimezone(ZoneInfo(consent.program.time_zone))
    definition = revisions.at(day.date())[1]
    if definition.admission is None or definition.admission.download is None:
        return None
    return _filled(consent, consent.application, definition)


def has_agreement(actor: Actor) -> bool:
    """Whether the actor may download an agreement that its company accepted here."""
    return (
        may(actor, "agreement.download")
        and Consent.objects.visible_to(actor).filter(code=AGREEMENT, application__isnull=False).exists()
    )


def printed(filled: Filled, *, language: str) -> bytes:
    """The agreement as a PDF of A4 pages. Raises ``fonts.UnableToPrint`` when a script needed has no font."""
    fonts.require_for(filled.text)
    with translation.override(language):
        shown = {"filled": filled, "language": language, "mirrored": translation.get_language_bidi()}
        html = render_to_string("partners/admission/agreement/agreement.html", shown)
    return _printer()(html)


def fill(text: str, values: dict[str, str]) -> str:
    """The text with ``{name}`` replaced by what it stands for, once: braces in a value stay braces."""
    return _NAME.sub(lambda found: values.get(found[1]) or _BLANK, text)


def _newest(actor: Actor) -> int | None:
    return Application.objects.visible_to(actor).order_by("-id").values_list("pk", flat=True).first()


def terms_read(
    application: Application, legal: Mapping[str, str], *, definition: Definition, on: date
) -> list[tuple[Agreement, list[str]]]:
    """The agreement that handing in would accept on a day, filled with the data as they stand, to be read before."""
    found = []
    for statement in consent_asked(definition, entity=application.entity):
        if agreement := statement.agreement:
            values = _values(application, legal, definition, on=on, version=agreement.version)
            found.append((agreement, [fill(paragraph, values) for paragraph in agreement.text]))
    return found


def _filled(consent: Consent, application: Application, definition: Definition) -> Filled:
    agreement = agreement_named(definition, consent.agreement)
    entity = _entity(application, definition)
    accepted = consent.given_at.astimezone(ZoneInfo(consent.program.time_zone))
    values = _values(application, application.legal, definition, on=accepted.date(), version=consent.version)
    return Filled(
        name=agreement.name if agreement else consent.agreement,
        version=consent.version,
        program=consent.program.name,
        paragraphs=[fill(paragraph, values) for paragraph in consent.text.split("\n\n")],
        company=application.company,
        legal=readable(_fields(definition), application.legal),
        entity=values["entity"],
        entity_address=list(entity.address) if entity else [],
        entity_email=entity.email if entity else "",
        accepted=date_format(accepted, "DATETIME_FORMAT") + f" ({consent.program.time_zone})",
        by=consent.applicant.name,
        by_email=consent.applicant.email,
    )


def _values(
    application: Application, legal: Mapping[str, str], definition: Definition, *, on: date, version: str
) -> dict[str, str]:
    """What the names in an agreement's text stand for."""
    entity = _entity(application, definition)
    given = {field.code: as_read(field, legal[field.code]) for field in _fields(definition) if legal.get(field.code)}
    return {code: ", ".join(text.splitlines()) for code, text in given.items()} | {
        "company": application.company,
        "country": as_read(_COUNTRY, application.country) if application.country else "",
        "entity": entity.name if entity else definition.program.name,
        "entity_address": ", ".join(entity.address) if entity else "",
        "date": date_format(on),
        "version": version,
    }


def _fields(definition: Definition) -> Sequence[FormField]:
    verification = definition.admission.verification if definition.admission else None
    return verification.fields if verification else []


def _entity(application: Application, definition: Definition) -> Entity | None:
    return next((entity for entity in definition.entities if entity.code == application.entity), None)


@cache
def _printer() -> Callable[[str], bytes]:
    """The typesetter, kept for the life of the process for the reasons the certificate's is; it fetches nothing."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    nowhere = URLFetcher(allowed_protocols=())
    configuration = FontConfiguration()
    sheet = CSS(
        string=render_to_string("partners/admission/agreement/agreement.css"),
        font_config=configuration,
        url_fetcher=nowhere,
    )
    one_at_a_time = Lock()

    def print_pages(html: str) -> bytes:
        options: dict[str, Any] = {"pdf_variant": "pdf/ua-1", "font_config": configuration, "stylesheets": [sheet]}
        with one_at_a_time:
            return HTML(string=html, url_fetcher=nowhere).write_pdf(**options)

    return print_pages

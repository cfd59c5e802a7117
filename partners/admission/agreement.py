"""The agreement that a company accepted, filled in with its data, as text and as PDF (B24-1.3b).

The text is exactly the one that was agreed to. Names in braces are replaced once by plain text, and nothing in the text
or the data is ever evaluated.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
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
from common.text import named
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
# Printed where a value is missing.
_BLANK = "—"
_COUNTRY = FormField(code="country", label="Country", type="country")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """An accepted agreement. ``legal`` holds the company's legal data as submitted, with labels."""

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

    def spelled(self) -> "Filled":
        """The same agreement with every character that no font can draw written as its code point and name."""
        boxes = {ord(each): f"[{named(each)}]" for each in fonts.unprintable_name(self.text)}
        if not boxes:
            return self
        texts = {field.name: _spelled(getattr(self, field.name), boxes) for field in fields(self)}
        return replace(self, **texts)

    @property
    def text(self) -> str:
        """All printed text, used to find the fonts it needs."""
        pairs = [part for pair in self.legal for part in pair]
        names = [self.company, self.entity, self.by, self.name, self.program]
        return "".join([*self.paragraphs, *pairs, *self.entity_address, *names])


def _spelled(value: Any, boxes: dict[int, str]) -> Any:
    if isinstance(value, str):
        return value.translate(boxes)
    return type(value)(_spelled(each, boxes) for each in value)


def accepted_agreement(*, actor: Actor, revisions: Revisions) -> Filled | None:
    """The agreement that the actor's company accepted, with dates in the reader's language. None if there is none.

    For applicants, this is the agreement of their newest application.
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
    """The agreement as an A4 PDF. Raises ``fonts.UnableToPrint`` if no font covers a script it needs.

    A character that no font can draw is spelled out, so that the text stays complete and no empty box takes its place.
    """
    filled = filled.spelled()
    fonts.require_for(filled.text)
    with translation.override(language):
        shown = {"filled": filled, "language": language, "mirrored": translation.get_language_bidi()}
        html = render_to_string("partners/admission/agreement/agreement.html", shown)
    return _printer()(html)


def fill(text: str, values: dict[str, str]) -> str:
    """Replace each ``{name}`` with its value. Values are not scanned again, so braces in them stay."""
    return _NAME.sub(lambda found: values.get(found[1]) or _BLANK, text)


def _newest(actor: Actor) -> int | None:
    return Application.objects.visible_to(actor).order_by("-id").values_list("pk", flat=True).first()


def terms_read(
    application: Application, legal: Mapping[str, str], *, definition: Definition, on: date
) -> list[tuple[Agreement, list[str]]]:
    """A preview of the agreement that submitting on this day would accept, filled in with the current data."""
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
    """The values for the names in an agreement's text."""
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
    """The PDF engine. Kept for the life of the process, as for certificates. It fetches nothing from the network."""
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
        with one_at_a_time, fonts.no_empty_boxes():
            return HTML(string=html, url_fetcher=nowhere).write_pdf(**options)

    return print_pages

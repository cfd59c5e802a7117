"""Builds the partner row from an accepted application."""

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from partners.admission.identifiers import answered
from partners.codes import free_code, stem
from partners.models import Application, Partner
from partners.printable_names import PRINTABLE, printed_name
from programs.definition import MAIN_TRACK, Definition

_TRIES = 5


def create_partner(application: Application, *, definition: Definition, today: date) -> Partner:
    """The row of a company that joins ``today``, from its application, with an unused code (B24-1.3a)."""
    partner = _partner(application, definition, today)
    candidates = (application.company, partner.website, partner.email)
    for attempt in range(_TRIES):
        begun = Partner.objects.filter(program=application.program, code__startswith=stem(*candidates))
        partner.code = free_code(*candidates, taken=set(begun.values_list("code", flat=True)))
        try:
            with transaction.atomic():
                partner.save(force_insert=True)
            break
        except IntegrityError:
            # Another company with the same name may have been accepted at the same moment.
            if attempt == _TRIES - 1:
                raise
    return partner


def _partner(application: Application, definition: Definition, today: date) -> Partner:
    answers, legal = application.answers, application.legal
    fields = definition.admission.application.fields if definition.admission else []
    entity = next((entity for entity in definition.entities if entity.code == application.entity), None)
    entry = definition.track(MAIN_TRACK).entry
    applied = application.submitted_at or application.started_at
    name = _first(legal.get("registered_name"), application.company)[:200]
    printable = _first(legal.get(PRINTABLE), answers.get(PRINTABLE))
    return Partner(
        program=application.program,
        name=name,
        printable_name=printable if printed_name(name, printable) != name else "",
        country=application.country or (entity.country if entity else ""),
        currency=application.currency or (entity.currency if entity else definition.program.currencies[0]),
        entity=application.entity,
        accepted_on=today,
        applied_on=min(today, applied.astimezone(ZoneInfo(application.program.time_zone)).date()),
        entry_level=(entry.level or "") if entry.by == "acceptance" else "",
        website=_first(*answered(fields, answers, "url"))[:300],
        email=_first(*answered(fields, answers, "email"), application.applicant.email)[:254],
        phone=_first(*answered(fields, answers, "phone"))[:60],
        contact=_first(answers.get("contact"), application.applicant.name)[:200],
        address=_line(_first(legal.get("postal_address"), legal.get("legal_address"), answers.get("address")))[:400],
        legal={code: text for code, text in legal.items() if code != PRINTABLE},
        verification=Partner.Verification.VERIFIED if legal else "",
    )


def _first(*texts: object) -> str:
    """The first value that is a non-empty string."""
    return next((text.strip() for text in texts if isinstance(text, str) and text.strip()), "")


def _line(text: str) -> str:
    """A multi-line address on one line."""
    lines: Iterable[str] = (line.strip(" ,") for line in text.splitlines())
    return ", ".join(line for line in lines if line)

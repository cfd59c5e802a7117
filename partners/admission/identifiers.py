"""Keeps the identifiers of partners and applications up to date (B24-1.7.3).

Operations that change the underlying data call this module. Nothing else writes these rows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from common.bulk import insert_rows
from common.tenancy import bind
from partners.admission.identity import mail_domains, phone, registration_number, tax_id, web_domains
from partners.models import Application, Identifier, Partner
from programs.definition import Definition
from programs.definition.forms import FormField

Kind = Identifier.Kind
Found = set[tuple[str, str]]

_COLUMNS = ("program_id", "partner_id", "application_id", "kind", "value")
_BATCH = 2_000


def note_partners(*, program_id: int, partner_ids: Sequence[int]) -> int:
    """Rebuild the identifiers of these partners from their rows. Returns how many identifiers they have.

    Partners can't see these rows, so they are written with the vendor's access whoever changed the profile.
    """
    ids = sorted(partner_ids)
    with bind(program_id):
        return sum(_note_batch(program_id, ids[start : start + _BATCH]) for start in range(0, len(ids), _BATCH))


def note_application(application: Application, *, definition: Definition) -> None:
    """Rebuild an applicant's identifiers from the answers it gave so far.

    Applicants can't see these rows, which would reveal other companies, so they are written with the vendor's access.
    """
    found = _of_application(application, definition)
    with bind(application.program_id):
        Identifier.objects.filter(application=application).delete()
        Identifier.objects.bulk_create(
            Identifier(program_id=application.program_id, application=application, kind=kind, value=value)
            for kind, value in sorted(found)
        )


def drop_application(application: Application) -> None:
    """Delete an applicant's identifiers. Once it is a partner, the partner's identifiers replace them."""
    Identifier.objects.filter(application=application).delete()


def answered(fields: Iterable[FormField], answers: Mapping[str, Any], of_type: str) -> Iterator[str]:
    """The answers to all fields of one type, in form order."""
    for field in fields:
        answer = answers.get(field.code)
        if field.type == of_type and isinstance(answer, str) and answer.strip():
            yield answer.strip()


def _note_batch(program_id: int, partner_ids: list[int]) -> int:
    partners = Partner.objects.filter(program_id=program_id, pk__in=partner_ids)
    known = partners.values_list("pk", "country", "legal", "website", "email", "phone")
    rows = [
        (program_id, pk, None, kind, value)
        for pk, country, legal, website, email, number in known
        for kind, value in sorted(_identifiers(country, [legal], [website], [email], [number]))
    ]
    Identifier.objects.filter(program_id=program_id, partner_id__in=partner_ids).delete()
    return insert_rows("partners_identifier", _COLUMNS, rows, conflict="ON CONFLICT DO NOTHING") if rows else 0


def _of_application(application: Application, definition: Definition) -> Found:
    if definition.admission is None:
        return set()
    verification = definition.admission.verification
    forms = [
        (definition.admission.application.fields, application.answers),
        (verification.fields if verification else [], application.legal),
    ]

    def all_of(kind: str) -> list[str]:
        return [answer for fields, answers in forms for answer in answered(fields, answers, kind)]

    mails = [*all_of("email"), application.applicant.email]
    return _identifiers(
        application.country, [application.answers, application.legal], all_of("url"), mails, all_of("phone")
    )


def _identifiers(
    country: str,
    numbers: Iterable[Mapping[str, Any]],
    websites: Iterable[str],
    mails: Iterable[str],
    phones: Iterable[str],
) -> Found:
    found: Found = set()
    for given in numbers:
        found.add((Kind.TAX_ID, tax_id(_text(given, Kind.TAX_ID), country)))
        found.add((Kind.REGISTRATION, registration_number(_text(given, Kind.REGISTRATION), country)))
    found |= {(Kind.WEBSITE, domain) for website in websites for domain in web_domains(website)}
    found |= {(Kind.MAIL, domain) for mail in mails for domain in mail_domains(mail)}
    found |= {(Kind.PHONE, phone(number, country)) for number in phones}
    return {(str(kind), value) for kind, value in found if value}


def _text(given: Mapping[str, Any], code: str) -> str:
    """The answer with the code that the definition uses to match affiliates."""
    answer = given.get(code)
    return answer if isinstance(answer, str) else ""

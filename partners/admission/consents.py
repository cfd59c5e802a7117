"""The texts that applicants confirm or agree to, and the record of who agreed to what (B24-1.2.1a)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from partners.models import Application, Consent
from programs.definition import Definition
from programs.definition.admission import Agreement

# The code of the consent to the partner agreement.
AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement to confirm. ``agreement`` is the text and version it refers to."""

    code: str
    text: str
    agreement: Agreement | None = None


def confirmations(definition: Definition) -> list[Statement]:
    """The confirmations on the public form. Empty if the program takes no applications."""
    if definition.admission is None:
        return []
    return [
        Statement(box.code, box.text, agreement_named(definition, box.agreement))
        for box in definition.admission.application.confirmations
    ]


def consent_asked(definition: Definition, *, entity: str = "") -> list[Statement]:
    """The agreement accepted with the legal data, if the program has one (B24-1.2.2b).

    The contracting entity's own agreement takes precedence (B24-15.1).
    """
    verification = definition.admission.verification if definition.admission else None
    if verification is None or verification.consent is None:
        return []
    own = next((each.agreement for each in definition.entities if each.code == entity), None)
    agreement = agreement_named(definition, own or verification.consent.agreement)
    if agreement is None:
        return []
    return [Statement(AGREEMENT, "\n\n".join(agreement.text) or agreement.name, agreement)]


def agreement_named(definition: Definition, code: str | None) -> Agreement | None:
    """The agreement or policy with this code."""
    return next((agreement for agreement in definition.agreements if agreement.code == code), None)


def digest(statements: Iterable[Statement]) -> str:
    """A digest of these texts and versions. Forms send it back, so that nobody agrees to a text they were not shown."""
    said = [(s.code, s.text, s.agreement.model_dump_json() if s.agreement else "") for s in statements]
    return sha256(repr(said).encode()).hexdigest()[:32]


def record_consents(application: Application, statements: Sequence[Statement], *, by: int, now: datetime) -> None:
    """Record that the user with id ``by`` agreed to each text, with version and time (B24-1.2.1a, B24-1.2.2b)."""
    Consent.objects.bulk_create(
        Consent(
            program_id=application.program_id,
            application=application,
            applicant_id=by,
            code=each.code,
            agreement=each.agreement.code if each.agreement else "",
            version=each.agreement.version if each.agreement else "",
            text=each.text,
            given_at=now,
        )
        for each in statements
    )

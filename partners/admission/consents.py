"""What applicants confirm and agree to: which texts are shown, and the record of who agreed to which (B24-1.2.1a)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from partners.models import Application, Consent
from programs.definition import Definition
from programs.definition.admission import Agreement

# The code of the consent to the agreement that a partnership rests on.
AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that somebody confirms; ``agreement`` is the text it is about, by which version."""

    code: str
    text: str
    agreement: Agreement | None = None


def confirmations(definition: Definition) -> list[Statement]:
    """What the public form asks to confirm; nothing when the program takes no applications."""
    if definition.admission is None:
        return []
    return [
        Statement(box.code, box.text, agreement_named(definition, box.agreement))
        for box in definition.admission.application.confirmations
    ]


def consent_asked(definition: Definition, *, entity: str = "") -> list[Statement]:
    """The agreement that handing in the legal data agrees to, if the program has one (B24-1.2.2b).

    It is the contracting entity's own where that has one (B24-15.1).
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
    """Stands for these texts in these versions: a page carries it, so that nobody agrees to what was not shown."""
    said = [(s.code, s.text, s.agreement.model_dump_json() if s.agreement else "") for s in statements]
    return sha256(repr(said).encode()).hexdigest()[:32]


def record_consents(application: Application, statements: Sequence[Statement], *, by: int, now: datetime) -> None:
    """Write down that the person agreed to each: the text, its version, who and when (B24-1.2.1a, B24-1.2.2b).

    ``by`` is the user's id.
    """
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

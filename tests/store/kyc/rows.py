"""Requests for client documents, for tests that ask the same of every table."""

from datetime import date

from django.db import models

from accounts.models import User
from partners.models import Document, Partner
from store.models import ExcludedPerson, KycDocument, KycRequest, PersonList
from tests.store.rows import NOW, ON


def kyc_request(partner: Partner, user: User, state: str = "answered", text: str = "Acme", **fields) -> KycRequest:
    """A request that the partner answered, or in another state."""
    return KycRequest.objects.create(
        program=partner.program,
        partner=partner,
        company=text[:200],
        question=text,
        answer=text,
        reason=text,
        state=state,
        **{"due_on": date(2026, 2, 20), **fields},
        asked_at=NOW,
        asked_by=user,
        answered_at=NOW,
    )


def kyc_rows(partner: Partner, user: User, text: str) -> list[models.Model]:
    """One row of each table, with the tenant's one document, and one of the lists of excluded persons."""
    asked = kyc_request(partner, user, text=text)
    own = {"program": partner.program, "partner": partner}
    document = Document.objects.filter(partner=partner).first()
    listed = ExcludedPerson.objects.filter(program=partner.program).first() or ExcludedPerson.objects.create(
        program=partner.program, source="Test", name="Nobody", plain="nobody zq", since=ON, changed_at=NOW
    )
    done = {"source": "Test", "entries": 1, "added": 1, "ended": 0, "imported_at": NOW}
    imported = PersonList.objects.filter(program=partner.program).first() or PersonList.objects.create(
        program=partner.program, **done
    )
    return [imported, asked, KycDocument.objects.create(**own, request=asked, document=document), listed]

"""What a company accepts when it joins counts as an activity where the program's levels ask for it."""

from datetime import date

import pytest

from activities.agreements import record_agreements
from activities.models import Activity
from common.tenancy import bind
from partners.events import PartnerAccepted
from partners.models import Application, Consent
from programs.rulebook import rulebook_of
from tests.applicants import at

pytestmark = pytest.mark.django_db

DAY = date(2025, 3, 10)


def accepts(partner, user, *agreements: str) -> int:
    """The partner joined with these agreements."""
    program = partner.program
    with bind(program.pk):
        application = Application.objects.create(
            program=program, applicant=user, partner=partner, state="accepted", started_at=at(DAY), saved_at=at(DAY)
        )
        Consent.objects.bulk_create(
            Consent(
                program=program,
                application=application,
                partner=partner,
                applicant=user,
                code=code,
                agreement=code,
                version="2011",
                text="Text",
                given_at=at(DAY),
            )
            for code in agreements
        )
        event = PartnerAccepted(rulebook_of(program), partner.pk, application.pk, user.pk, DAY, at(DAY))
        return record_agreements(event)


@pytest.mark.rule("BPS-req")
def test_agreement_and_nda_of_a_new_partner_are_recorded(delta, dora):
    assert accepts(delta, dora, "agreement", "nda") == 2
    with bind(delta.program_id):
        rows = Activity.objects.filter(partner=delta).order_by("pk")
        assert [(row.kind, row.attributes["document"], row.on) for row in rows] == [
            ("document", "agreement", DAY),
            ("document", "nda", DAY),
        ]


def test_nothing_is_recorded_where_the_program_asks_for_none(alpha, alice):
    assert accepts(alpha, alice, "distribution", "privacy") == 0

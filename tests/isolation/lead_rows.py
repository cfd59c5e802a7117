"""A tenant's rows about requests of clients."""

from datetime import UTC, date, datetime

from django.db import models

from accounts.models import User
from leads.deals.contacts import DealContact
from leads.deals.contacts import seal as seal_deal
from leads.models import (
    CalendarFeed,
    CompanyKey,
    ContactView,
    Deal,
    DealFile,
    DealPrice,
    DealStep,
    Entry,
    LeadContact,
    LeadFile,
    LeadNote,
    LeadRequest,
    Location,
    MemberAbsence,
    Offer,
    Participant,
    Reservation,
    Territory,
    Turn,
)
from leads.requests.contacts import seal
from partners.models import Document, Partner

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def lead_rows(partner: Partner, user: User, private: str) -> list[models.Model]:
    """One row of each model; the partner holds the request. ``private`` is in every text."""
    program = partner.program
    own = {"program": program, "partner": partner}
    lead = LeadRequest.objects.create(
        program=program,
        source="website",
        mode="mail",
        kind="training",
        country="CY",
        languages=private[:200],
        text=private,
        state="taken",
        places=3,
        held=1,
        received_at=NOW,
    )
    answers = {"client": private, "email": "client@nowhere.example"}
    contact = LeadContact.objects.create(
        lead=lead, program=program, sealed=seal(answers, "secret"), consent=private, consented_at=NOW
    )
    territory, _ = Territory.objects.get_or_create(program=program, mode=partner.code, country="CY")
    reservation = Reservation.objects.create(
        **own,
        lead=lead,
        slot=1,
        places=3,
        stage="new",
        next_step=private[:200],
        reserved_at=NOW,
        touched_at=NOW,
    )
    deal = Deal.objects.create(
        **own,
        state="approved",
        company=private[:200],
        country="CY",
        contact=seal_deal(DealContact(name=private)),
        project=private,
        products=private[:400],
        value=1000,
        currency="EUR",
        expected_on=date(2026, 6, 30),
        registered_at=NOW,
        registered_by=user,
        waits_since=NOW,
        protected_until=date(2099, 1, 1),
    )
    price = {"name": private[:200], "quantity": 1, "asked": 900, "currency": "EUR", "asked_at": NOW, "asked_by": user}
    answered = DealStep.objects.create(**own, deal=deal, kind="answered", text=private, by_vendor=False, at=NOW)
    document = Document.objects.filter(**own).order_by("pk").first()
    return [
        deal,
        answered,
        DealFile.objects.create(**own, step=answered, document=document),
        DealPrice.objects.create(**own, deal=deal, **price),
        CompanyKey.objects.create(program=program, key=partner.pk, source=1, row_id=deal.pk),
        lead,
        contact,
        territory,
        reservation,
        Participant.objects.create(**own, alias=partner.code[:16], rules_version="2026", accepted_at=NOW),
        Location.objects.create(**own, country="MT", slot=1, state="approved", asked_at=NOW, reason=private),
        Turn.objects.create(**own, territory=territory),
        Offer.objects.create(
            **own,
            lead=lead,
            territory=territory,
            number=1,
            state="declined",
            why={"kind": "hand", "reason": private},
            offered_at=NOW,
            due_at=NOW,
            reason=private,
        ),
        Entry.objects.create(program=program, territory=territory, number=1, body="{}", digest=partner.code, at=NOW),
        LeadNote.objects.create(**own, reservation=reservation, kind="note", text=private, by=user, at=NOW),
        LeadFile.objects.create(
            **own,
            reservation=reservation,
            name=f"{private[:100]}.pdf",
            content_type="application/pdf",
            size=7,
            content=private.encode(),
            by=user,
            at=NOW,
        ),
        CalendarFeed.objects.create(**own, user=user, digest=f"calendar-{partner.code}", made_at=NOW),
        MemberAbsence.objects.create(**own, user=user, until=NOW.date()),
        ContactView.objects.create(**own, lead=lead, user=user, at=NOW),
    ]

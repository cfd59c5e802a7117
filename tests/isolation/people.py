"""A tenant's rows about people: application, team, profile, claims, notices, tokens."""

from datetime import UTC, date, datetime, timedelta

from django.db import models

from accounts.models import AuditEntry, User
from activities.models import Activity, Claim, ClaimFile, ClaimMessage
from importing.models import ImportRun
from notices.models import Mail, MailChoice, Notice, Reading
from partners.models import (
    ApiToken,
    Application,
    ApplicationEvent,
    Consent,
    Document,
    IdempotentAnswer,
    Identifier,
    InformationRequest,
    Invitation,
    Note,
    Partner,
    ProfileRevision,
    Restriction,
    TrademarkRequest,
    WebsiteCheck,
)

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
ON = date(2026, 2, 1)


def people_rows(partner: Partner, user: User, private: str) -> list[models.Model]:
    """One row of each model. ``private`` is in every text that only the partner and its vendor may read."""
    own = {"program": partner.program, "partner": partner}
    application = Application.objects.create(
        **own,
        applicant=user,
        state="accepted",
        company=private,
        country="CY",
        answers={"company": private},
        legal={"tax_id": private},
        affiliates=private,
        started_at=NOW,
        saved_at=NOW,
        submitted_at=NOW,
        closed_at=NOW,
    )
    document = Document.objects.create(
        **own,
        application=application,
        purpose="registration",
        name=f"{private}.pdf",
        content_type="application/pdf",
        size=7,
        digest=private,
        content=private.encode(),
        uploaded_by=user,
        uploaded_at=NOW,
    )
    token = ApiToken.objects.create(
        **own,
        user=user,
        name=private,
        prefix=private[:8],
        digest=f"{private}-digest",
        scopes=[],
        created_at=NOW,
        revoked_at=NOW,
    )
    return [
        application,
        document,
        token,
        *_admission(own, application, user, private),
        *_measures(own, user, private),
        *_claim(own, document, user, private),
        *_told(own, user, private),
        IdempotentAnswer.objects.create(**own, token=token, key=private, request_digest=private, body=private, at=NOW),
        ImportRun.objects.create(
            program=partner.program,
            uploaded_by=user,
            uploaded_at=NOW,
            partners=f"code,name\n{partner.code},{private}\n".encode(),
            activities=b"partner,kind,on,reference\n",
            problems=[["partners.csv", 2, private]],
            outcome={"problems": 1},
        ),
        AuditEntry.objects.create(
            program_id=partner.program_id,
            partner_id=partner.pk,
            at=NOW,
            user_id=user.pk,
            role="manager",
            action="partners.note",
            subject="partners.partner",
            subject_id=partner.pk,
            summary=private,
        ),
    ]


def _admission(own: dict, application: Application, user: User, private: str) -> list[models.Model]:
    about = {**own, "application": application}
    return [
        ApplicationEvent.objects.create(**about, applicant=user, kind="submitted", note=private, by=user, at=NOW),
        Consent.objects.create(**about, applicant=user, code="privacy", text=private, given_at=NOW),
        Identifier.objects.create(**own, kind="tax_id", value=private),
        Note.objects.create(**about, text=private, by=user, at=NOW),
        Invitation.objects.create(
            **own,
            email=f"{private}@mail.example",
            name=private,
            role="sales",
            state="sent",
            digest=f"{private}-link",
            invited_by=user,
            invited_at=NOW,
            expires_at=NOW + timedelta(days=14),
        ),
        ProfileRevision.objects.create(
            **own, number=1, before={"city": private}, changes={"city": private}, submitted_by=user, submitted_at=NOW
        ),
        WebsiteCheck.objects.create(**own, on=ON, at=NOW, address=private, outcome="absent", detail=private),
    ]


def _measures(own: dict, user: User, private: str) -> list[models.Model]:
    asked = {"asked_by": user, "asked_at": NOW}
    return [
        Restriction.objects.create(
            **own,
            effect="discount",
            percent=5,
            starts_on=ON,
            ends_on=ON,
            reason=private,
            conditions=private,
            set_at=NOW,
        ),
        InformationRequest.objects.create(**own, **asked, question=private, due_on=ON),
        TrademarkRequest.objects.create(**own, **asked, use=private),
    ]


def _claim(own: dict, document: Document, user: User, private: str) -> list[models.Model]:
    activity = Activity.objects.get(partner=own["partner"])
    claim = Claim.objects.create(
        **own,
        kind=activity.kind,
        state="approved",
        answers={"client": private},
        on=ON,
        subject=private,
        submitted_by=user,
        submitted_at=NOW,
        waits_since=NOW,
        approved_on=ON,
        activity=activity,
    )
    message = ClaimMessage.objects.create(
        **own, claim=claim, kind="submitted", text=private, by=user, by_vendor=False, at=NOW
    )
    return [claim, message, ClaimFile.objects.create(**own, claim=claim, message=message, document=document)]


def _told(own: dict, user: User, private: str) -> list[models.Model]:
    notice = Notice.objects.get(partner=own["partner"])
    return [
        Reading.objects.create(**own, notice=notice, user=user, read_at=NOW),
        MailChoice.objects.create(program=own["program"], user=user, mode="each", chosen_at=NOW),
        Mail.objects.create(
            **own, key=private, to=f"{private}@mail.example", subject=private, text=private, queued_at=NOW
        ),
    ]

"""Rows in every queue of the vendor's staff, and rows next to them that aren't waiting."""

from datetime import timedelta

from accounts.models import User
from activities.models import Claim
from common.tenancy import bind
from leads.models import LeadRequest, Location, Reservation
from notices.models import Mail
from notices.outbox import MOST_ATTEMPTS
from partners.models import (
    Application,
    InformationRequest,
    Invitation,
    Partner,
    ProfileRevision,
    TrademarkRequest,
)
from programs.models import JobRun, Program
from statuses.models import Standing
from store.models import BonusApplication
from tests.careers import NOON, TODAY
from tests.cast import admit, person
from tests.meetings.rows import meeting_rows
from tests.nfr.rows import nfr_rows
from tests.store.cards.rows import card_refund, checkout, disputed
from tests.store.exemptions.rows import exemption_request
from tests.store.kyc.rows import kyc_request
from tests.store.payments.rows import bank_entry
from tests.store.provisioning.rows import endpoint, message
from tests.store.quotes.rows import client_quote
from tests.store.rows import check, order

DAY = timedelta(days=1)


def apply(program: Program, company: str, state: str, *, due_on=None, days_ago: int = 1, question: str = ""):
    """An application in a given state, submitted some days ago."""
    applicant = person(f"{company.lower().replace(' ', '.')}@new.example", company)
    moment = NOON - days_ago * DAY
    with bind(program.pk):
        return Application.objects.create(
            program=program,
            applicant=applicant,
            state=state,
            company=company,
            country="CY",
            due_on=due_on,
            question=question,
            started_at=moment,
            saved_at=moment,
            submitted_at=moment,
        )


def _of_apps_above(partner: Partner, user: User) -> None:
    """A row in each queue of the store, NFR licenses and leads."""
    own, moment = {"program": partner.program, "partner": partner}, NOON - DAY
    placed = order(partner, user)
    check(partner, user)
    disputed(card_refund(checkout(placed, f"cs_{partner.code}"), f"re_{partner.code}").checkout, f"du_{partner.code}")
    message(partner, endpoint=endpoint(partner, state="paused", paused_at=moment))
    client_quote(partner, user)
    kyc_request(partner, user)
    exemption_request(partner, user)
    bank_entry(partner, partner.code)
    meeting_rows(partner, user, "Tuesday suits us")
    nfr_rows(partner, user, "Intranet")
    BonusApplication.objects.create(**own, kind="kickstart", applied_by=user, applied_at=moment)
    Location.objects.create(**own, country="MT", slot=1, state="waiting", asked_at=moment)
    lead = LeadRequest.objects.create(
        program=partner.program,
        source="website",
        mode="mail",
        kind="training",
        country="CY",
        text="We need a course.",
        state="unplaced",
        places=3,
        received_at=moment,
    )
    times = {"reserved_at": moment, "touched_at": moment, "escalated_at": moment, "rated_at": moment}
    Reservation.objects.create(**own, lead=lead, slot=1, places=3, stars=1, **times)


def fill_queues(program: Program, partner: Partner, user: User) -> None:
    """Two rows in every queue, one of them overdue if the kind has a deadline, and one that isn't waiting."""
    for number, (late, state) in enumerate([(3, "submitted"), (-2, "submitted"), (5, "verifying"), (-1, "verifying")]):
        apply(program, f"Company {number}", state, due_on=TODAY - late * DAY, days_ago=9 + number)
    apply(program, "Asked Back", "submitted", question="Which country?")
    apply(program, "Turned Down", "declined")
    other = admit(program, "other", "Other Partner", website_absent_on=TODAY - 2 * DAY, website="other.example")
    admit(program, "gone", "Gone Partner", website_absent_on=TODAY - 2 * DAY, ended_on=TODAY - DAY)
    due = [admit(program, code, f"{code.capitalize()} Partner") for code in ("north", "south")]
    with bind(program.pk):
        for whose in due:  # they need a meeting this quarter
            Standing.objects.create(
                program=program, partner=whose, track="status", level="gold", since=TODAY, assessed_on=TODAY
            )
        for place, whose in enumerate((partner, other)):
            own = {"program": program, "partner": whose}
            by = {"submitted_by": user, "submitted_at": NOON - 4 * DAY}
            ProfileRevision.objects.create(
                **own,
                **by,
                number=1,
                changes={"city": "Paphos"},
                legal=bool(place),
                due_on=TODAY - 4 * DAY if place else None,
            )
            ProfileRevision.objects.create(**own, **by, number=2, state="declined")
            for state in ("planned", "submitted", "asked", "declined"):
                Claim.objects.create(
                    **own, **by, kind="project", state=state, waits_since=NOON - 3 * DAY, subject=f"A {state} thing"
                )
            Invitation.objects.create(
                **own,
                email=f"new@{whose.code}.example",
                role="sales",
                state="waiting",
                invited_by=user,
                invited_at=NOON - 2 * DAY,
            )
            asked = {"asked_by": user, "asked_at": NOON - 6 * DAY}
            TrademarkRequest.objects.create(**own, **asked, use=f"On the van of {whose.code}")
            TrademarkRequest.objects.create(**own, **asked, use="On a mug", state="approved")
            InformationRequest.objects.create(**own, **asked, question=f"Why, {whose.code}?", due_on=TODAY - 3 * DAY)
            InformationRequest.objects.create(**own, **asked, question="And how?", due_on=TODAY)
            InformationRequest.objects.create(
                **own, **asked, question="When?", due_on=TODAY - 9 * DAY, answer="Now", answered_at=NOON
            )
            _of_apps_above(whose, user)
            post = {"subject": "Hello", "text": "There", "queued_at": NOON - 5 * DAY}
            Mail.objects.create(**own, **post, key=f"{place}-1", to="a@b.example", attempts=MOST_ATTEMPTS)
            Mail.objects.create(**own, **post, key=f"{place}-2", to="a@b.example", attempts=1)
        JobRun.objects.create(program=program, job="recount", day=TODAY, started_at=NOON, outcome={"differences": 2})

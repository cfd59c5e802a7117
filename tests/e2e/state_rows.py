"""What a row needs to be in a state, and the states that no field names, for the sweep of all pages.

`WITH` says what the database asks for with a state of the model, and `BY_HAND` does what fields can't. `BEYOND` holds
days that have passed, blocks, and what was replaced.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import models

from activities.models import Activity, Claim, ClaimMessage
from clients.models import Client, ClientLicence, ReferralSignUp
from leads.models import Deal, DealPrice, LeadRequest, Location, Offer, Reservation
from meetings.models import Meeting
from nfr.models import NfrGrant
from partners.models import ApiToken, Application, InformationRequest, Invitation, Partner, Restriction, WebsiteCheck
from statuses.models import Certificate, PlannedEnd, Standing
from store.models import CardCheckout, ClientQuote, KycRequest, Order, ProvisioningMessage, TaxExemption
from tests.careers import NOON, TODAY
from tests.isolation.tenants import Tenant

Enter = Callable[[Tenant], object]
Fields = Mapping[str, Any]

_SOON, _PAST = TODAY + timedelta(days=5), TODAY - timedelta(days=3)
_HOUR_AGO = NOON - timedelta(hours=1)
_NO_SLOT: Fields = {"slot": None, "ended_at": _HOUR_AGO, "reason": "The client chose another one"}
_PAID: Fields = {"paid_on": TODAY, "paid_at": NOON, "means": "bank_transfer"}
_OPEN_CLAIM: Fields = {"activity": None, "approved_on": None}
_NOT_ACCEPTED: Fields = {"partner": None, "closed_at": None, "due_on": _SOON}
_WAITS: Fields = {"due_on": _SOON, "protected_until": None}
_ENDED_TODAY: Fields = {"ended_on": TODAY}
_WITHOUT_SLOT: Fields = {"slot": None}
_ENDED: Fields = {"ended_on": TODAY, "starts_on": date(2026, 1, 1), "ends_on": _SOON}

# What goes with a state, by model and state.
WITH: dict[type[models.Model], dict[str, Fields]] = {
    Claim: dict.fromkeys(("planned", "plan_approved", "submitted", "asked", "declined", "withdrawn"), _OPEN_CLAIM),
    Application: dict.fromkeys(("draft", "submitted", "approved", "verifying", "declined", "withdrawn"), _NOT_ACCEPTED),
    ClientLicence: dict.fromkeys(("deactivated", "ended"), _ENDED_TODAY),
    Deal: dict.fromkeys(("submitted", "asked"), _WAITS),
    DealPrice: {"agreed": {"agreed": 900, "valid_until": _SOON, "decided_at": NOON}},
    Location: dict.fromkeys(("declined", "removed"), _WITHOUT_SLOT),
    Reservation: dict.fromkeys(("other", "released", "expired", "withdrawn", "closed"), _NO_SLOT),
    NfrGrant: {
        "active": {"starts_on": TODAY, "ends_on": _SOON, "months": 12},
        "ended": {**_ENDED, "cause": "term"},
        "declined": {"reason": "Not on this level"},
    },
    Order: {
        **dict.fromkeys(("paid", "partly_refunded", "refunded"), _PAID),
        "cancelled": {"cancelled_at": NOON},
    },
    ProvisioningMessage: {"done": {"done_at": NOON}},
}


def _block(effect: str, **fields: Any) -> Enter:
    """A restriction in force, with which the partner is seen."""

    def enter(tenant: Tenant) -> None:
        own = {"program": tenant.partner.program, "partner": tenant.partner, "set_at": NOON}
        Restriction.objects.create(**own, effect=effect, starts_on=_PAST, reason="Breach", **fields)

    return enter


def _said(kind: str, state: str) -> Enter:
    """A claim to which the vendor has written."""

    def enter(tenant: Tenant) -> None:
        claim = tenant.rows[Claim]
        Claim.objects.filter(pk=claim.pk).update(state=state, **_OPEN_CLAIM)
        for said, by_vendor in ((kind, True), ("message", False), ("message", True)):
            own = {"program": claim.program, "partner": claim.partner, "claim": claim, "at": NOON}
            ClaimMessage.objects.create(**own, kind=said, text="Which client?", by=tenant.user, by_vendor=by_vendor)

    return enter


def _attended(tenant: Tenant) -> None:
    Meeting.objects.filter(pk=tenant.rows[Meeting].pk).update(state="attended", activity=tenant.rows[Activity])


def _accepted(tenant: Tenant) -> None:
    Invitation.objects.filter(pk=tenant.rows[Invitation].pk).update(
        state="accepted", accepted_by=tenant.user, accepted_at=NOON, digest=None
    )


def _linked(tenant: Tenant) -> None:
    ReferralSignUp.objects.filter(pk=tenant.rows[ReferralSignUp].pk).update(
        state="linked", cause="", client=tenant.rows[Client]
    )


def _with_words(tenant: Tenant) -> None:
    LeadRequest.objects.filter(pk=tenant.rows[LeadRequest].pk).update(state="won", closed_at=NOON, asked_at=NOON)
    Reservation.objects.filter(pk=tenant.rows[Reservation].pk).update(
        state="won", stars=2, stars_text="They were late", rated_at=NOON, ended_at=NOON
    )


def _merged(tenant: Tenant) -> None:
    row = LeadRequest.objects.get(pk=tenant.rows[LeadRequest].pk)
    row.pk = None
    row.state = "open"
    row.held = 0
    row.save()
    LeadRequest.objects.filter(pk=tenant.rows[LeadRequest].pk).update(state="merged", merged_into=row)


def _checked(outcome: str) -> Enter:
    """A later check of the website; checks are never changed."""

    def enter(tenant: Tenant) -> None:
        own = {"program": tenant.partner.program, "partner": tenant.partner, "on": TODAY, "at": NOON}
        WebsiteCheck.objects.create(**own, address="https://alpha.example", outcome=outcome)

    return enter


# States that need more than fields, by model and state; they take the place of the plain ones.
BY_HAND: dict[type[models.Model], dict[str, Enter]] = {
    Meeting: {"attended": _attended},
    Invitation: {"accepted": _accepted},
    ReferralSignUp: {"linked": _linked},
    LeadRequest: {"merged": _merged},
    WebsiteCheck: {outcome: _checked(outcome) for outcome in ("found", "absent", "unreachable")},
}
# States that no field names. A mapping is written to the row.
BEYOND: dict[type[models.Model], dict[str, Fields | Enter]] = {
    ApiToken: {
        "in force": {"revoked_at": None, "expires_at": _HOUR_AGO + timedelta(days=90), "last_used_at": _HOUR_AGO},
        "expired": {"revoked_at": None, "expires_at": _HOUR_AGO},
    },
    Application: {
        "asked": {**_NOT_ACCEPTED, "state": "submitted", "question": "Who owns you?", "asked_at": NOON},
        "asked in verification": {**_NOT_ACCEPTED, "state": "verifying", "question": "Who signs?", "asked_at": NOON},
        "overdue": {**_NOT_ACCEPTED, "state": "submitted", "due_on": _PAST},
    },
    CardCheckout: {"surplus": {"state": "waiting", "surplus": 10, "note": "The order was canceled"}},
    Certificate: {"replaced": {"replaced_on": TODAY}},
    Claim: {
        "asked in words": _said("asked", "asked"),
        "declined in words": _said("declined", "declined"),
        "plan approved in words": _said("plan_approved", "plan_approved"),
    },
    ClientLicence: {
        "registered": {"registered_to": "portal.client.example", "registered_on": TODAY},
        "ends soon": {"ends_on": _SOON},
        "expired": {"ends_on": _PAST},
        "left out": {"counts": False},
    },
    ClientQuote: {
        "in the cart": {"state": "ready", "carted_at": NOON},
        "expired": {"state": "ready", "made_on": date(2026, 1, 1), "valid_until": _PAST},
    },
    Deal: {
        "protection ends soon": {"protected_until": _SOON},
        "extended": {"extensions": 1},
        "overdue": {"state": "submitted", "due_on": _PAST, "protected_until": None},
        "erased": {"state": "lost", "erased_at": NOON, "contact": "", "ended_at": NOON},
    },
    InformationRequest: {
        "answered": {"answer": "Two brothers", "answered_at": NOON},
        "due soon": {"due_on": _SOON},
    },
    Invitation: {"expired": {"expires_at": _HOUR_AGO}},
    KycRequest: {
        "overdue": {"state": "asked", "answer": "", "answered_at": None, "due_on": _PAST},
        "blocks orders": {"state": "asked", "suspended_at": _HOUR_AGO, "due_on": _PAST},
    },
    LeadRequest: {"rated badly": _with_words, "erased": {"state": "closed", "erased_at": NOON, "text": ""}},
    Meeting: {"not asked to move": {"asked": "", "asked_at": None, "asked_by": None}, "ahead": {"on": _SOON}},
    NfrGrant: {
        "given back": {**_ENDED, "state": "ended", "cause": "returned"},
        "revoked": {**_ENDED, "state": "ended", "cause": "breach", "reason": "Used for a client"},
    },
    Offer: {"overdue": {"state": "waiting", "due_at": NOON + timedelta(hours=2)}},
    Order: {
        "overdue": {"due_on": _PAST},
        "due soon": {"due_on": _SOON},
        "excluded": {"excluded_on": TODAY, "excluded_reason": "A restricted sale"},
        "paid and excluded": {**_PAID, "state": "paid", "excluded_on": TODAY, "excluded_reason": "A restricted sale"},
    },
    Partner: {
        "access blocked": _block("access"),
        "discount lowered": _block("discount", percent=5, conditions="Two courses"),
        "level lowered": _block("level"),
        "points canceled": _block("points", points=100),
        "barred from leads": _block("lead_requests"),
        "not in the directory": _block("card"),
        "on the blacklist": _block("blacklist"),
        "terminated": {"ended_on": TODAY},
    },
    PlannedEnd: {"canceled": {"canceled_at": NOON}},
    Reservation: {"untouched": {"touched_at": NOON - timedelta(days=20), "escalated_at": NOON}},
    Standing: {
        "no level": {"level": "", "since": None},
        "highest": {"level": "gold"},
        "in its grace period": {"grace_on": _SOON, "review_on": _SOON},
    },
    TaxExemption: {"ends soon": {"ends_on": _SOON}, "expired": {"ends_on": date(2026, 2, 10)}},
}

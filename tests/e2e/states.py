"""Every state that the sweep brings the rows of a page into. They are read from the models.

A new state is in it by itself, or fails the sweep until `state_rows` says what the database asks for with it.
"""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Any

from django.db import DatabaseError, models, transaction

from activities.models import Claim
from clients.models import Client, ClientLicence, ReferralSignUp
from leads.models import Deal, DealPrice, LeadContact, LeadRequest, Location, Offer, Reservation
from leads.requests.contacts import secret_digest
from meetings.models import Meeting
from nfr.models import NfrGrant
from partners.models import (
    ApiToken,
    InformationRequest,
    Invitation,
    Member,
    Partner,
    ProfileRevision,
    Restriction,
    TrademarkRequest,
    WebsiteCheck,
)
from partners.team.invitations import digest_of
from statuses.models import Certificate, PlannedEnd, Standing
from store.models import (
    BonusApplication,
    ClientQuote,
    ComplianceCheck,
    ExemptionRequest,
    KycRequest,
    Order,
    TaxExemption,
)
from tests.e2e.state_rows import BEYOND, BY_HAND, WITH, Enter, Fields
from tests.isolation.probe import ARGUMENTS
from tests.isolation.routes import Route
from tests.isolation.tenants import Tenant

_STATES = ("state", "status", "stage", "outcome", "verification", "role")
# The pages that show rows which their addresses don't name.
SHOWN_ON: dict[str, tuple[type[models.Model], ...]] = {
    "portal:dashboard": (Partner, Standing, PlannedEnd, Claim, KycRequest, InformationRequest, Meeting, NfrGrant),
    "portal:benefits": (Partner, Standing),
    "portal:progress": (Partner, Standing),
    "statuses:history": (Partner, Standing, PlannedEnd),
    "statuses:partner": (Partner, Standing, Certificate),
    "statuses:directory": (Partner,),
    "statuses:certificate": (Standing, Partner),
    "statuses:blacklist": (Partner,),
    "activities:claims": (Claim,),
    "clients:clients": (Client, ClientLicence),
    "clients:client": (ClientLicence,),
    "clients:keys": (ClientLicence,),
    "clients:referral": (ReferralSignUp,),
    "leads:work": (Partner, Reservation, Offer, Location),
    "leads:board": (Partner, LeadRequest, Reservation),
    "leads:stages": (Reservation,),
    "leads:calendar": (Reservation,),
    "leads:locations": (Location,),
    "leads:follow": (LeadRequest, Reservation, Offer),
    "leads:offer": (LeadRequest, Partner),
    "leads:reservation": (LeadRequest,),
    "leads:deals": (Deal,),
    "leads:deal": (DealPrice,),
    "meetings:meetings": (Meeting,),
    "nfr:licences": (NfrGrant, Partner),
    "notices:inbox": (Partner,),
    "partners:profile": (Partner, ProfileRevision, WebsiteCheck, Certificate),
    "partners:profile_edit": (Partner, ProfileRevision),
    "partners:requests": (InformationRequest, TrademarkRequest, Restriction),
    "partners:team": (Invitation, Member),
    "partners:tokens": (ApiToken, Member),
    "store:catalogue": (Partner, Standing),
    "store:cart": (Partner, ComplianceCheck, KycRequest),
    "store:order": (ComplianceCheck,),
    "store:orders": (Order,),
    "store:quotes": (ClientQuote,),
    "store:bonuses": (BonusApplication,),
    "store:exemption": (ExemptionRequest, TaxExemption),
    "store:kyc": (KycRequest,),
    "store:renewals": (ClientLicence,),
}


class _Noted(dict[Any, Any]):
    """Rows that keep which of them were asked for."""

    def __init__(self, rows: dict[Any, Any]) -> None:
        super().__init__(rows)
        self.asked: list[type[models.Model]] = []

    def __getitem__(self, model: Any) -> Any:
        self.asked.append(model)
        return super().__getitem__(model)


def shown(route: Route, tenant: Tenant) -> list[type[models.Model]]:
    """The models whose rows the page shows: those in its address first."""
    rows = _Noted(tenant.rows)
    for name in route.arguments:
        ARGUMENTS[name](replace(tenant, rows=rows), route)
    return list(dict.fromkeys([*rows.asked, *SHOWN_ON.get(route.name, ())]))


def states(model: type[models.Model], tenant: Tenant) -> Iterator[tuple[str, Enter]]:
    """Every state that a tenant's row of the model can be brought into, but for the one it is in."""
    row = tenant.rows[model]
    field = next((each for each in model._meta.fields if each.name in _STATES and each.choices), None)
    for value, _words in field.flatchoices if field else ():
        if by_hand := BY_HAND.get(model, {}).get(value):
            yield value, by_hand
        elif value != getattr(row, field.name):
            yield value, _writing(model, {field.name: value, **WITH.get(model, {}).get(value, {})})
    for words, change in BEYOND.get(model, {}).items():
        yield words, change if callable(change) else _writing(model, change)


def enters(enter: Enter, tenant: Tenant) -> bool:
    """Bring the tenant into a state; False if the database refuses."""
    try:
        with transaction.atomic():
            enter(tenant)
    except DatabaseError:
        return False
    return True


def _writing(model: type[models.Model], fields: Fields) -> Enter:
    return lambda tenant: model._base_manager.filter(pk=tenant.rows[model].pk).update(**fields)


def serial_of(partner: Partner) -> str:
    """A serial number of the tenant's certificate that the page for checking one finds."""
    digest = sha256(partner.code.encode()).hexdigest().upper()
    return "-".join(digest[start : start + 4] for start in range(0, 16, 4))


def reachable(tenant: Tenant) -> None:
    """Let private links lead to the tenant's rows, as the sweep opens them."""
    secret = ARGUMENTS["secret"](tenant, None)
    LeadContact.objects.filter(lead=tenant.rows[LeadRequest]).update(secret_digest=secret_digest(secret))
    Invitation.objects.filter(pk=tenant.rows[Invitation].pk).update(digest=digest_of(secret))

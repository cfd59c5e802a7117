"""The names of this app's enumerations in the API's schema."""

from leads.models import Deal, DealPrice, DealStep, LeadRequest, Reservation
from web.api.enums import name_enum

name_enum("LeadState", LeadRequest.State.choices)
name_enum("ReservationState", Reservation.State.choices)
name_enum("DealState", Deal.State.choices)
name_enum("DealStepKind", DealStep.Kind.choices)
name_enum("DealPriceState", DealPrice.State.choices)

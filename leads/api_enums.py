"""The names of this app's enumerations in the API's schema."""

from leads.models import Deal, DealPrice, DealStep, LeadNote, LeadRequest, Location, Reservation
from web.api.enums import name_enum

MATCHES = [(kind, kind) for kind in ("deal", "client", "request")]
STEPS = [(step, step) for step in ("answer", "progress", "begin", "price", "won", "lost", "message", "withdraw")]
DECISIONS = [(decision, decision) for decision in ("approve", "ask", "decline", "extend", "revoke")]
ANSWERS = [(answer, answer) for answer in ("accept", "decline")]
WORK_STEPS = [(step, step) for step in ("note", "stage", "assign", "next", "won", "lost", "release")]
LEAD_DECISIONS = [(decision, decision) for decision in ("assign", "merge", "close", "erase")]
RESERVATION_DECISIONS = [(decision, decision) for decision in ("reassign", "take_away", "rating")]

name_enum("LeadState", LeadRequest.State.choices)
name_enum("ReservationState", Reservation.State.choices)
name_enum("DealState", Deal.State.choices)
name_enum("DealStepKind", DealStep.Kind.choices)
name_enum("DealPriceState", DealPrice.State.choices)
name_enum("DealMatchKind", MATCHES)
name_enum("DealMoveStep", STEPS)
name_enum("DealDecisionKind", DECISIONS)
name_enum("LeadNoteKind", LeadNote.Kind.choices)
name_enum("OfferReplyAnswer", ANSWERS)
name_enum("WorkStepKind", WORK_STEPS)
name_enum("LeadDecisionKind", LEAD_DECISIONS)
name_enum("ReservationDecisionKind", RESERVATION_DECISIONS)
name_enum("LocationState", Location.State.choices)

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

name_enum("LeadState", LeadRequest.State.choices, "How far a client's request has come")
name_enum("ReservationState", Reservation.State.choices, "How the work on a request stands")
name_enum("DealState", Deal.State.choices, "How far a deal has come")
name_enum("DealStepKind", DealStep.Kind.choices, "What happened to a deal")
name_enum("DealPriceState", DealPrice.State.choices, "Whether a special price is agreed")
name_enum(
    "DealMatchKind",
    MATCHES,
    "What a deal conflicts with",
    {
        "deal": "another deal",
        "client": "a client of another partner",
        "request": "a client's request",
    },
)
name_enum(
    "DealMoveStep",
    STEPS,
    "A step that the partner takes",
    {
        "answer": "answer the vendor's question",
        "progress": "report progress",
        "begin": "say when the work begins",
        "price": "ask for a special price",
        "won": "close the deal as won",
        "lost": "close the deal as lost",
        "message": "write to the vendor",
        "withdraw": "withdraw the deal",
    },
)
name_enum(
    "DealDecisionKind",
    DECISIONS,
    "What the vendor decides about a deal",
    {
        "approve": "approve and protect it",
        "ask": "ask for more information",
        "decline": "decline it",
        "extend": "extend its protection",
        "revoke": "withdraw its protection",
    },
)
name_enum("LeadNoteKind", LeadNote.Kind.choices, "What happened in the work on a request")
name_enum(
    "OfferReplyAnswer",
    ANSWERS,
    "The answer to an offer",
    {
        "accept": "take the request",
        "decline": "leave it to others",
    },
)
name_enum(
    "WorkStepKind",
    WORK_STEPS,
    "A step in the work on a request",
    {
        "note": "write a note",
        "stage": "move it to another stage",
        "assign": "give it to a member",
        "next": "plan the next step",
        "won": "close it as won",
        "lost": "close it as lost",
        "release": "give it back",
    },
)
name_enum(
    "LeadDecisionKind",
    LEAD_DECISIONS,
    "What the vendor decides about a request",
    {
        "assign": "give it to a partner",
        "merge": "merge it with another one",
        "close": "close it",
        "erase": "erase the client's data",
    },
)
name_enum(
    "ReservationDecisionKind",
    RESERVATION_DECISIONS,
    "What the vendor decides about a reservation",
    {
        "reassign": "give the request to another partner",
        "take_away": "take the request away",
        "rating": "note what you found out about the client's rating",
    },
)
name_enum("LocationState", Location.State.choices, "Whether the vendor approved a location")

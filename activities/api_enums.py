"""The names of this app's enumerations in the API's schema."""

from activities.models import Claim, ClaimMessage
from web.api.enums import name_enum

name_enum("ClaimState", Claim.State.choices, "How far a claim has come")
name_enum("ClaimStep", ClaimMessage.Kind.choices, "What happened to a claim")

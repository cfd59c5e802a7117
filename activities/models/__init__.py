"""The log of what partners did, and the claims that wait to become part of it."""

from activities.claims.models import Claim, ClaimFile, ClaimMessage
from activities.models.log import Activity, ActivityQuerySet

__all__ = ["Activity", "ActivityQuerySet", "Claim", "ClaimFile", "ClaimMessage"]

"""The log of partner activities, and the claims that may become activities."""

from activities.claims.models import Claim, ClaimFile, ClaimMessage
from activities.models.log import Activity, ActivityQuerySet

__all__ = ["Activity", "ActivityQuerySet", "Claim", "ClaimFile", "ClaimMessage"]

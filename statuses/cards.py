"""Cards this app adds to other apps' pages."""

from collections.abc import Mapping
from typing import Any

from accounts.permissions import may
from activities.models import Claim
from partners.profile.queries import Profile
from points.preview import would_earn
from programs.levels import level_names
from programs.request_rules import rules_today
from statuses.directory.listing import Listing, listing
from statuses.models import Standing
from web.cards import add_card


def _would_earn(request: Any, claim: Claim) -> Mapping[str, Any] | None:
    """What an undecided claim would earn if approved today, given the partner's current levels."""
    rules = rules_today(request)
    if rules is None or claim.activity_id or claim.kind not in rules.activities:
        return None
    rows = Standing.objects.visible_to(request.actor).filter(partner_id=claim.partner_id)
    return {"earns": would_earn(rules, claim, dict(rows.values_list("track", "level")))}


def _listing(request: Any, profile: Profile) -> Mapping[str, Any]:
    """Whether the partner is listed, and what its card still needs."""
    request.listing = listing(profile, actor=request.actor)
    return {"found": request.listing, "edits": may(request.actor, "profile.edit"), "today": request.today}


def _preview(request: Any, profile: Profile) -> Mapping[str, Any]:
    """A preview of the card."""
    found: Listing = request.listing
    return {"found": found, "card": found.preview(), "levels": level_names(profile.definition)}


add_card("profile", "statuses/directory/listing.html", _listing, place=10)
add_card("profile", "statuses/directory/preview.html", _preview, place=20)
add_card("claim_worth", "activities/claims/admin/would_earn.html", _would_earn, place=10)

"""Finds partners by anything that staff may know of them: also by the reference of something they did."""

from activities.models import Activity
from common.actor import Actor
from partners.profile.finding import FoundPartners, find_partners

_LONGEST = 120  # characters of a reference


def find_by_any(actor: Actor, text: str) -> FoundPartners:
    """Partners that the actor may see and that the text could mean, the best matches first."""
    reference = text.strip()[:_LONGEST].replace("\0", "")
    known = Activity.objects.visible_to(actor).filter(reference=reference) if reference else Activity.objects.none()
    return find_partners(actor, text, known=known.values_list("partner_id", flat=True))

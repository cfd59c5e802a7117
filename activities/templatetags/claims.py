"""Template tags for claims."""

from collections.abc import Sequence

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from activities.claims.queries import Claimable
from activities.models import Claim, ClaimMessage
from programs.code_names import Names
from programs.definition.activities import attribute_text
from programs.definition.requirements import Counted
from web.templatetags.components import badge

register = template.Library()

_TONES = {
    Claim.State.PLAN_APPROVED: "accent",
    Claim.State.ASKED: "warn",
    Claim.State.APPROVED: "good",
    Claim.State.DECLINED: "bad",
    Claim.State.RETRACTED: "bad",
}


@register.simple_tag
def claim_state(claim: Claim) -> SafeString:
    """The claim's state as a pill."""
    return badge(claim.get_state_display(), tone=_TONES.get(Claim.State(claim.state), ""))


@register.simple_tag
def claim_words(claim: Claim, names: Names) -> str:
    """What is claimed, with the attributes that narrow it: «Approved evidence · first line»."""
    return " · ".join(map(str, [names.kind(claim.kind), *names.details(claim.kind, claim.attributes)]))


@register.simple_tag
def cap_used(found: Claimable) -> str:
    """How much of a kind's cap is used."""
    cap = found.cap
    if cap is None:
        return _("no limit")
    shown = {"used": found.used, "most": cap.at_most}
    if cap.window == "ever":
        return _("%(used)s of %(most)s approved") % shown
    return _("%(used)s of %(most)s approved within the last year") % shown


@register.simple_tag
def claim_link(wanted: Counted) -> str:
    """A link to the claim form for a requirement, with the attributes it asks for preselected."""
    chosen = {name: attribute_text(value) for name, value in wanted.where.items() if not isinstance(value, list)}
    return reverse("activities:claim_new", args=[wanted.of], query=chosen or None)


@register.simple_tag
def open_claim(wanted: Counted, claims: Sequence[Claim]) -> Claim | None:
    """An undecided claim that would count toward a requirement."""
    return next((claim for claim in claims if wanted.accepts(claim.kind, claim.attributes)), None)


@register.simple_tag
def message_title(message: ClaimMessage) -> str:
    """The title of an entry in the conversation."""
    return message.get_kind_display().capitalize()

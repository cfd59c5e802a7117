"""First steps of a new partner: its first claim."""

from django.utils.translation import gettext_lazy as _

from activities.models import Claim
from web.checklists import PARTNER, Step, add_step

add_step(
    PARTNER,
    Step(
        code="claim",
        title=_("Report your first completed work"),
        why=_("Approved work earns points and counts toward your next level."),
        button=_("New claim"),
        page="activities:claims",
        permission="claims.submit",
        place=50,
        done=lambda actor, rules: Claim.objects.visible_to(actor).exclude(state=Claim.State.WITHDRAWN),
        kept=lambda rules: any(kind.claim for kind in rules.activities.values()),
    ),
)

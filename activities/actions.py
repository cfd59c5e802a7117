"""Claims that wait for the partner, on its first screen."""

from django.utils.translation import gettext_lazy as _

from activities.models import Claim
from web.todo import Action, add_action

add_action(
    Action(
        code="claim",
        title=_("Answer the question about your claim"),
        rows=lambda actor: (
            Claim.objects.visible_to(actor).filter(state=Claim.State.ASKED).order_by("waits_since", "pk")
        ),
        told="subject",
        page="activities:claim",
        permission="claims.submit",
        place=20,
    )
)
add_action(
    Action(
        code="planned",
        title=_("Report the result of your approved plan"),
        rows=lambda actor: Claim.objects.visible_to(actor).filter(state=Claim.State.PLAN_APPROVED).order_by("pk"),
        told="subject",
        page="activities:claim",
        permission="claims.submit",
        place=60,
    )
)

"""What a manager sees before deciding a claim."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from activities.claims.queries import Claimable, claimable
from activities.claims.reading import ClaimRead, read_claim
from activities.models import Activity, Claim
from common.actor import Actor
from programs.code_names import Names
from programs.definition import Definition
from programs.prose.earning import Use, earning_words, uses

LATEST = 10


@dataclass(frozen=True)
class ClaimReview:
    """A claim with the rules for its kind, its cap, and the partner's earlier claims of the kind."""

    read: ClaimRead
    names: Names
    rules: Sequence[str]
    uses: Sequence[Use]
    cap: Claimable | None
    earlier: Sequence[Claim]
    recorded: Sequence[Activity]


def claim_review(claim: Claim, *, actor: Actor, definition: Definition, on: date) -> ClaimReview:
    """Read it: five queries. ``recorded`` are activities with the same kind and title that came from no claim."""
    kind = definition.activities.get(claim.kind)
    own = {"partner_id": claim.partner_id, "kind": claim.kind}
    earlier = Claim.objects.visible_to(actor).filter(**own).exclude(pk=claim.pk)
    recorded = Activity.objects.visible_to(actor).filter(**own, subject=claim.subject, claim=None).effective()
    return ClaimReview(
        read=read_claim(claim, actor=actor, definition=definition),
        names=Names(definition),
        rules=earning_words(definition, claim.kind, claim.attributes),
        uses=uses(definition, claim.kind, claim.attributes),
        cap=claimable(actor, claim.partner_id, claim.kind, kind, on=on) if kind and kind.claim else None,
        earlier=list(earlier[:LATEST]),
        recorded=list(recorded[:LATEST]) if claim.subject else [],
    )

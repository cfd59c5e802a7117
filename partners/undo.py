"""How acts of a partner's people are taken back within seconds (web/undo.py)."""

from common.clock import now
from partners.measures.operations.requests import ask_trademark
from partners.models import ProfileRevision, TrademarkRequest
from partners.profile.operations import Submitted, submit_revision
from partners.requests import PartnerRequest
from web.undo import add_inverse

TRADEMARK, PROFILE = "trademark.withdraw", "profile.withdraw"


def ask_again(request: PartnerRequest, *, pk: int) -> TrademarkRequest:
    """Ask for the same use of the trademarks. Raises UnableToAsk."""
    row = TrademarkRequest.objects.visible_to(request.actor).get(pk=pk, state=TrademarkRequest.State.WITHDRAWN)
    return ask_trademark(actor=request.actor, definition=request.definition, use=row.use, now=now())


def submit_again(request: PartnerRequest, *, pk: int) -> Submitted:
    """Submit a withdrawn change of the profile again. Raises UnableToEditProfile."""
    row = ProfileRevision.objects.visible_to(request.actor).get(pk=pk, state=ProfileRevision.State.WITHDRAWN)
    return submit_revision(
        actor=request.actor,
        partner=request.partner,
        rulebook=request.rulebook,
        changes=row.changes,
        today=request.today,
        now=now(),
    )


add_inverse(TRADEMARK, ask_again)
add_inverse(PROFILE, submit_again)

"""Stripe's webhooks. They only say that something changed; what did is asked from Stripe."""

from typing import Any

import structlog
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from common.actor import Actor
from common.clock import now
from common.tenancy import bind
from programs.models import Program
from programs.requests import ProgramRequest
from store.cards.gateway import UnableToAsk, event_of
from store.cards.keys import Keys, keys_of
from store.cards.operations.checkouts import follow_checkout
from store.cards.operations.refunds import follow_dispute, follow_payment
from store.cards.rules import intent_of

log = structlog.get_logger("echelon.store")


@csrf_exempt
@require_POST
def stripe_webhook(request: ProgramRequest) -> HttpResponse:
    """Check the signature, and do what follows. Stripe repeats a message that isn't answered with 200."""
    keys = keys_of(request.program.code)
    if not keys:
        return HttpResponse(status=404)
    try:
        found = event_of(request.body, request.headers.get("Stripe-Signature", ""), keys)
    except RequestDataTooBig:
        found = None
    if found is None:
        return HttpResponse(status=400)
    try:
        with bind(request.program.pk):
            _follow(request.program, *found)
    except UnableToAsk as error:
        log.warning("store.card_not_asked", reason=error.why)
        return HttpResponse(status=503)
    return HttpResponse(status=200)


def _follow(program: Program, keys: Keys, event: dict[str, Any]) -> None:
    kind, about = str(event.get("type", "")), event.get("data", {}).get("object", {})
    given: dict[str, Any] = {
        "actor": Actor.system(program.pk),
        "program": program,
        "keys": keys,
        "now": now(),
    }
    if kind.startswith("checkout.session."):
        follow_checkout(session=about["id"], **given)
    elif kind.startswith("charge.dispute."):
        follow_dispute(dispute=about["id"], **given)
    elif kind.startswith(("charge.refund", "refund.")) and (intent := intent_of(about)):
        follow_payment(intent=intent, **given)

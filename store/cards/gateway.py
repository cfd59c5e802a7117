"""Stripe's HTTP side, as plain dictionaries. Nothing here is logged that Stripe or a partner sent."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import stripe
from django.conf import settings

from store.cards.keys import Keys

SECONDS = 10.0
_CHARGE = ["payment_intent.latest_charge"]
# At lower levels the library logs what it sends and gets: addresses of people among it.
logging.getLogger("stripe").setLevel(logging.WARNING)


class UnableToAsk(Exception):
    """Stripe didn't do what it was asked. ``final`` says that asking again won't help; ``why`` quotes no secret."""

    def __init__(self, error: stripe.StripeError) -> None:
        code = getattr(error, "code", None) or error.http_status or ""
        self.why = f"{type(error).__name__} {code}".strip()
        self.final = isinstance(error, stripe.InvalidRequestError | stripe.CardError)
        super().__init__(self.why)


class Gateway:
    """One Stripe account."""

    def __init__(self, keys: Keys) -> None:
        addresses: Any = {"api": settings.STRIPE_API} if settings.STRIPE_API else {}
        self._client = stripe.StripeClient(
            keys.secret,
            base_addresses=addresses,
            max_network_retries=1,
            http_client=stripe.RequestsClient(timeout=SECONDS),
        )

    def start(
        self,
        *,
        key: str,
        reference: str,
        about: str,
        amount: int,
        currency: str,
        email: str,
        success: str,
        cancel: str,
        expires_at: datetime,
        metadata: Mapping[str, str],
    ) -> dict[str, Any]:
        """Start a Checkout session; the same ``key`` returns the same session. ``amount`` is in the smallest unit."""
        params: Any = {
            "mode": "payment",
            "client_reference_id": reference,
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": currency.lower(),
                        "unit_amount": amount,
                        "product_data": {"name": about},
                    },
                }
            ],
            "success_url": success,
            "cancel_url": cancel,
            "expires_at": int(expires_at.timestamp()),
            "metadata": dict(metadata),
            "payment_intent_data": {"metadata": dict(metadata), "description": about},
        }
        if email:
            params["customer_email"] = email
        return self._ask(self._client.v1.checkout.sessions.create, params=params, options={"idempotency_key": key})

    def session(self, session_id: str) -> dict[str, Any]:
        """A session as it is now, with its payment and charge."""
        return self._ask(self._client.v1.checkout.sessions.retrieve, session_id, params={"expand": _CHARGE})

    def session_of(self, intent: str) -> dict[str, Any] | None:
        """The session of a payment, None if it was not made by Checkout."""
        found = self._ask(self._client.v1.checkout.sessions.list, params={"payment_intent": intent, "limit": 1})
        return self.session(found["data"][0]["id"]) if found["data"] else None

    def refund(self, *, key: str, intent: str, amount: int, metadata: Mapping[str, str]) -> dict[str, Any]:
        """Refund a part of a payment; the same ``key`` refunds once."""
        params: Any = {"payment_intent": intent, "amount": amount, "metadata": dict(metadata)}
        return self._ask(self._client.v1.refunds.create, params=params, options={"idempotency_key": key})

    def refunds(self, intent: str) -> Sequence[dict[str, Any]]:
        """Every refund of a payment."""
        return list(self._ask(self._client.v1.refunds.list, params={"payment_intent": intent, "limit": 100})["data"])

    def dispute(self, dispute_id: str) -> dict[str, Any]:
        """A dispute as it is now."""
        return self._ask(self._client.v1.disputes.retrieve, dispute_id)

    def _ask(self, call: Any, *given: Any, **named: Any) -> dict[str, Any]:
        try:
            found: dict[str, Any] = call(*given, **named).to_dict()
        except stripe.StripeError as error:
            raise UnableToAsk(error) from None  # its own text may quote what was sent
        return found


def event_of(payload: bytes, signature: str, keys: Sequence[Keys]) -> tuple[Keys, dict[str, Any]] | None:
    """The event in a webhook, and the account that signed it; None if none did, or it is older than five minutes."""
    for each in keys:
        try:
            return each, stripe.Webhook.construct_event(payload, signature, each.webhook).to_dict()
        except (stripe.SignatureVerificationError, ValueError):
            continue
    return None

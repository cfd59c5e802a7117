"""Ways of paying: one small interface, a registry, and the three ways: bank transfer, card, and test money.

A way says where the partner goes to pay an order. Money that arrives is recorded by ``operations.receive``, whatever
the way, so an order is paid once however often that is told.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.permissions import StrOrPromise
from store.cards.keys import CARD, keys_for
from store.models import Order


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way of paying. ``methods`` are the payment methods of a market that it serves.

    ``page`` is the address to go to for an order; ``posts`` says that going there starts something, so it is a form.
    ``on`` says whether an order can use it, ``offered`` whether anybody can.
    """

    code: str
    label: StrOrPromise
    methods: frozenset[str]
    page: Callable[[Order], str]
    posts: bool = False
    on: Callable[[Order], bool] = lambda order: True
    offered: Callable[[], bool] = lambda: True


_ways: dict[str, Way] = {}


def add_way(way: Way) -> None:
    """Register a way of paying. Raises ValueError for a code that is taken."""
    if way.code in _ways:
        raise ValueError(f"The way of paying {way.code!r} is registered already.")
    _ways[way.code] = way


def ways_for(order: Order) -> list[Way]:
    """How an order that waits for its payment can be paid now."""
    if order.state != Order.State.PLACED:
        return []
    return [way for way in _ways.values() if order.method in way.methods and way.on(order)]


def is_served(method: str) -> bool:
    """Whether there is any way to pay by a method of a market."""
    return any(method in way.methods and way.offered() for way in _ways.values())


def test_payments(order: Order) -> bool:
    """Whether the test provider is on: orders can then be paid without money."""
    return bool(settings.TEST_PAYMENTS)


def takes_card(order: Order) -> bool:
    """Whether a Stripe account takes the cards of the order's contracting entity."""
    return keys_for(order.program.code, order.entity) is not None


add_way(
    Way(
        code="bank_transfer",
        label=_("Download the proforma invoice"),
        methods=frozenset({"bank_transfer"}),
        page=lambda order: reverse("store:proforma", args=[order.number]),
    )
)
add_way(
    Way(
        code="card",
        label=_("Pay by card"),
        methods=frozenset({CARD}),
        page=lambda order: reverse("store:pay_card", args=[order.number]),
        posts=True,
        on=takes_card,
    )
)
add_way(
    Way(
        code="test",
        label=_("Pay with test money"),
        methods=frozenset({"card", "direct_debit", "bank_transfer"}),
        page=lambda order: reverse("store:pay_test", args=[order.number]),
        posts=True,
        on=test_payments,
        offered=lambda: bool(settings.TEST_PAYMENTS),
    )
)

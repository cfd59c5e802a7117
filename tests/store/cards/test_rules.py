"""Amounts for Stripe, recorded signatures, and how keys are read."""

from decimal import Decimal

import pytest
import time_machine
from environ import ImproperlyConfigured

from config.card_accounts import read_accounts
from store.cards.gateway import event_of
from store.cards.keys import Keys
from store.cards.rules import UnfitAmount, from_minor, to_minor

# Recorded once: the body, and the header that this secret signed at this second.
BODY = b'{"id":"evt_1","object":"event","type":"checkout.session.completed","data":{"object":{"id":"cs_1"}}}'
SIGNED_AT = 1772442000
HEADER = "t=1772442000,v1=e5cf4e197338f3ff95a494d3cb8b8a2e41718fe8861885db23d14bc37933cf20"
KEYS = Keys("bitrix24", "sk_test_1", "whsec_recorded")


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [("12.34", "EUR", 1234), ("500", "JPY", 500), ("1.230", "KWD", 1230), ("12", "ISK", 1200), ("0.50", "USD", 50)],
)
def test_amounts_are_exact_both_ways(amount, currency, minor):
    assert to_minor(Decimal(amount), currency) == minor
    assert from_minor(minor, currency) == Decimal(amount)


@pytest.mark.parametrize(
    ("amount", "currency"),
    [("1.235", "EUR"), ("1.5", "JPY"), ("1.234", "KWD"), ("12.5", "ISK"), ("0", "EUR"), ("1000000", "EUR")],
)
def test_an_amount_that_stripe_would_round_is_refused(amount, currency):
    with pytest.raises(UnfitAmount):
        to_minor(Decimal(amount), currency)


@pytest.mark.parametrize(
    ("later", "body", "header", "known"),
    [
        (0, BODY, HEADER, True),
        (299, BODY, HEADER, True),
        (301, BODY, HEADER, False),
        (0, BODY.replace(b"cs_1", b"cs_2"), HEADER, False),
        (0, BODY, "", False),
        (0, b"no json", HEADER, False),
    ],
)
def test_a_recorded_signature(later, body, header, known):
    with time_machine.travel(SIGNED_AT + later, tick=False):
        found = event_of(body, header, [Keys("other", "sk", "whsec_other"), KEYS])
    assert (found is not None) == known
    if found:
        assert (found[0].name, found[1]["data"]["object"]["id"]) == ("bitrix24", "cs_1")


def test_keys_show_no_secret_when_printed_or_wrong():
    assert "sk_test_1" not in repr(KEYS)
    assert "whsec" not in repr(KEYS)
    whole = read_accounts('{"bitrix24/limited": {"secret": "sk_live_1", "webhook": "whsec_1"}}')
    assert whole["bitrix24/limited"]["secret"] == "sk_live_1"
    for text in ("{", '{"a": {"secret": "sk_live_1"}}', '["sk_live_1"]'):
        with pytest.raises(ImproperlyConfigured) as refused:
            read_accounts(text)
        assert "sk_live_1" not in str(refused.value)

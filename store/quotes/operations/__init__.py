"""Operations on quotes and agreed prices."""

from store.quotes.operations.agreeing import UnableToAgree, agree_price, end_agreement
from store.quotes.operations.deciding import agree_to_quote, decline_quote
from store.quotes.operations.making import Offered, UnableToQuote, make_quote, quote_to_cart, withdraw_quote

__all__ = [
    "Offered",
    "UnableToAgree",
    "UnableToQuote",
    "agree_price",
    "agree_to_quote",
    "decline_quote",
    "end_agreement",
    "make_quote",
    "quote_to_cart",
    "withdraw_quote",
]

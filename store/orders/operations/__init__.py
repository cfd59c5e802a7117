"""Operations on orders: place, pay, cancel."""

from store.orders.operations.paying import UnableToPay, pay_order
from store.orders.operations.placing import PricesChanged, UnableToOrder, cancel_order, place_order

__all__ = ["PricesChanged", "UnableToOrder", "UnableToPay", "cancel_order", "pay_order", "place_order"]

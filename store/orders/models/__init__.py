"""Orders, what they became, and refunds."""

from store.orders.models.after import Delivery, Refund, RefundLine
from store.orders.models.order import Order, OrderLine, OrderStep

__all__ = ["Delivery", "Order", "OrderLine", "OrderStep", "Refund", "RefundLine"]

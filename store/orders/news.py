"""Notices and emails about orders: placed, paid and delivered, canceled, cleared or refused."""

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from common.actor import Actor
from common.tenancy import bind
from notices.languages import languages_of
from notices.operations import Draft, queue_mail, send_notices
from notices.wording import in_every_language
from store.models import Order, Refund
from store.orders.delivered import keys_of
from store.orders.events import OrderCancelled, OrderCleared, OrderPaid, OrderPlaced, OrderRefunded

OrderEvent = OrderPlaced | OrderPaid | OrderCancelled | OrderCleared | OrderRefunded


def tell_of_order(event: OrderEvent) -> None:
    """Tell the partner what happened to its order; a paid one also reaches the billing address (B24-2.2a)."""
    order = _order(event)
    what = _what(event)
    if not what:
        return
    shown = {
        "what": what.rstrip("0123456789"),
        "refund": _refund(event),
        "order": order,
        "program": event.rulebook.program.called,
        **_delivered(event),
    }
    link, key = reverse("store:order", args=[order.number]), f"order/{order.number}/{what}"

    def write() -> Draft:
        subject = render_to_string("store/notices/order_subject.txt", shown)
        body = render_to_string("store/notices/order.txt", shown)
        return Draft(event.partner_id, "order", key, event.today, subject, body, link=link)

    draft = in_every_language(_language(event), write)
    send_notices(program_id=event.program_id, drafts=[draft], now=event.now)
    if what == "paid" and (to := order.billing.get("email")):
        queue_mail(
            program_id=event.program_id,
            to=to,
            subject=draft.subject,
            text=draft.body,
            key=f"{key}/billing",
            now=event.now,
            content=keys_of(order),
            language=draft.language,
            link=link,
            partner_id=event.partner_id,
        )


def _what(event: OrderEvent) -> str:
    match event:
        case OrderCleared():
            return "cleared" if event.cleared else "refused"
        case OrderRefunded():
            return f"refund{event.refund_id}"
        case OrderPlaced():
            if event.waits:
                return "review"
            return "placed" if event.order.method != "card" else ""  # who pays by card is on the page that asks for it
        case OrderPaid():
            return "paid"
    return "cancelled" if event.by_vendor else ""


def _refund(event: OrderEvent) -> Refund | None:
    return Refund.objects.get(pk=event.refund_id) if isinstance(event, OrderRefunded) else None


def _order(event: OrderEvent) -> Order:
    if isinstance(event, OrderPlaced | OrderPaid):
        return event.order
    return Order.objects.visible_to(Actor.system(event.program_id)).get(pk=event.order_id)


def _delivered(event: OrderEvent) -> dict[str, Any]:
    return {"deliveries": event.deliveries} if isinstance(event, OrderPaid) else {}


def _language(event: OrderEvent) -> str:
    with bind(event.program_id, savepoint=False):
        return languages_of(event.rulebook.program, [event.partner_id])[event.partner_id]

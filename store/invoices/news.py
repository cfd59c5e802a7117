"""What follows a payment and an invoice: the invoice itself, and the partner's notice."""

from django.template.loader import render_to_string
from django.urls import reverse

from common.actor import Actor
from notices.operations import Draft, send_notices
from notices.wording import in_every_language
from store.invoices.events import InvoiceIssued
from store.invoices.operations import issue_credit_note, issue_invoice
from store.models import Invoice, Refund
from store.orders.events import OrderPaid, OrderRefunded


def bill(event: OrderPaid) -> None:
    """Issue the invoice of an order that was paid. It belongs last among the reactions: it locks a counter."""
    system = Actor.system(event.program_id)
    issue_invoice(
        actor=system,
        order=event.order,
        lines=event.lines,
        rulebook=event.rulebook,
        today=event.today,
        now=event.now,
    )


def credit_refund(event: OrderRefunded) -> None:
    """Issue the credit note of a refund, with its amounts. It belongs last among the reactions, as ``bill`` does."""
    system = Actor.system(event.program_id)
    invoice = Invoice.objects.visible_to(system).filter(order=event.order_id, kind=Invoice.Kind.INVOICE).first()
    if invoice is None:
        return  # the order is older than invoices
    refund = Refund.objects.visible_to(system).get(pk=event.refund_id)
    lines = [each for each in refund.lines.select_related("line") if each.net]
    if not lines:
        return  # a bonus had paid all of it
    issue_credit_note(
        actor=system,
        invoice=invoice,
        rulebook=event.rulebook,
        reason=refund.reason[:400],
        today=event.today,
        now=event.now,
        amounts={each.line.place: each.net for each in lines},
        tax_shares={each.line.place: each.tax for each in lines},
    )


def tell_of_invoice(event: InvoiceIssued) -> None:
    """Tell the partner that an invoice or credit note is there."""
    row = event.invoice
    words = {"invoice": row, "order": row.order, "program": event.rulebook.program.called}

    def write() -> Draft:
        return Draft(
            partner_id=row.partner_id,
            kind="invoice",
            key=f"invoice/{row.pk}",
            on=event.today,
            subject=" ".join(render_to_string("store/notices/invoice_subject.txt", words).split()),
            body=render_to_string("store/notices/invoice.txt", words),
            link=reverse("store:invoices"),
        )

    send_notices(program_id=event.program_id, drafts=[in_every_language(row.language, write)], now=event.now)

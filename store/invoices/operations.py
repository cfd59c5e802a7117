"""Issuing invoices and credit notes. The number is taken last, so its counter is locked for a moment only (R9)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import sentence
from common.actor import Actor
from common.events import publish
from common.prepared import PreparedFor, Slot, columns, made
from common.refusals import Refused
from notices.languages import languages_of
from programs.definition.store import InvoiceSeries
from programs.rulebook import Rulebook
from store.invoices.content import billed, lines_of, stored, taxes_read
from store.invoices.events import InvoiceIssued
from store.invoices.numbering import insert_numbered, seller_of, series_of
from store.invoices.rules import BilledLine, BilledTax, TooMuch, credit, stem, taxes_of
from store.models import Invoice, Order, OrderLine
from store.money import minor_units
from store.orders.writing import hold_order

Kind = Invoice.Kind
ZERO = Decimal(0)
_INVOICE = PreparedFor(
    lambda actor: (
        Invoice.objects.visible_to(actor)
        .filter(order_id=Slot("order"), kind=Kind.INVOICE)
        .values_list(*columns(Invoice))
    )
)


class UnableToInvoice(Refused):
    """The invoice or credit note can't be issued; ``problems`` says why, by field."""


def issue_invoice(
    *,
    actor: Actor,
    order: Order,
    rulebook: Rulebook,
    today: date,
    now: datetime,
    lines: Sequence[OrderLine] | None = None,
) -> Invoice:
    """Issue the invoice of a paid order; an order that has one gets no second.

    Call this last in the transaction that records the payment. ``lines`` are the order's by place, read if they aren't
    given. Raises UnableToInvoice for an unpaid order.
    """
    require(actor, "orders.confirm", program_id=order.program_id)
    if order.paid_on is None:
        raise UnableToInvoice({"": _("The order isn't paid yet.")})
    with transaction.atomic(savepoint=False):
        if (known := _INVOICE.first(actor, order=order.pk)) is not None:
            return made(Invoice, known)
        rows = list(order.lines.order_by("place")) if lines is None else lines
        printed = [billed(row) for row in rows]
        taxes = taxes_of(printed, {row.place: row.tax for row in rows})
        series = series_of(rulebook, order.entity, today)
        return _issue(
            actor,
            order,
            rulebook,
            series,
            printed,
            taxes,
            today,
            now,
            kind=Kind.INVOICE,
            paid_on=order.paid_on,
            language=languages_of(rulebook.program, [order.partner_id]).get(order.partner_id, "en"),
            seller=seller_of(rulebook, order.entity, series, today),
            buyer=order.billing,
        )


def issue_credit_note(
    *,
    actor: Actor,
    invoice: Invoice,
    rulebook: Rulebook,
    reason: str,
    today: date,
    now: datetime,
    amounts: Mapping[int, Decimal] | None = None,
    tax_shares: Mapping[int, Decimal] | None = None,
) -> Invoice:
    """Credit an invoice, or what ``amounts`` say of its lines: their net by place. Amounts are positive (R9).

    ``tax_shares`` are the taxes of these lines where a refund has split them already.

    Raises UnableToInvoice for more than is left of the invoice, or for a credit note itself.
    """
    require(actor, "orders.confirm", program_id=invoice.program_id)
    if invoice.kind != Kind.INVOICE:
        raise UnableToInvoice({"": _("Choose the invoice instead of its credit note.")})
    with transaction.atomic():
        order = hold_order(actor, invoice.order)
        before = [
            (lines_of(each.lines), taxes_read(each.taxes))
            for each in Invoice.objects.visible_to(actor).filter(corrects=invoice).order_by("pk")
        ]
        unit = Decimal(1).scaleb(-minor_units(invoice.currency))
        try:
            lines, taxes = credit(lines_of(invoice.lines), taxes_read(invoice.taxes), before, amounts, unit, tax_shares)
        except TooMuch as error:
            raise UnableToInvoice({"amount": _("This is more than is left of the invoice.")}) from error
        note = _issue(
            actor,
            order,
            rulebook,
            series_of(rulebook, invoice.entity, today),
            lines,
            taxes,
            today,
            now,
            kind=Kind.CREDIT_NOTE,
            entity=invoice.entity,
            paid_on=today,
            language=invoice.language,
            seller=invoice.seller,
            buyer=invoice.buyer,
            corrects=invoice,
            reason=reason,
        )
        note_act(
            actor=actor,
            action="orders.confirm",
            subject=note,
            partner_id=note.partner_id,
            now=now,
            summary=sentence(
                "Credited %(total)s %(currency)s of invoice %(invoice)s",
                total=note.total,
                currency=note.currency,
                invoice=invoice.number,
            ),
        )
    return note


def _issue(
    actor: Actor,
    order: Order,
    rulebook: Rulebook,
    series: InvoiceSeries,
    lines: Sequence[BilledLine],
    taxes: Sequence[BilledTax],
    today: date,
    now: datetime,
    **printed: Any,
) -> Invoice:
    net, tax = sum((line.net for line in lines), ZERO), sum((each.tax for each in taxes), ZERO)
    kind, entity = printed.pop("kind"), printed.pop("entity", order.entity)
    invoice = Invoice(
        program_id=order.program_id,
        partner_id=order.partner_id,
        order=order,
        kind=kind,
        entity=entity,
        year=today.year,
        issued_on=today,
        currency=order.currency,
        lines=stored(lines),
        taxes=stored(taxes),
        net=net,
        tax=tax,
        total=net + tax,
        issued_at=now,
        **printed,
    )
    insert_numbered(invoice, stem=stem(series, kind, today.year), digits=series.digits)
    publish(InvoiceIssued(rulebook, order.partner_id, invoice.pk, today, now, invoice))
    return invoice

"""Notices to partners and emails to managers about deals: what happened, and until when the next step is due."""

from datetime import date, datetime
from functools import partial

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import DAY
from common.tenancy import bind
from leads.deals.events import DealMoved
from leads.deals.models import Deal, DealPrice, DealStep
from notices.languages import languages_of
from notices.operations import Draft, MailDraft, queue_mails, send_notices
from notices.wording import in_every_language, to_managers
from programs.rulebook import Rulebook

NOTICE = "deal"
Kind = DealStep.Kind
# Steps that a partner is told of although it took them itself: until when the vendor answers.
RECEIPTS = (Kind.REGISTERED, Kind.ANSWERED, Kind.PRICE_ASKED)
# Steps after which a manager has to do something.
WORK = (Kind.REGISTERED, Kind.ANSWERED, Kind.PRICE_ASKED, Kind.OVERDUE, Kind.MESSAGE)


def tell_of_deal(event: DealMoved) -> None:
    """Tell the partner about a step of the vendor or a job, and of its own when we answer; tell managers of work."""
    with bind(event.program_id):
        step = DealStep.objects.select_related("deal").get(pk=event.step_id)
    if step.by_vendor or step.kind in (*RECEIPTS, Kind.EXTENDED):
        _tell_partner(event, step)
    if step.kind in WORK and not (step.by_vendor and step.kind == Kind.MESSAGE):
        _tell_managers(event, step)


def warn_of_ends(rulebook: Rulebook, *, today: date, now: datetime) -> int:
    """Tell partners of protections that end soon, on the days that the program sets; returns how many."""
    deals = rulebook.on(today).deals
    program = rulebook.program
    found: list[tuple[Deal, int]] = []
    with bind(program.pk):
        for days in deals.protection.warnings if deals else ():
            rows = Deal.objects.protected().filter(program=program, protected_until=today + days * DAY)
            found += [(deal, days) for deal in rows.order_by("pk")]
        languages = languages_of(program, {deal.partner_id for deal, _days in found})
    drafts = [
        in_every_language(languages[deal.partner_id], partial(_warning, deal, days, today)) for deal, days in found
    ]
    with bind(program.pk):
        return send_notices(program_id=program.pk, drafts=drafts, now=now)


def _tell_partner(event: DealMoved, step: DealStep) -> None:
    program, deal = event.rulebook.program, step.deal
    with bind(program.pk):
        language = languages_of(program, [deal.partner_id])[deal.partner_id]
    draft = in_every_language(language, partial(_news, deal, step, event.today))
    with bind(program.pk):
        send_notices(program_id=program.pk, drafts=[draft], now=event.now)


def _news(deal: Deal, step: DealStep, today: date) -> Draft:
    words = {"company": deal.company, "due": _day(step.due_on), "text": step.text}
    subject, body = (text % words for text in _words(step))
    body = f"{body}\n\n{step.text}".strip()
    return _draft(deal, key=f"deal/{deal.pk}/{step.pk}", on=today, subject=subject, body=body)


def _warning(deal: Deal, days: int, today: date) -> Draft:
    words = {"company": deal.company, "until": _day(deal.protected_until)}
    body = _(
        "Your deal with %(company)s is protected until %(until)s. Report progress to extend it, or "
        "close the deal as won or lost."
    )
    return _draft(
        deal,
        key=f"deal/{deal.pk}/ends/{deal.protected_until}/{days}",
        on=today,
        subject=_("Protection of %(company)s ends on %(until)s") % words,
        body=body % words,
    )


def _words(step: DealStep) -> tuple[str, str]:
    """The subject and text of the notice about a step."""
    return (
        _reviewed().get(step.kind)
        or _protected().get(step.kind)
        or (
            _("Deal with %(company)s"),
            _("There is news about your deal:"),
        )
    )


def _reviewed() -> dict[str, tuple[str, str]]:
    """The words up to the vendor's decision."""
    return {
        Kind.REGISTERED: (_("Deal registered: %(company)s"), _("We review your deal and answer by %(due)s.")),
        Kind.ANSWERED: (_("Answer received: %(company)s"), _("Thank you. We decide on your deal by %(due)s.")),
        Kind.ASKED: (
            _("More information needed: %(company)s"),
            _("We have a question about your deal. Answer by %(due)s. After that, the deal is closed."),
        ),
        Kind.OVERDUE: (
            _("Our decision is late: %(company)s"),
            _("We should have decided on your deal by %(due)s. The partner managers were reminded today."),
        ),
        Kind.APPROVED: (_("Deal approved: %(company)s"), _("The client is protected for you until %(due)s.")),
        Kind.DECLINED: (_("Deal declined: %(company)s"), _("We declined your deal with %(company)s.")),
        Kind.LAPSED: (
            _("Deal closed: %(company)s"),
            _("We closed your deal because we got no answer in time. You can register it again."),
        ),
    }


def _protected() -> dict[str, tuple[str, str]]:
    """The words about protection, prices and specialists."""
    return {
        Kind.EXTENDED: (_("Protection extended: %(company)s"), _("The client is protected for you until %(due)s.")),
        Kind.EXPIRED: (
            _("Protection expired: %(company)s"),
            _("The client is no longer protected for you. If the project goes on, register the deal again."),
        ),
        Kind.REVOKED: (_("Protection withdrawn: %(company)s"), _("The client is no longer protected for you.")),
        Kind.PRICE_ASKED: (
            _("Price requested: %(company)s"),
            _("We check your price. Don't quote it before we agree to it."),
        ),
        Kind.PRICE_AGREED: (_("Price agreed: %(company)s"), _("You can quote this price until %(due)s:")),
        Kind.PRICE_DECLINED: (
            _("Price declined: %(company)s"),
            _("We declined your price. You can propose another one."),
        ),
        Kind.SPECIALISTS: (_("Vendor specialists: %(company)s"), _("How our specialists take part:")),
    }


def _tell_managers(event: DealMoved, step: DealStep) -> None:
    program, deal = event.rulebook.program, step.deal
    with bind(program.pk):
        partner = str(deal.partner)
        price = DealPrice.objects.filter(deal=deal, state=DealPrice.State.ASKED).values_list("pk", flat=True).first()
    link = reverse("admin:leads_deal_change", args=[deal.pk])
    if step.kind == Kind.PRICE_ASKED and price:
        link = reverse("admin:leads_dealprice_change", args=[price])

    def write(person: User) -> MailDraft:
        words = {"partner": partner, "company": deal.company, "due": _day(step.due_on)}
        subject, text = {
            Kind.REGISTERED: (
                _("New deal: %(company)s (%(partner)s)"),
                _("%(partner)s registered a deal with %(company)s. Decide by %(due)s."),
            ),
            Kind.ANSWERED: (
                _("Deal answered: %(company)s (%(partner)s)"),
                _("%(partner)s answered your question about %(company)s. Decide by %(due)s."),
            ),
            Kind.PRICE_ASKED: (
                _("Price to decide: %(company)s (%(partner)s)"),
                _("%(partner)s asks for a price for %(company)s."),
            ),
            Kind.MESSAGE: (
                _("Message about %(company)s (%(partner)s)"),
                _("%(partner)s wrote to you about the deal with %(company)s."),
            ),
            Kind.OVERDUE: (
                _("Overdue deal: %(company)s (%(partner)s)"),
                _("The deal of %(partner)s with %(company)s should have been decided by %(due)s."),
            ),
        }[Kind(step.kind)]
        key = f"deal/{deal.pk}/{step.pk}/{person.pk}"
        return MailDraft(to=person.email, subject=subject % words, text=text % words, key=key, link=link)

    with bind(program.pk):
        queue_mails(program_id=program.pk, drafts=to_managers(program, write), now=event.now)


def _draft(deal: Deal, *, key: str, on: date, subject: str, body: str) -> Draft:
    return Draft(
        partner_id=deal.partner_id,
        kind=NOTICE,
        key=key,
        on=on,
        subject=subject,
        body=body,
        link=reverse("leads:deal", args=[deal.pk]),
    )


def _day(day: date | None) -> str:
    return date_format(day) if day else ""

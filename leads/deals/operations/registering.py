"""The partner registers a deal, answers the vendor's questions, and withdraws it (KKV-5.1, KKV-5.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.permissions import require
from common.actor import Actor
from common.countries import COUNTRY_CODES
from common.mailboxes import mailbox
from common.tenancy import bind
from common.text import Untidy, read_into
from common.uploads import Upload
from leads.deals.company_keys import note_deal
from leads.deals.contacts import DealContact, seal
from leads.deals.models import Deal, DealFile, DealStep
from leads.deals.queries import may_register
from leads.deals.rules import due
from leads.deals.writing import Moment, UnableToMove, hold, require_own, rules_of, said, step
from partners.admission.identity import web_domains
from partners.documents import store_document
from partners.models import Partner
from programs.answers import clean_answers
from programs.definition.deals import Deals
from programs.rulebook import Rulebook

Kind = DealStep.Kind
MOST = Decimal("99999999999999")  # the greatest value that fits
LONGEST_PROJECT = 4000


@dataclass(frozen=True, slots=True)
class DealForm:
    """What a partner enters about a deal. ``accepts``: it offers the client no competing products (KKV-5.2)."""

    company: str
    country: str
    project: str
    products: str
    value: Decimal | None
    expected_on: date | None
    website: str = ""
    tax_id: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    begins_on: date | None = None
    specialists: str = ""
    accepts: bool = False
    answers: Mapping[str, Any] = field(default_factory=dict)


def register_deal(
    *, actor: Actor, partner: Partner, rulebook: Rulebook, given: DealForm, today: date, now: datetime
) -> Deal:
    """Register a client and a project; the vendor decides within the program's time (KKV-5.1).

    Whether others have the client already is not said. Raises UnableToMove with problems by field, also for a partner
    without the level that the program asks for; PermissionDenied for a role that may not.
    """
    require(actor, "deals.work", program_id=partner.program_id)
    if actor.partner_id != partner.pk or actor.user_id is None:
        raise PermissionDenied("deals.work")
    moment = Moment(actor, rulebook, today, now)
    rules = rules_of(moment)
    with bind(partner.program_id):
        if not may_register(partner, rules):
            raise UnableToMove({"": _("Your level doesn't include registering deals.")})
        columns = _columns(given, rules, partner, today=today)
        deal = Deal.objects.create(
            program_id=partner.program_id,
            partner=partner,
            **columns,
            accepted=rules.no_competition.text if rules.no_competition else "",
            currency=partner.currency,
            registered_at=now,
            registered_by_id=actor.user_id,
            waits_since=now,
            due_on=due(rules.decision, today, partner.country),
        )
        note_deal(deal, rules=rulebook.on(today))
        step(deal, Kind.REGISTERED, moment=moment, due_on=deal.due_on)
    return deal


def answer_deal(
    *,
    actor: Actor,
    deal: Deal,
    text: str,
    rulebook: Rulebook,
    today: date,
    now: datetime,
    files: Sequence[Upload] = (),
) -> Deal:
    """Answer the vendor's question, perhaps with files; our time to decide begins anew. Raises UnableToMove."""
    require_own(actor, deal)
    moment = Moment(actor, rulebook, today, now)
    rules = rules_of(moment)
    with bind(deal.program_id):
        row = hold(deal, "answer")
        text = said(text, missing=_("Answer the question."))
        row.waits_since, row.reminded_on = now, None
        row.due_on = due(rules.decision, today, row.partner.country)
        row.save(update_fields=["state", "waits_since", "due_on", "reminded_on"])
        made = step(row, Kind.ANSWERED, moment=moment, text=text, due_on=row.due_on)
        own = {"program_id": row.program_id, "partner_id": row.partner_id}
        for upload in files:
            document = store_document(actor=actor, upload=upload, purpose="deal", now=now, **own)
            DealFile.objects.create(**own, step=made, document=document)
    return row


def withdraw_deal(*, actor: Actor, deal: Deal, reason: str, rulebook: Rulebook, today: date, now: datetime) -> Deal:
    """Withdraw a deal; its protection ends at once. Raises UnableToMove if it ended before."""
    require_own(actor, deal)
    with bind(deal.program_id):
        row = hold(deal, "withdraw")
        row.reason = said(reason, field="reason", most=400)
        row.ended_at, row.due_on = now, None
        row.save(update_fields=["state", "reason", "ended_at", "due_on"])
        step(row, Kind.WITHDRAWN, moment=Moment(actor, rulebook, today, now), text=row.reason)
    return row


def add_deal_message(
    *, actor: Actor, deal: Deal, text: str, rulebook: Rulebook, today: date, now: datetime
) -> DealStep:
    """Write to the other side about an open deal. Raises UnableToMove without a text."""
    if actor.is_vendor:
        require(actor, "deals.decide", program_id=deal.program_id)
    else:
        require_own(actor, deal)
    with bind(deal.program_id):
        row = hold(deal, "message")
        text = said(text, missing=_("Write a message."))
        return step(row, Kind.MESSAGE, moment=Moment(actor, rulebook, today, now), text=text)


def _columns(given: DealForm, rules: Deals, partner: Partner, *, today: date) -> dict[str, Any]:
    """The columns of a deal. Raises UnableToMove with problems by field."""
    found: dict[str, str] = {}
    columns: dict[str, Any] = {
        "company": read_into(found, "company", given.company),
        "country": given.country.upper(),
        "website": read_into(found, "website", given.website, joiners=False),
        "tax_id": read_into(found, "tax_id", given.tax_id, joiners=False),
        "project": read_into(found, "project", given.project, lines=True),
        "products": read_into(found, "products", given.products),
        "value": given.value,
        "expected_on": given.expected_on,
        "begins_on": given.begins_on,
        "specialists": given.specialists,
    }
    contact = _contact(given, found)
    answers, problems = clean_answers(rules.fields, given.answers)
    found |= {f"answers.{code}": text for code, text in problems.items()}
    found = _missing(columns, rules, given, today=today) | found
    if columns["website"] and not web_domains(columns["website"]):
        found.setdefault("website", _("Enter a web address, for example alder.example."))
    lengths = {"company": 200, "website": 300, "tax_id": 60, "project": LONGEST_PROJECT, "products": 400}
    for name, most in lengths.items():
        if len(columns[name]) > most:
            found.setdefault(name, _("Write at most %(most)s characters.") % {"most": most})
    if found:
        raise UnableToMove(found)
    return columns | {"contact": seal(contact), "answers": answers}


def _contact(given: DealForm, found: dict[str, str]) -> DealContact:
    email = given.email.strip()
    try:
        email = mailbox(email) if email else ""
    except Untidy as untidy:
        found["email"] = str(untidy)
    if email and "@" not in email:
        found["email"] = _("Enter an email address, for example anna@alder.example.")
    name = read_into(found, "name", given.name)[:200]
    return DealContact(name, email, read_into(found, "phone", given.phone)[:60])


def _missing(columns: Mapping[str, Any], rules: Deals, given: DealForm, *, today: date) -> dict[str, str]:
    """What is missing or cannot be, by field."""
    found = {}
    if not columns["company"]:
        found["company"] = _("Enter the client's company name.")
    if columns["country"] not in COUNTRY_CODES:
        found["country"] = _("Choose the client's country.")
    if not given.name.strip():
        found["name"] = _("Enter your contact person at the client.")
    if not columns["project"]:
        found["project"] = _("Describe the project.")
    if not columns["products"]:
        found["products"] = _("Enter the products the client is interested in.")
    if given.value is None or not 0 < given.value <= MOST:
        found["value"] = _("Enter the expected value, for example 25000.")
    if given.expected_on is None or given.expected_on < today:
        found["expected_on"] = _("Choose today or a later day.")
    forms = rules.specialists.forms if rules.specialists else []
    if given.specialists and given.specialists not in forms:
        found["specialists"] = _("Choose one of the listed forms.")
    if rules.no_competition and not given.accepts:
        found["accepts"] = _("Accept this to register the deal.")
    return found

"""Receives a client's request."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.actor import Actor
from common.countries import country_name
from common.events import publish
from common.folding import fold
from common.refusals import Refused
from common.regions import example_of, region_code
from common.tenancy import bind
from leads.requests.contacts import email_key, new_salt, new_secret, seal, secret_digest
from leads.requests.events import LeadReceived
from leads.requests.models import LeadContact, LeadRequest
from leads.requests.rules import contact_answers
from partners.models import Card
from programs.answers import clean_answers
from programs.definition.leads import Leads
from programs.rulebook import Rulebook

State = LeadRequest.State


class UnableToRequest(Refused):
    """The request cannot be accepted; ``problems`` says why, by field of the form."""


@dataclass(frozen=True)
class Received:
    """A stored request and the secret of its private link."""

    lead: LeadRequest
    secret: str


def receive_request(
    *,
    actor: Actor,
    rulebook: Rulebook,
    kind: str,
    answers: Mapping[str, Any],
    consent: bool,
    now: datetime,
    source: str = "",
    wanted: str = "",
    currency: str = "",
) -> Received:
    """Store a client's request and pass it on (B24-6). Anybody may send one.

    ``source`` is a code of the rules, by default the first; ``wanted`` the code of a listed partner that the client
    chose. Raises UnableToRequest with problems by field, ``kind`` and ``consent`` among them.
    """
    leads = rulebook.on(now.date()).leads
    if leads is None or not leads.form:
        raise UnableToRequest({"": _("This program takes no requests.")})
    given, problems = clean_answers(leads.form, answers)
    kinds = [item.code for item in leads.kinds.items] if leads.kinds else []
    if kinds and kind not in kinds:
        problems["kind"] = _("Choose what you need.")
    if given.get("region") and "country" in given:
        given["region"], problem = _region(given["country"], given["region"])
        if problem:
            problems["region"] = problem
    if not consent:
        problems["consent"] = _("We can pass your request on only if you agree.")
    if problems:
        raise UnableToRequest(problems)
    secret, program = new_secret(), rulebook.program
    # A visitor may neither read nor write requests, so they are stored as the system.
    with bind(program.pk):
        lead = _stored(leads, rulebook, kind if kinds else "", given, source, wanted, currency, now)
        LeadContact.objects.create(
            lead=lead,
            program_id=program.pk,
            sealed=seal(contact_answers(given), secret),
            email_key=email_key(_email(leads, given)),
            secret_digest=secret_digest(secret),
            salt=new_salt(),
            language=get_language() or "en",
            consent=leads.consent,
            consented_at=now,
        )
        publish(LeadReceived(rulebook, lead.pk, now))
    return Received(lead, secret)


def _stored(
    leads: Leads,
    rulebook: Rulebook,
    kind: str,
    given: Mapping[str, str],
    source: str,
    wanted: str,
    currency: str,
    now: datetime,
) -> LeadRequest:
    program = rulebook.program
    source = source or next((one.code for one in leads.sources), "website")
    mode = leads.source_mode(source)
    card = Card.objects.filter(program_id=program.pk, code=wanted).first() if wanted else None
    budget = given.get("budget")
    return LeadRequest.objects.create(
        program_id=program.pk,
        source=source,
        mode=mode.code,
        kind=kind,
        country=given.get("country", ""),
        region=given.get("region", ""),
        budget=Decimal(budget) if budget else None,
        currency=currency if budget else "",
        languages=given.get("languages", ""),
        text=given.get("request", ""),
        folded=fold(given.get("request", "")),
        wanted_id=card.partner_id if card else None,
        state=State.NEW if mode.distribution == "by_turns" or card else State.OPEN,
        places=leads.places,
        received_at=now,
    )


def _region(country: str, typed: str) -> tuple[str, str]:
    """The code of the region, and what is wrong with what was typed."""
    code = region_code(country, typed)
    if code or not (example := example_of(country)):
        return code, ""
    said = _("Enter a region of %(country)s, for example %(example)s, or leave it empty.")
    return "", said % {"country": country_name(country), "example": example}


def _email(leads: Leads, given: Mapping[str, str]) -> str:
    return next((given[field.code] for field in leads.form if field.type == "email" and field.code in given), "")

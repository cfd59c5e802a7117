"""Rows of quotes, agreed prices and campaigns, for tests that ask the same of every table."""

from datetime import date

from django.db import models

from accounts.models import User
from partners.models import Partner
from store.models import ClientQuote, ClientQuoteLine, PriceAgreement, PriceCampaign
from tests.store.rows import NOW, ON, first_product

LATER = date(2027, 1, 1)


def client_quote(partner: Partner, user: User, text: str = "Acme") -> ClientQuote:
    """A quote that waits for a decision; every text that is the partner's own is the given one."""
    own, product = {"program": partner.program, "partner": partner}, first_product(partner)
    quote = ClientQuote.objects.create(
        **own,
        number=f"{partner.code.upper()}3333"[:20],
        state="waiting",
        client={"company": text, "country": "DE"},
        company=text[:200],
        language="en",
        currency=partner.currency,
        total=90,
        made_on=ON,
        valid_until=LATER,
        message=text,
        request=text,
        made_at=NOW,
        made_by=user,
        reason=text,
    )
    ClientQuoteLine.objects.create(
        **own,
        quote=quote,
        place=1,
        product=product,
        name=product.name,
        quantity=1,
        unit_price=90,
        amount=90,
        minimum=100,
        floor=100,
    )
    return quote


def agreement(partner: Partner, user: User, text: str = "Acme") -> PriceAgreement:
    """An agreed price that still holds."""
    return PriceAgreement.objects.create(
        program=partner.program,
        partner=partner,
        company=text[:200],
        product=first_product(partner),
        currency=partner.currency,
        price=80,
        starts_on=ON,
        ends_on=LATER,
        reason=text[:400],
        agreed_at=NOW,
        agreed_by=user,
    )


def campaign(partner: Partner, **fields) -> PriceCampaign:
    """A campaign of the program that runs."""
    given = {"name": "Spring", "starts_on": ON, "ends_on": LATER, "percent": 10, "announced_at": NOW, **fields}
    return PriceCampaign.objects.create(program=partner.program, **given)


def quote_rows(partner: Partner, user: User, text: str) -> list[models.Model]:
    """One row of each table."""
    quote = client_quote(partner, user, text)
    running = PriceCampaign.objects.filter(program=partner.program).first() or campaign(partner, ends_on=ON)
    return [quote, quote.lines.get(), agreement(partner, user, text), running]
